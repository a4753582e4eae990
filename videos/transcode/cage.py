"""The command that runs another one in a cage: bubblewrap, with everything unshared.

The law: inside there is no network, no other process, no home, no configuration, no key: only system libraries and
the paths named, all read-only. Films come and go as open files that the caged program inherits.
"""

from collections.abc import Iterable, Sequence

_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/alternatives")
_APART = ("--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev")


def caged(command: Sequence[str], *, cage: str, reads: Iterable[str]) -> list[str]:
    """The same command behind bubblewrap (`cage`), seeing nothing but the system and what it `reads`."""
    bound = [part for path in (*_SYSTEM, *reads) for part in ("--ro-bind-try", path, path)]
    return [cage, *_APART, *bound, "--chdir", "/", "--", *command]
