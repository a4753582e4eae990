"""A module has one name, in pages and in scripts alike: under two it would be loaded twice."""

import re
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders

from vigportal.web.hashed import Hashed

LATER = re.compile(r"""import\("\.\./([^"]+)"\)""")
IMPORT = re.compile(r"""^import [^"]*"\./([^"]+)";$""", re.MULTILINE)


def hashed_in(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Our scripts, and what is imported of others' only where it is needed: their names in a real deployment."""
    storage = Hashed(location=folder, base_url="/static/")
    found = {name: (store, name) for finder in get_finders() for name, store in finder.list([])}
    scripts = {name: each for name, each in found.items() if name.startswith("js/")}
    others = {name: each for name, each in found.items() if name.endswith(".mjs")}
    for name, (store, _name) in (scripts | others).items():
        with store.open(name) as file:
            storage._save(name, file)
    list(storage.post_process(scripts | others))
    done = {name: storage.hashed_files[name] for name in scripts | others}
    return {name: done[name] for name in scripts}, {name: done[name] for name in others}


def test_that_scripts_import_each_other_by_the_names_that_pages_use(tmp_path: Path) -> None:
    done, _others = hashed_in(tmp_path)
    for name, hashed in done.items():
        imported = IMPORT.findall((tmp_path / hashed).read_text())
        wanted = IMPORT.findall((tmp_path / name).read_text())
        assert [f"js/{each}" for each in imported] == [done[f"js/{each}"] for each in wanted], name
    assert IMPORT.findall((tmp_path / "js/studio.js").read_text()) == ["player.js"]


def test_that_what_is_imported_only_where_it_is_needed_is_found_by_its_new_name(tmp_path: Path) -> None:
    done, others = hashed_in(tmp_path)
    assert LATER.findall((tmp_path / "js/live.js").read_text()) == ["vendor/hls/hls.light.min.mjs"]
    assert LATER.findall((tmp_path / done["js/live.js"]).read_text()) == [others["vendor/hls/hls.light.min.mjs"]]
