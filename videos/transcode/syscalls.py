"""The system calls that a program which reads films may not make, as the kernel wants it told: a filter in BPF.

The law: such a program computes, and reads and writes files that are open already. It has threads, but no other
process; no socket of any family; no memory that its limit does not count; no say over another process, the kernel, a
mount, a key or a clock. What is forbidden fails with "not permitted" and the program goes on; a call younger than this
table does not exist. The numbers are the kernel's own (asm/unistd_64.h, asm-generic/unistd.h).
"""

import struct
from collections.abc import Iterable, Mapping

_X86, _ARM = 0, 1
_MACHINES = {"x86_64": (_X86, 0xC000003E), "aarch64": (_ARM, 0xC00000B7)}  # and the kernel's names for them
_NONE = -1

FORBIDDEN: Mapping[str, tuple[int, int]] = {
    # another process
    "fork": (57, _NONE), "vfork": (58, _NONE), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "kcmp": (312, 272), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440), "process_mrelease": (448, 448), "setpriority": (141, 140),
    "sched_setparam": (142, 118), "sched_setscheduler": (144, 119), "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274), "ioprio_set": (251, 30), "migrate_pages": (256, 238), "move_pages": (279, 239),
    # its signals
    "kill": (62, 129), "tkill": (200, 130), "pidfd_send_signal": (424, 424), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    # the network, and what goes round about this filter
    "socket": (41, 198), "socketpair": (53, 199), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    # memory that is nobody's
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180),
    # what a file is to others
    "chmod": (90, _NONE), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, _NONE),
    "fchown": (93, 55), "lchown": (94, _NONE), "fchownat": (260, 54), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    # files by other ways than their paths
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429, 429),
    "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "lookup_dcookie": (212, 18), "nfsservctl": (180, 42),
    # the kernel
    "bpf": (321, 280), "userfaultfd": (323, 282), "perf_event_open": (298, 241), "keyctl": (250, 219),
    "add_key": (248, 217), "request_key": (249, 218), "init_module": (175, 105), "delete_module": (176, 106),
    "finit_module": (313, 273), "kexec_load": (246, 104), "kexec_file_load": (320, 294), "iopl": (172, _NONE),
    "ioperm": (173, _NONE), "modify_ldt": (154, _NONE), "syslog": (103, 116), "personality": (135, 92),
    # the machine
    "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "sethostname": (170, 161),
    "setdomainname": (171, 162), "acct": (163, 89), "vhangup": (153, 58), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
}  # fmt: skip
_CLONE, _CLONE3, _TGKILL, _PRLIMIT = (56, 220), (435, 435), (234, 131), (302, 261)
_YOUNGER = 463

_LOAD, _EQUAL, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16  # where they lie in what the filter is asked
_ALLOWED, _KILLED, _REFUSED = 0x7FFF0000, 0x80000000, 0x00050000
_NOT_PERMITTED, _NO_SUCH_CALL = _REFUSED | 1, _REFUSED | 38
_THREAD = 0x00010000

Step = tuple[int, int, int, int]
"""Code, steps to skip if so, steps to skip if not, operand."""


def program(machine: str, itself: int = 0) -> bytes:
    """The filter for a machine of this name; empty for one that is not known here.

    `itself`: the number of the process that will be filtered, where it can see others. Signals go to itself alone.
    """
    if machine not in _MACHINES:
        return b""
    column, name = _MACHINES[machine]
    steps: list[Step] = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, name),
        (_RETURN, 0, 0, _KILLED),
        (_LOAD, 0, 0, _NUMBER),
        *_refused([numbers[column] for numbers in FORBIDDEN.values()]),
        *_answered(_EQUAL, _CLONE3[column], _NO_SUCH_CALL),  # its flags lie in memory; libraries then use clone
        *_answered(_AT_LEAST, _YOUNGER, _NO_SUCH_CALL),
        *_only(_CLONE[column], _HAS_BITS, _THREAD),
        *_only(_PRLIMIT[column], _EQUAL, 0),
        *(_only(_TGKILL[column], _EQUAL, itself) if itself else ()),
        (_RETURN, 0, 0, _ALLOWED),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _refused(numbers: Iterable[int]) -> list[Step]:
    return [step for number in numbers if number != _NONE for step in _answered(_EQUAL, number, _NOT_PERMITTED)]


def _answered(asks: int, number: int, answer: int) -> tuple[Step, ...]:
    return ((asks, 0, 1, number), (_RETURN, 0, 0, answer))


def _only(number: int, asks: int, argument: int) -> tuple[Step, ...]:
    """This call, if its first argument is so; whatever else it wants is not permitted."""
    return (
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (asks, 1, 0, argument),
        (_RETURN, 0, 0, _NOT_PERMITTED),
        (_RETURN, 0, 0, _ALLOWED),
    )
