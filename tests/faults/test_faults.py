"""The list of faults can't rot: every text that a fault changes stands where it says, and so does every test."""

import pytest

from tests.faults.copy import Outcome
from tests.faults.fault import KINDS, Fault, stale
from tests.faults.table import FAULTS


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_that_a_faults_text_stands_there_once_and_its_tests_are_there(fault: Fault) -> None:
    assert stale(fault) == []
    assert fault.old != fault.new
    assert fault.tests


def test_that_faults_have_names_of_their_own_and_every_kind_has_some() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert {fault.kind for fault in FAULTS} == set(KINDS)


def test_that_what_is_stale_is_found() -> None:
    gone = Fault("rule", "gone", "README.md", "no such words", "", ("tests/no_such.py", "tests/cast.py::no_such"))
    assert len(stale(gone)) == 3
    twice = Fault("rule", "twice", "README.md", "python3 manage.py", "", ("tests/cast.py::make_cast",))
    assert len(stale(twice)) == 1
    assert len(stale(Fault("rule", "nowhere", "NOWHERE.md", "", "", ("tests/cast.py",)))) == 1


@pytest.mark.parametrize(
    ("code", "said", "by"),
    [
        (1, "FAILED tests/a.py::test_that_x[a b] - assert", "tests/a.py::test_that_x[a b]"),
        (1, "..\nERROR tests/a.py::test_that_x\n", "tests/a.py::test_that_x"),
        (0, "1 passed", None),
        (None, "FAILED tests/a.py::test_that_x", None),
        (2, "ERROR tests/a.py - SyntaxError", None),
    ],
)
def test_that_only_a_test_that_failed_has_noticed_something(code: int | None, said: str, by: str | None) -> None:
    assert Outcome(code, said, 0).noticed_by == by
