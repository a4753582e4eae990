"""Programs are watched, limited, and ended with all that is theirs."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from videos.transcode import runner
from videos.transcode.runner import (
    Command,
    Crashed,
    Failed,
    Limits,
    Stopped,
    TimedOut,
    TooBig,
    Unwanted,
    Watch,
    is_fenced,
    run,
)
from videos.transcode.workbench import Workbench

ROOT = Path(__file__).parents[3]
READS = (sys.prefix, sys.base_prefix)
GIB = 1024**3
STAYS = 'import time; print("here", flush=True); time.sleep(60)'


@pytest.fixture(params=["caged", "under limits alone"], autouse=True)
def cage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything holds in both: some machines allow no cage."""
    if request.param != "caged":
        monkeypatch.setattr(runner, "_cage", str)
    return str(request.param)


def python(code: str, *arguments: str, files: Any = (), **most: float) -> Command:
    """A command that runs this code."""
    told = {"seconds": 30, "cpu_seconds": 20, "memory": GIB, "file": 1024**2} | most
    limits = Limits(told["seconds"], int(told["cpu_seconds"]), int(told["memory"]), int(told["file"]))
    return Command([sys.executable, "-I", "-S", "-c", code, *arguments], limits, files, READS)


def test_that_what_it_prints_and_says_comes_back() -> None:
    done = run(python("import sys; print('out'); print('err', file=sys.stderr)"))
    assert (done.printed, done.said) == (b"out\n", "err\n")


def test_that_lines_are_told_as_they_come() -> None:
    lines: list[str] = []
    assert run(python("print('a'); print('b'); print('c', end='')"), Watch(lines.append)).printed == b""
    assert lines == ["a", "b"]


ENDS: dict[str, tuple[str, type[Stopped], dict[str, float]]] = {
    "an error": ("import sys; sys.exit('no good')", Failed, {}),
    "a crash": ("import signal; signal.raise_signal(11)", Crashed, {}),
    "too long": ("import time; time.sleep(60)", TimedOut, {"seconds": 0.5}),
    "too long with its mouth shut": (
        "import os, time; os.close(1); os.close(2); time.sleep(60)",
        TimedOut,
        {"seconds": 0.5},
    ),
    "too much work": ("while True: pass", TimedOut, {"cpu_seconds": 1}),
    "too much memory": ("x = bytearray(2 * 1024**3)", Failed, {}),
    "too many words": ("while True: print('x' * 10**6)", TooBig, {"seconds": 120}),
}


@pytest.mark.parametrize("name", ENDS)
def test_that_a_bad_end_has_a_name(name: str) -> None:
    code, error, most = ENDS[name]
    with pytest.raises(error):
        run(python(code, **most))


@pytest.mark.parametrize("memory", [GIB, 0])
def test_that_too_large_a_file_is_cut_off_in_memory_and_on_disk(memory: int, tmp_path: Path) -> None:
    with Workbench(tmp_path, memory=memory) as bench:
        file = bench.output(expects=1)
        fill = ["/bin/dd", "if=/dev/zero", f"of={file.path}", "bs=1M", "count=9", "conv=notrunc"]
        with pytest.raises(TooBig):
            run(Command(fill, Limits(30, 20, GIB, 1024**2), [file.number]))
        assert file.size <= 1024**2


