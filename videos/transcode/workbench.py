"""Where films lie while they are worked on: in files without a name.

The law: nothing readable ever has a name on a disk. What fits the budget lies in memory (memfd); the rest in a file
of the scratch folder that was never linked to a name (O_TMPFILE). Both are gone with the last process that holds
them open, also after kill -9. A film that is read can't be changed by the program that reads it.
"""

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

_CHUNK = 1024 * 1024
_UNCHANGING = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK


class Readable(Protocol):
    """Whatever gives bytes until there are no more."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


class Nameless:
    """An open file without a name. `path` names it to programs that inherit it."""

    def __init__(self, number: int) -> None:
        self.number = number

    @property
    def path(self) -> str:
        """Its name inside this process and those that inherit it."""
        return f"/proc/self/fd/{self.number}"

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return os.fstat(self.number).st_size

    def reader(self) -> BinaryIO:
        """A seekable reader with a place of its own, from the first byte."""
        return Path(self.path).open("rb")


class Workbench:
    """All files of one job; leaving it closes them, and with that they are gone.

    Left by a fault while the scratch folder's disk is full, it says so: OSError, ENOSPC.
    """

    def __init__(self, scratch: Path, *, memory: int = 1024**3) -> None:
        self._scratch = scratch
        self._memory = memory
        self._files: list[Nameless] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go(0, fault)

    def _let_go(self, kept: int, fault: BaseException | None) -> None:
        """Of all files but the first so many."""
        files, self._files = self._files[kept:], self._files[:kept]
        is_out_of_room = isinstance(fault, Exception) and any(_has_no_room(file.number) for file in files)
        for file in files:
            os.close(file.number)
        if is_out_of_room:  # whatever a program made of it: measured, not read from what it said about a film
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from fault

    @contextmanager
    def trying(self) -> Iterator[None]:
        """What is laid out for a try that breaks off is let go of at once."""
        kept, memory = len(self._files), self._memory
        try:
            yield
        except BaseException as fault:
            self._memory = memory
            self._let_go(kept, fault)
            raise

    def load(self, readable: Readable, *, size: int) -> Nameless:
        """Copy what is to be worked on (`size` bytes, if all is well) to the bench."""
        file = self._file(size)
        while chunk := readable.read(_CHUNK):
            _write(file.number, chunk)
        self._make_unchanging(file)
        return file

    def output(self, *, expects: int) -> Nameless:
        """An empty file for a result of about so many bytes."""
        return self._file(expects)

    def _file(self, size: int) -> Nameless:
        in_memory = size <= self._memory
        number = os.memfd_create("film", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING) if in_memory else self._on_disk()
        self._memory -= size if in_memory else 0
        self._files.append(Nameless(number))
        return self._files[-1]

    def _on_disk(self) -> int:
        """Without a name nobody but who inherits it can open it: its rights are for a program under another user."""
        self._scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = self._without_name()
        os.fchmod(number, 0o666)  # nosec B103
        return number

    def _without_name(self) -> int:
        try:
            return os.open(self._scratch, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError:  # a file system that can't: the name is taken away before the first byte is written
            number, name = tempfile.mkstemp(dir=self._scratch)
            Path(name).unlink()
            return number

    def _make_unchanging(self, file: Nameless) -> None:
        try:
            fcntl.fcntl(file.number, fcntl.F_ADD_SEALS, _UNCHANGING)
        except OSError:
            return  # only memory can be sealed; a file of the scratch folder is read through a reader


def _has_no_room(number: int) -> bool:
    """Whether the disk of this file is full to the last. (What lies in memory has no disk, and no blocks.)"""
    disk = os.fstatvfs(number)
    return disk.f_blocks > 0 and disk.f_bavail * disk.f_frsize < _CHUNK


def _write(number: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(number, rest) :]
