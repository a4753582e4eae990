"""A module has one name, in pages and in scripts alike: under two it would be loaded twice."""

import re
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders

from vigportal.web.hashed import Hashed

IMPORT = re.compile(r"""^import [^"]*"\./([^"]+)";$""", re.MULTILINE)


def test_that_scripts_import_each_other_by_the_names_that_pages_use(tmp_path: Path) -> None:
    storage = Hashed(location=tmp_path, base_url="/static/")
    found = {name: (store, name) for finder in get_finders() for name, store in finder.list([])}
    scripts = {name: each for name, each in found.items() if name.startswith("js/")}
    for name, (store, _name) in scripts.items():
        with store.open(name) as file:
            storage._save(name, file)
    list(storage.post_process(scripts))
    done = {name: storage.hashed_files[name] for name in scripts}
    for name, hashed in done.items():
        imported = IMPORT.findall((tmp_path / hashed).read_text())
        wanted = IMPORT.findall((tmp_path / name).read_text())
        assert [f"js/{each}" for each in imported] == [done[f"js/{each}"] for each in wanted], name
    assert IMPORT.findall((tmp_path / "js/studio.js").read_text()) == ["player.js"]
