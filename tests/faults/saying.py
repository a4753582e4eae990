"""Faults of what is taken as said: by whom, about whom, for how long, and what is written down of it."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "rule")
REFUSED = "tests/consent/test_pages_refused.py"
VOID = "tests/consent/test_pages_void.py"
BYSTANDERS = "tests/consent/test_bystanders.py"

FAULTS = (
    fault(
        "a yes can be dated back",
        "consent/actions/accepting.py",
        "    require(said.from_at is None or said.from_at >= now, WhyNot.BACK_DATED)\n",
        "",
        (f"{REFUSED}::test_that_what_is_back_dated_is_refused",),
    ),
    fault(
        "whoever may say no may say yes",
        "consent/actions/accepting.py",
        "    if kind == Kind.GIVE:\n        return {key for group",
        "    if kind == Kind.VOID:\n        return {key for group",
        ("tests/consent/test_pages_asking.py::test_that_somebody_who_is_not_verified_can_say_no_and_not_yes",),
    ),
    fault(
        "anybody's yes can name anybody's no",
        "consent/actions/accepting.py",
        "require(own and no.case_id == said.case.pk",
        "require(no.case_id == said.case.pk",
        (f"{REFUSED}::test_that_nobodys_no_can_be_lifted_by_another",),
    ),
    fault(
        "a parent answers at their sign-in for the other",
        "consent/access.py",
        "        if speaking.maker.pk != maker_id:\n",
        "        if speaking.maker is None:\n",
        (f"{REFUSED}::test_that_a_parent_can_not_answer_for_the_other",),
    ),
    fault(
        "somebody of another family is spoken for",
        "consent/access.py",
        "    if maker_id not in reading.people:\n        raise NotTheirs(asset, WhyNot.OTHER_FAMILY)\n"
        "    return Speaking(asset, reading.people[maker_id], reading, is_own=False)\n",
        "    return Speaking(asset, Person.objects.get(pk=maker_id), reading, is_own=False)\n",
        (f"{REFUSED}::test_that_a_person_of_another_family_is_not_found_and_entered",),
    ),
    fault(
        "one hand takes a yes back as an error",
        "consent/actions/voiding.py",
        "    require(actor.pk != first_signer.pk, WhyNot.SAME_HAND)\n",
        "",
        (f"{VOID}::test_that_two_signatures_by_the_same_hand_are_none",),
    ),
    fault(
        "a no is taken back as an error",
        "consent/actions/voiding.py",
        "    require(mistaken.kind == Kind.GIVE, WhyNot.NOT_A_YES)\n    require(actor",
        "    require(actor",
        (f"{VOID}::test_that_a_no_is_never_taken_back_like_this",),
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
    fault(
        "who is in a clip is not in its film",
        "consent/actions/confirming.py",
        "    _add_above(asset, shown, actor, now)\n    Confirmation",
        "    Confirmation",
        ("tests/videos/test_gate.py::test_that_who_is_in_a_clip_is_in_its_film",),
    ),
    fault(
        "somebody is taken off a film while a clip shows them",
        "consent/actions/confirming.py",
        "    if still_below(appearance):\n        raise Refused(Kept.STILL_BELOW)\n",
        "",
        (f"{BYSTANDERS}::test_that_nobody_is_taken_off_a_film_while_a_clip_of_it_lists_them",),
    ),
)
