"""The engine with each ffmpeg that may be there, and a bench for its files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.remembering import each_work_once
from videos.transcode.binaries import find_ffmpeg, wheel_ffmpeg
from videos.transcode.engine import Engine
from videos.transcode.workbench import Workbench


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine(find_ffmpeg())


@pytest.fixture(scope="session")
def wheel_engine() -> Engine:
    """The engine with the ffmpeg that the imageio-ffmpeg wheel brings."""
    wheel = wheel_ffmpeg()
    assert wheel, "imageio-ffmpeg brings a binary"
    return Engine(find_ffmpeg(wheel))


@pytest.fixture(scope="session", params=["engine", "wheel_engine"])
def each_engine(request: pytest.FixtureRequest) -> Engine:
    """The engine with the ffmpeg that is found here, and with the wheel's."""
    engine: Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def work_once() -> Iterator[None]:
    """For tests of what becomes of a film, not of the making: one that another test has made isn't made again."""
    with each_work_once():
        yield


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with Workbench(tmp_path / "scratch") as bench:
        yield bench


@pytest.fixture(scope="module")
def wide_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A bench for what several tests of a module share."""
    with Workbench(tmp_path_factory.mktemp("wide") / "scratch") as bench:
        yield bench
