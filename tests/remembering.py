"""A piece of ffmpeg's or the inspector's work, done once in a test run: most tests need a film and not its making.

What a program printed and wrote is kept under its whole command and the content of all its files; where the same is
asked again, it is laid there: within a process, and between all processes of a run by a folder (VIG_TEST_MEMORY). The
engine's own tests, and those marked `anew`, start programs as in life; so does a child process. That nothing else comes
out of it is a test (`test_remembering`).
"""

import hashlib
import os
import pickle
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from videos.transcode import engine, inspection, runner, splicing
from videos.transcode.runner import Command, Finished, Unwanted, Watch

ASKERS = (engine, inspection, splicing)
FOLDER = os.environ.get("VIG_TEST_MEMORY", "")
_PATH = re.compile(r"/proc/self/fd/(\d+)")


@dataclass(frozen=True)
class _Done:
    """What came of a command: its lines, its end, and what each file holds afterwards, if it was changed."""

    lines: list[str]
    end: Finished
    files: list[bytes | None]


_done: dict[str, _Done] = {}


@contextmanager
def each_work_once() -> Iterator[None]:
    """While the block runs, no program does twice what one of this test run has done."""
    with ExitStack() as stack:
        for asker in ASKERS:
            stack.enter_context(patch.object(asker, "run", remembered))
        yield


def remembered(command: Command, watch: Watch | None = None) -> Finished:
    """As `runner.run`, from memory where it can be. What ends badly is never remembered."""
    watch = watch or Watch()
    before = [_content(number) for number in command.files]
    name = _name(command, before, is_heard=watch.on_line is not None)
    if done := _recalled(name):
        _lay(done, command.files, watch)
        return done.end
    return _kept(name, _do(command, watch, before)).end


def _recalled(name: str) -> _Done | None:
    there = Path(FOLDER, name)
    if FOLDER and there.exists():
        done: _Done = pickle.loads(there.read_bytes())  # noqa: S301 -- written by a process of this run
        return done
    return _done.get(name)


def _kept(name: str, done: _Done) -> _Done:
    if not FOLDER:
        _done[name] = done
        return done
    draft = Path(FOLDER, f"{name}.{os.getpid()}")
    draft.write_bytes(pickle.dumps(done))
    draft.replace(Path(FOLDER, name))
    return done


def _name(command: Command, contents: Sequence[bytes], *, is_heard: bool) -> str:
    """Of a command: the same for the same work, whatever numbers its open files have."""
    places = {str(number): f"file {place}" for place, number in enumerate(command.files)}
    argv = [_PATH.sub(lambda found: places.get(found[1], found[0]), word) for word in command.argv]
    told = [repr((argv, command.limits, is_heard)).encode(), *contents]
    return hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in told)).hexdigest()


def _do(command: Command, watch: Watch, before: Sequence[bytes]) -> _Done:
    lines: list[str] = []

    def on_line(line: str) -> None:
        lines.append(line)
        if watch.on_line:
            watch.on_line(line)

    end = runner.run(command, replace(watch, on_line=on_line) if watch.on_line else watch)
    after = [_content(number) for number in command.files]
    return _Done(lines, end, [new if new != old else None for old, new in zip(before, after, strict=True)])


def _lay(done: _Done, files: Sequence[int], watch: Watch) -> None:
    if watch.is_unwanted():
        raise Unwanted
    for number, content in zip(files, done.files, strict=True):
        if content is not None:
            os.ftruncate(number, 0)
            os.pwrite(number, content, 0)
    for line in done.lines:
        if watch.on_line:
            watch.on_line(line)


def _content(number: int) -> bytes:
    return os.pread(number, os.fstat(number).st_size, 0)
