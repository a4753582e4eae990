"""Try the faults: python -m tests.faults [--kind KIND] [--suite] [NAME …]. One that no test notices ends with 1.

NAME is a part of a fault's name. The tests that a fault names are run first without any fault: all have to pass.
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence

from tests.faults.copy import LONGEST, PASSED, SUITE, Copy, Outcome, copied
from tests.faults.fault import KINDS, Fault, stale
from tests.faults.table import FAULTS


def main(words: Sequence[str]) -> int:
    """Try what is asked for, and say how it went."""
    parser = ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--kind", choices=KINDS, help="only faults of this kind")
    parser.add_argument("--suite", action="store_true", help="run the quick suite, not the tests that a fault names")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part of a fault's name")
    asked = parser.parse_args(words)
    faults = [each for each in FAULTS if asked.kind in {None, each.kind} and _is_named(each, asked.names)]
    if wrong := [f"{each}: {why}" for each in faults for why in stale(each)] or ([] if faults else ["no such fault"]):
        _say(*wrong)
        return 2
    with copied() as copy:
        if not asked.suite and not _all_is_well(copy, faults):
            return 2
        return _verdict({fault: _tried(copy, fault, is_suite=asked.suite) for fault in faults})


def _is_named(fault: Fault, names: Sequence[str]) -> bool:
    return not names or any(name in fault.name for name in names)


def _all_is_well(copy: Copy, faults: Sequence[Fault]) -> bool:
    """Whether every test that is to notice something passes where nothing is wrong."""
    tests = dict.fromkeys(test for fault in faults for test in fault.tests)
    outcome = copy.run(list(tests), LONGEST)
    _say(f"Without a fault: {'all pass' if outcome.code == PASSED else outcome.said} ({outcome.seconds:.0f} s)")
    return outcome.code == PASSED


def _tried(copy: Copy, fault: Fault, *, is_suite: bool) -> Outcome:
    with copy.spoiled(fault):
        outcome = copy.run(SUITE, LONGEST) if is_suite else copy.run(fault.tests)
    _say(f"{fault}: {_told(outcome)} ({outcome.seconds:.1f} s)")
    return outcome


def _told(outcome: Outcome) -> str:
    if outcome.noticed_by:
        return f"noticed by {outcome.noticed_by}"
    ends = {None: "NOT NOTICED: it hangs", PASSED: "NOT NOTICED"}
    return ends.get(outcome.code, f"NOT TRIED: the tests ended with {outcome.code}\n{outcome.said}")


def _verdict(outcomes: dict[Fault, Outcome]) -> int:
    tried = Counter(fault.kind for fault in outcomes)
    noticed = Counter(fault.kind for fault, outcome in outcomes.items() if outcome.noticed_by)
    _say(*(f"{kind}: {noticed[kind]} of {tried[kind]} noticed" for kind in KINDS if tried[kind]))
    seconds = sum(outcome.seconds for outcome in outcomes.values())
    _say(f"{noticed.total()} of {tried.total()} noticed, {seconds:.0f} s")
    return 0 if noticed == tried else 1


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
