"""Films lie in files without a name."""

import io
import os
from pathlib import Path

import pytest

from videos.transcode.workbench import Nameless, Workbench


def filled(bench: Workbench, size: int) -> Nameless:
    return bench.load(io.BytesIO(os.urandom(size)), size=size)


def lies_in_memory(file: Nameless) -> bool:
    return "memfd" in str(Path(file.path).readlink())


def test_that_what_fits_lies_in_memory_and_the_rest_on_disk_without_a_name(tmp_path: Path) -> None:
    with Workbench(tmp_path / "scratch", memory=3000) as bench:
        files = [filled(bench, 2000), filled(bench, 2000), bench.output(expects=900)]
        assert [lies_in_memory(file) for file in files] == [True, False, True]
        assert list((tmp_path / "scratch").iterdir()) == []
        assert (tmp_path / "scratch").stat().st_mode & 0o777 == 0o700
        with files[1].reader() as reader:
            assert len(reader.read()) == files[1].size == 2000


def test_that_a_file_system_without_nameless_files_leaves_no_name_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "O_TMPFILE", os.O_DIRECTORY)  # what such a file system makes of it
    with Workbench(tmp_path / "scratch", memory=0) as bench:
        assert filled(bench, 2000).size == 2000
        assert list((tmp_path / "scratch").iterdir()) == []


def test_that_a_film_on_the_bench_cannot_be_changed(tmp_path: Path) -> None:
    with Workbench(tmp_path) as bench, pytest.raises(PermissionError):
        os.write(filled(bench, 10).number, b"x")


def test_that_every_reader_has_a_place_of_its_own(tmp_path: Path) -> None:
    with Workbench(tmp_path) as bench:
        file = bench.load(io.BytesIO(b"abcdef"), size=6)
        with file.reader() as one, file.reader() as other:
            assert (one.read(3), other.read(6), one.read(3)) == (b"abc", b"abcdef", b"def")


def test_that_leaving_the_bench_closes_everything(tmp_path: Path) -> None:
    with Workbench(tmp_path, memory=10) as bench:
        numbers = [filled(bench, 5).number, filled(bench, 500).number]
    for number in numbers:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(number)
