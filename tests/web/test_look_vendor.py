"""What others wrote lies here exactly as pinned, with its licence, and names nothing it was fetched from."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "static" / "vendor"


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "refresh.py"), "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def copy_of(tmp_path: Path) -> Path:
    return Path(shutil.copytree(VENDOR, tmp_path / "vendor"))


def test_that_every_vendored_file_is_the_pinned_one() -> None:
    done = check(VENDOR)
    assert (done.returncode, done.stdout) == (0, "")


def test_that_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    with (folder / "htmx" / "htmx.min.js").open("a") as script:
        script.write(" ")
    done = check(folder)
    assert done.returncode == 1
    assert "htmx.min.js has another checksum" in done.stdout


def test_that_a_missing_and_an_unlisted_file_are_noticed(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    (folder / "tus" / "LICENSE").unlink()
    (folder / "extra.js").write_text("//")
    assert "tus/LICENSE is missing" in check(folder).stdout
    assert "extra.js is not in the manifest" in check(folder).stdout


def test_that_a_source_map_is_noticed(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    with (folder / "tus" / "tus.min.js").open("a") as script:
        script.write("\n//# sourceMappingURL=tus.min.js.map\n")
    assert "names a source map" in check(folder).stdout


def test_that_every_package_keeps_its_licence_and_no_address_it_came_from() -> None:
    manifest = (VENDOR / "manifest.json").read_text()
    for pin in json.loads(manifest)["packages"]:
        assert pin["licence"]
        assert any(entry["file"].endswith("LICENSE") for entry in pin["files"])
    assert "http" not in manifest
    assert "http" not in (VENDOR / "refresh.py").read_text()
