"""Programs in the place of ours try what they must not: each attempt works in the open, and none where ours run."""

import ctypes
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import ROOT
from tests.videos.transcode.intruder import ATTEMPTS
from tests.videos.transcode.test_runner import gone, launcher_without_filter
from videos.transcode import engine as engines
from videos.transcode import inspection, runner, splicing
from videos.transcode.binaries import Binary
from videos.transcode.engine import Engine
from videos.transcode.frames import Grid
from videos.transcode.media import FilmLimits
from videos.transcode.runner import Command, Finished, Limits, TimedOut, Watch, is_fenced, run
from videos.transcode.syscalls import FORBIDDEN
from videos.transcode.workbench import Nameless, Workbench

GIB = 1024**3
READS = (sys.prefix, sys.base_prefix)
ITS_OWN = {"have threads", "read its film", "write its output"}
BY_PATH = {name for name in ATTEMPTS if name.startswith(("read", "list", "see", "write", "take", "turn"))}
HAS_LANDLOCK = ctypes.CDLL(None).syscall(444, None, 0, 1) > 0
MAY_BE_SHUT = {  # by this machine itself, or to whoever isn't root
    *("mount", "unshare", "bpf", "userfaultfd", "perf_event_open", "io_uring", "keyctl", "write in /"),
    *("turn a switch of the kernel", "read the worker's memory", "trace the worker", "hinder the worker"),
}


@pytest.fixture(params=["caged", "without bubblewrap"])
def cage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which our programs run."""
    if request.param != "caged":
        monkeypatch.setattr(runner, "_cage", str)
    return "caged" if is_fenced() else ""


@dataclass(frozen=True)
class House:
    """What there is to be taken, and the program that tries."""

    plan: dict[str, Any]
    film: Nameless
    output: Nameless
    folder: Path

    def intruder(self) -> str:
        """A copy of the program that knows its way about."""
        source = Path(__file__).with_name("intruder.py").read_text()
        path = self.folder / f"{uuid.uuid4().hex}.py"
        known = source.replace("PLAN: dict[str, Any] = {}", f"PLAN: dict[str, Any] = {self.plan!r}")
        assert known != source
        path.write_text(known)
        return str(path)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A portal in small: files with secrets, a worker with a film in memory, servers that listen."""
    with ExitStack() as open_things, Workbench(tmp_path / "scratch") as bench:
        tcp = open_things.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = open_things.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        mark = uuid.uuid4().hex
        unix = _listening(open_things, f"/tmp/{mark}.sock")  # noqa: S108 -- a path of a socket has to be short
        _listening(open_things, f"\0{mark}")
        film = bench.output(expects=1)
        os.write(film.number, b"a film")
        secrets = {
            name: _secret(tmp_path / name / "file") for name in ("keys", "database", "sealed", "other", "doomed")
        }
        memory = ctypes.create_string_buffer(b"a key")
        calls = {name: numbers[0 if platform.machine() == "x86_64" else 1] for name, numbers in FORBIDDEN.items()}
        plan: dict[str, Any] = secrets | {
            "settings": str(ROOT / "vigportal/settings.py"), "vault": str(tmp_path / "sealed"), "mark": mark,
            "outside": str(tmp_path / "outside"), "worker": os.getpid(), "address": ctypes.addressof(memory),
            "tcp": tcp.getsockname()[1], "udp": udp.getsockname()[1], "unix": unix, "abstract": mark, "gib": 6,
            "film": bench.output(expects=1).number, "given": film.number, "calls": calls,
        }  # fmt: skip
        os.write(plan["film"], b"another film")
        output = bench.output(expects=1)
        yield House(plan | {"output": output.number}, film, output, tmp_path)
        for path in (f"/tmp/{mark}.sock", f"/tmp/{mark}", f"/dev/shm/{mark}", f"/{mark}"):  # noqa: S108
            Path(path).unlink(missing_ok=True)


def _secret(path: Path) -> str:
    path.parent.mkdir()
    path.write_text("a secret")
    return str(path)


def _listening(open_things: ExitStack, name: str) -> str:
    server = open_things.enter_context(socket.socket(socket.AF_UNIX))
    server.bind(name)
    server.listen()
    return name


def in_the_open(house: House) -> Finished:
    """With nothing around it."""
    command = [sys.executable, "-I", "-S", house.intruder()]
    files = (house.film.number, house.output.number)
    return Finished(subprocess.run(command, stdout=subprocess.PIPE, pass_fds=files, check=True).stdout, "")


