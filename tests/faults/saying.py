"""Faults of what is taken as said: by whom, about whom, for how long, and what is written down of it."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "rule")
REFUSED = "tests/consent/test_pages_refused.py"
ACTIONS = "tests/consent/test_accepting.py"

FAULTS = (
    fault(
        "a yes can be dated back",
        "consent/actions/accepting.py",
        "    require(said.from_at is None or said.from_at >= now, WhyNot.BACK_DATED)\n",
        "",
        (ACTIONS,),
    ),
    fault(
        "whoever may say no may say yes",
        "consent/actions/accepting.py",
        "    if kind == Kind.GIVE:\n        return {key for group",
        "    if kind == Kind.VOID:\n        return {key for group",
        (ACTIONS,),
    ),
    fault(
        "anybody's yes can name anybody's no",
        "consent/actions/accepting.py",
        "require(own and no.case_id == said.case.pk",
        "require(no.case_id == said.case.pk",
        (ACTIONS,),
    ),
    fault(
        "a parent answers at their sign-in for the other",
        "consent/access.py",
        "        if speaking.maker.pk != maker_id:\n",
        "        if speaking.maker is None:\n",
        (f"{REFUSED}::test_that_a_parent_can_not_answer_for_the_other",),
    ),
    fault(
        "a no is taken back as an error",
        "consent/actions/voiding.py",
        "    require(mistaken.kind == Kind.GIVE, WhyNot.NOT_A_YES)\n    require(actor",
        "    require(actor",
        (ACTIONS,),
    ),
    fault(
        "the viewers whom a yes names are not written down",
        "consent/actions/declaring.py",
        "        row.viewers.set(said.viewers)\n",
        "",
        ("tests/consent/test_grid.py::test_that_a_yes_for_somebody_named_is_open_for_them_alone",),
    ),
    fault(
        "to stop everything stops the work alone",
        "consent/actions/declaring.py",
        "lines=(Line(Purpose.EVERYTHING, Action.VIEW),), channel=channel,",
        "lines=(Line(Purpose.PRACTICE, Action.VIEW),), channel=channel,",
        ("tests/consent/test_pages_own.py::test_that_stop_everything_shuts_all_at_once",),
    ),
)
