"""Remembered work is the work: byte for byte what the programs make, and only of the same command and content."""

import io
from pathlib import Path

import pytest

from tests import remembering
from tests.videos.films import make_film
from tests.videos.transcode.work import content
from videos.transcode import engine as engine_room
from videos.transcode import runner
from videos.transcode.binaries import find_ffmpeg
from videos.transcode.engine import Engine
from videos.transcode.made import Looking, Prepared
from videos.transcode.media import MediaInfo
from videos.transcode.runner import Command, Finished, Unwanted, Watch
from videos.transcode.workbench import Workbench


def made(folder: Path, film: bytes, crumbs: list[float] | None = None) -> list[bytes]:
    """Everything that the engine makes of a film and of a cut from it."""
    engine, told = Engine(find_ffmpeg()), crumbs if crumbs is not None else []
    with Workbench(folder) as bench:
        loaded = bench.load(io.BytesIO(film), size=len(film))
        info = engine.inspect_film(loaded)
        assert isinstance(info, MediaInfo)
        whole = engine.prepare_film(bench, loaded, info, Looking(on_progress=told.append))
        assert isinstance(whole, Prepared)
        clip = engine.cut_clip(bench, whole.study, 7, 50)
        still = engine.take_still(bench, whole.study, 20)
        files = [whole.study.file, whole.poster, clip.file, still]
        return [*map(content, files), whole.index.to_bytes()]


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder of its own, as the processes of a run share one."""
    (tmp_path / "memory").mkdir()
    monkeypatch.setattr(remembering, "FOLDER", str(tmp_path / "memory"))
    monkeypatch.setattr(remembering, "_done", {})


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Command]:
    """The commands for which a program was started."""
    found: list[Command] = []
    run = runner.run

    def noted(command: Command, watch: Watch | None = None) -> Finished:
        found.append(command)
        return run(command, watch)

    monkeypatch.setattr(runner, "run", noted)
    return found


@pytest.mark.slow
def test_that_what_is_remembered_is_what_would_be_made(
    tmp_path: Path, started: list[Command], monkeypatch: pytest.MonkeyPatch
) -> None:
    film, crumbs = make_film(tmp_path).read_bytes(), list[float]()
    first = made(tmp_path, film)
    runs = len(started)
    again = made(tmp_path, film, crumbs)
    assert len(started) == runs > 4
    assert crumbs[-1] > 0.9
    assert again == first
    remembering._done.clear()
    assert made(tmp_path, film) == first
    assert len(started) == runs  # from the folder
    monkeypatch.setattr(remembering, "FOLDER", "")
    remembering._done.clear()
    assert made(tmp_path, film) == first
    assert len(started) == 2 * runs


def test_that_another_film_and_another_wish_are_made(tmp_path: Path, started: list[Command]) -> None:
    engine = Engine(find_ffmpeg())
    with Workbench(tmp_path) as bench:
        for seconds, looks in ((1, 1), (1.5, 2), (1, 2)):
            film = make_film(tmp_path, seconds=seconds).read_bytes()
            engine.inspect_film(bench.load(io.BytesIO(film), size=len(film)))
            assert len(started) == looks


def test_that_work_that_nobody_wants_any_more_is_not_laid_there(tmp_path: Path) -> None:
    engine = Engine(find_ffmpeg())
    film = make_film(tmp_path).read_bytes()
    with Workbench(tmp_path) as bench:
        loaded = bench.load(io.BytesIO(film), size=len(film))
        engine.inspect_film(loaded)
        with pytest.raises(Unwanted):
            engine.inspect_film(loaded, Looking(is_unwanted=lambda: True))


@pytest.mark.anew
def test_that_a_test_marked_anew_starts_programs_itself() -> None:
    assert vars(engine_room)["run"] is runner.run
