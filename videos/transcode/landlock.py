"""Shut the file system to oneself but for what is named: Landlock. Imported by `launcher.py` alone.

The law: where bubblewrap may not do its work, a program still reads nothing but the system and the paths named, and
writes nothing but files that it was handed open. Older kernels know less of this, or nothing: what they know is used.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # on every machine
_VERSION, _UNDER_A_PATH = 1, 1
_EXECUTE, _WRITE, _READ, _LIST, _TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
_ON_A_FILE = _EXECUTE | _WRITE | _READ | _TRUNCATE
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_FILES_NOW = (1 << 16) - 1
_TCP, _SIGNALS_AND_NAMED_SOCKETS = 3, 3
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")


def shut(libc: ctypes.CDLL, reads: Iterable[str], files: Iterable[int]) -> None:
    """For good, for this process and whatever it becomes. It has to have given up gaining rights before."""
    version = libc.syscall(_CREATE, None, 0, _VERSION)
    if version < 1:
        return
    handled = _FILES.get(version, _FILES_NOW)
    wish = struct.pack("=QQQ", handled, _TCP, _SIGNALS_AND_NAMED_SOCKETS)[: _told(version)]
    rules = libc.syscall(_CREATE, wish, len(wish), 0)
    for path in (*reads, "/proc/self"):
        _open(libc, rules, path, handled & (_READ | _LIST | _EXECUTE))
    for path in (*_DEVICES, *(f"/proc/self/fd/{number}" for number in files)):
        _open(libc, rules, path, handled & (_READ | _WRITE | _TRUNCATE))
    libc.syscall(_RESTRICT, rules, 0)
    os.close(rules)


def _told(version: int) -> int:
    """How many bytes of a wish this version understands: files; TCP from 4 on; signals and named sockets from 6 on."""
    return 8 * (1 + (version >= 4) + (version >= 6))


def _open(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # a folder that this system doesn't have
    if not stat.S_ISDIR(os.fstat(place).st_mode):
        rights &= _ON_A_FILE
    libc.syscall(_ADD, rules, _UNDER_A_PATH, struct.pack("=Qi", rights, place), 0)  # memory has no path to be under
    os.close(place)
