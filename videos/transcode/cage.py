"""The command that runs another one in a cage: bubblewrap, with everything unshared.

The law: inside there is no network, no other process, no home, no configuration, no key: only system libraries and
the paths named, all read-only, and nowhere to write, not even memory that looks like a folder. Whoever runs inside is
nobody. Films come and go as open files that the caged program inherits.
"""

from collections.abc import Iterable, Sequence

SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/alternatives")
_APART = ("--unshare-all", "--unshare-user", "--die-with-parent", "--cap-drop", "ALL")
_NOBODY = ("--uid", "65534", "--gid", "65534")
_OWN = ("--proc", "/proc", "--dev", "/dev")
_SHUT = ("--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/")
"""/proc too: where the worker is root, its switches (core_pattern) are root's to write, with or without rights."""


def caged(command: Sequence[str], *, cage: str, reads: Iterable[str]) -> list[str]:
    """The same command behind bubblewrap (`cage`), seeing nothing but the system and what it `reads`."""
    bound = [part for path in (*SYSTEM, *reads) for part in ("--ro-bind-try", path, path)]
    return [cage, *_APART, *_NOBODY, *_OWN, *bound, *_SHUT, "--chdir", "/", "--", *command]