def test_that_what_it_writes_into_memory_counts_as_its_memory(tmp_path: Path) -> None:
    with Workbench(tmp_path) as bench:
        file = bench.output(expects=1)
        slowly = "import os, sys, time\nwhile True: os.write(int(sys.argv[1]), bytes(8 * 1024**2)); time.sleep(0.01)"
        with pytest.raises(TooBig):
            run(python(slowly, str(file.number), files=[file.number], memory=GIB // 4, file=8 * GIB, seconds=120))
        assert file.size < 4 * GIB


def test_that_what_it_said_is_kept_but_only_the_end_of_it() -> None:
    with pytest.raises(Failed) as failed:
        run(python("import sys; sys.stderr.write('x' * 10**6 + 'the end'); sys.exit(1)"))
    assert failed.value.said.endswith("the end")
    assert len(failed.value.said) < 20_000


def test_that_what_nobody_wants_any_more_is_ended() -> None:
    with pytest.raises(Unwanted):
        run(python("import time; time.sleep(60)"), Watch(is_unwanted=lambda: True))


def test_that_a_fault_of_the_watcher_ends_it_too() -> None:
    marker = uuid.uuid4().hex

    def fail(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(python("import time; print('here', flush=True); time.sleep(60)", marker), Watch(fail))
    assert gone(marker)


def test_that_it_ends_with_all_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has none where its system calls are filtered; this is for where they are not."""
    monkeypatch.setattr(runner, "_LAUNCHER", launcher_without_filter(tmp_path))
    marker = uuid.uuid4().hex
    code = "import subprocess, sys, time; subprocess.Popen(['/bin/sleep', '61', sys.argv[1]]); time.sleep(60)"
    with pytest.raises(TimedOut):
        run(python(code.replace("'61', sys.argv[1]", "'61.' + str(int(sys.argv[1], 16))"), marker, seconds=1))
    assert gone(marker)
    assert gone("61." + str(int(marker, 16)))


def test_that_it_sees_no_key_and_no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIG_SECRET_KEY", "keep this to yourself")
    code = "import os; print(sorted(os.environ)); print(open('/proc/self/environ').read())"
    printed = run(python(code)).printed.decode()
    assert "VIG_" not in printed
    assert "keep this" not in printed


def test_that_it_inherits_the_files_it_was_given_and_no_other(tmp_path: Path) -> None:
    with Workbench(tmp_path) as bench:
        given, kept = bench.output(expects=1), bench.output(expects=1)
        os.set_inheritable(kept.number, True)
        code = "import os; print([int(n) for n in os.listdir('/proc/self/fd') if int(n) > 2])"
        assert str(kept.number) not in run(python(code, files=(given.number,))).printed.decode()
        assert str(given.number) in run(python(code, files=(given.number,))).printed.decode()


def test_that_it_gives_way_and_leaves_no_core() -> None:
    code = "import os, resource; print(os.getpriority(os.PRIO_PROCESS, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    assert run(python(code)).printed == b"19 (0, 0)\n"


def test_that_the_cage_shows_nothing_of_the_house(cage: str, tmp_path: Path) -> None:
    if cage != "caged" or not is_fenced():
        return
    secret = tmp_path / "secret"
    secret.write_text("the deployment's key")
    code = """
import os, socket, sys
def tried(what):
    try: what(); print('could')
    except OSError: print('could not')
tried(lambda: open(sys.argv[1]))
tried(lambda: os.listdir('/home'))
tried(lambda: open('/usr/written', 'w'))
tried(lambda: socket.create_connection(('127.0.0.1', int(sys.argv[2])), 1))
print(len([name for name in os.listdir('/proc') if name.isdigit()]))
"""
    with socket.create_server(("127.0.0.1", 0)) as server:
        printed = run(python(code, str(secret), str(server.getsockname()[1]))).printed.decode().split("\n")
    assert printed[:4] == ["could not"] * 4
    assert int(printed[4]) <= 2


def test_that_it_dies_with_a_worker_that_is_killed(cage: str) -> None:
    marker = uuid.uuid4().hex
    told = [sys.executable, "-I", "-S", "-c", STAYS, marker]
    assert killed_once_it_is_here(told, "" if cage != "caged" else None, marker)
    assert gone(marker)


def test_that_a_half_built_cage_dies_with_a_worker_that_is_killed(cage: str, tmp_path: Path) -> None:
    """As bubblewrap is for a moment: one who has asked to die with its parent, one below it who hasn't yet."""
    if cage != "caged":
        return
    marker, builder = uuid.uuid4().hex, tmp_path / "builder"
    builder.write_text(f"#!/bin/sh\n{sys.executable} -c '{STAYS}' {marker} &\nwait\n")
    builder.chmod(0o755)
    assert killed_once_it_is_here(["/bin/true"], str(builder), marker)
    assert gone(marker)


def killed_once_it_is_here(told: list[str], cage: str | None, marker: str) -> bool:
    """Has a worker run this, and kills that worker when the program says so; whether the program ran."""
    worker = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from videos.transcode import runner
from videos.transcode.runner import *
{"" if cage is None else f"runner._cage = lambda: {cage!r}"}
command = Command({told!r}, Limits(60, 60, 1024**3, 0), (), {READS!r})
run(command, Watch(lambda line: print(line, flush=True)))
"""
    with subprocess.Popen([sys.executable, "-c", worker], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"here\n"
        is_there = not gone(marker, patience=0)
        process.send_signal(signal.SIGKILL)
    return is_there


def launcher_without_filter(folder: Path) -> str:
    """As on a machine whose system calls are not known."""
    here = Path(runner._LAUNCHER).parent
    for name in ("launcher.py", "landlock.py"):
        shutil.copy(here / name, folder / name)
    (folder / "syscalls.py").write_text("def program(*_): return b''\n")
    return str(folder / "launcher.py")


def gone(marker: str, *, patience: float = 20) -> bool:
    """Whether no process with this word in its command line is left, within a while."""
    until = time.monotonic() + patience
    while (left := _running(marker)) and time.monotonic() < until:
        time.sleep(0.05)
    return not left


def _running(marker: str) -> list[str]:
    return [pid.name for pid in Path("/proc").iterdir() if pid.name.isdigit() and marker in _command_line(pid.name)]


def _command_line(pid: str) -> str:
    try:
        if "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:1]:
            return ""
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