def in_place_of_ffmpeg(house: House) -> Finished:
    """As the engine starts ffmpeg."""
    path, done = house.intruder(), list[Finished]()

    def instead(command: Command, _: Watch) -> Finished:
        argv = [sys.executable, "-I", "-S", path, *command.argv[1:]]
        done.append(run(replace(command, argv=argv, reads=[*READS, path])))
        return done[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "run", instead)
        Engine(Binary(path, "1", ()))._run([], [house.film, house.output], Fraction(1), engines._ALONE)
    return done[0]


def in_place_of_the_inspector(house: House) -> Finished:
    """As a film is looked into."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspection, "INSPECTOR", house.intruder())
        told = inspection.report_on(house.film, "mov", FilmLimits(), Watch())
    return Finished(json.dumps(told).encode(), "")


def in_place_of_the_splicer(house: House) -> Finished:
    """As a clip is put together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splicing, "_SPLICER", house.intruder())
        piece, grid = splicing.Piece(house.film, 15, 30), Grid(Fraction(30))
        told = splicing.splice([piece], splicing.Sound(house.film), house.output, grid, Watch(), most=2**24)
    return Finished(json.dumps(told).encode(), "")


PLACES: dict[str, Callable[[House], Finished]] = {
    "ffmpeg": in_place_of_ffmpeg,
    "the inspector": in_place_of_the_inspector,
    "the splicer": in_place_of_the_splicer,
}


def did(done: Finished) -> set[str]:
    """The attempts that worked."""
    told: dict[str, str] = json.loads(done.printed)
    return {name for name in ATTEMPTS if told[name] == "did"}


def test_that_each_attempt_works_in_the_open(house: House) -> None:
    """Else it would prove nothing that it fails elsewhere."""
    assert set(ATTEMPTS) - did(in_the_open(house)) <= (set() if os.geteuid() == 0 else MAY_BE_SHUT)


@pytest.mark.parametrize("place", PLACES)
def test_that_none_works_in_the_place_of_our_programs(cage: str, place: str, house: House) -> None:
    worked = did(PLACES[place](house))
    open_here = set() if cage or HAS_LANDLOCK else BY_PATH
    assert worked <= ITS_OWN | open_here
    assert ITS_OWN - worked <= {"write its output"}
    assert ("write its output" in worked) is (place != "the inspector")  # that is handed none


def test_that_bubblewrap_is_used_where_it_works() -> None:
    plain = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    works = shutil.which("bwrap") and subprocess.run(plain, check=False, capture_output=True).returncode == 0
    assert is_fenced() == bool(works)


def python(code: str, *arguments: str, **most: float) -> Command:
    """A command that runs this code."""
    limits = Limits(most.get("seconds", 30), 20, GIB, 1024**2)
    return Command([sys.executable, "-I", "-S", "-c", code, *arguments], limits, (), READS)


def test_that_it_runs_as_nobody(cage: str) -> None:
    """Where it isn't caged, only root can make it so."""
    done = run(Command(["/usr/bin/id", "-u"], Limits(30, 20, GIB, 0)))
    assert int(done.printed) == (65534 if cage or os.geteuid() == 0 else os.geteuid())


def test_that_somebody_else_can_work_on_a_file_of_the_scratch_folder(cage: str, tmp_path: Path) -> None:
    with Workbench(tmp_path, memory=0) as bench:
        file = bench.output(expects=1)
        run(Command(["/bin/cp", "/usr/bin/id", file.path], Limits(30, 20, GIB, 1024**2), [file.number]))
        assert file.size > 0


def test_that_one_that_runs_for_ever_and_hears_no_signal_is_ended(cage: str) -> None:
    mark = uuid.uuid4().hex
    code = """
import signal, time
for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}: signal.signal(number, signal.SIG_IGN)
time.sleep(600)
"""
    with pytest.raises(TimedOut):
        run(python(code, mark, seconds=1))
    assert gone(mark)


GRANDCHILD = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.close(1), os.close(2)
        os.execv('/bin/sleep', ['sleep', sys.argv[1]])
    os._exit(0)
os.wait()
time.sleep(0.3)
"""


def test_that_a_grandchild_that_went_its_own_way_does_not_stay_in_a_cage_without_its_filter(
    cage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the filter there is none: a program has no children at all."""
    if not cage:
        return
    monkeypatch.setattr(runner, "_LAUNCHER", launcher_without_filter(tmp_path))
    long = f"97.{uuid.uuid4().int}"
    run(python(GRANDCHILD, long))
    assert gone(long)


def test_that_such_a_grandchild_does_stay_in_the_open() -> None:
    long = f"3.{uuid.uuid4().int}"  # and ends by itself
    subprocess.run([sys.executable, "-c", GRANDCHILD, long], check=True)
    assert not gone(long, patience=0)
