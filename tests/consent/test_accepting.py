"""What the actions themselves refuse to take as said, whatever a page let through; nothing is written down then."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from consent.actions.accepting import Line, NotAccepted, Said, WhyNot
from consent.actions.declaring import declare
from consent.actions.voiding import sign_void, void_declaration
from consent.models import Declaration, Purpose
from consent.queries import text_for
from consent.writer import root_of
from families.models import Case
from tests.cast import Cast, make_adult, make_cast, make_guardianship
from tests.videos.makers import allow_everything, say

pytestmark = pytest.mark.django_db(transaction=True)
Kind = Declaration.Kind
A_DAY = timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    allow_everything(cast)
    return cast


def yes(cast: Cast, case: Case | None = None) -> Said:
    """Rosa's yes for Leo to practice, for the whole case: as good as can be."""
    text = text_for(cast.service, Purpose.PRACTICE)
    with transaction.atomic():
        root = root_of(case or cast.case, cast.now)
    return Said(uuid4(), cast.case, root, (cast.leo,), cast.mother, (Line(Purpose.PRACTICE, text=text),))


def why_not(cast: Cast, said: Said, kind: Kind = Kind.GIVE) -> WhyNot | None:
    """Why it isn't taken; None where it is."""
    before = Declaration.objects.count()
    try:
        declare(actor=cast.maya, kind=kind, said=said, now=cast.now)
    except NotAccepted as no:
        assert Declaration.objects.count() == before
        return no.why
    return None


def test_that_a_yes_as_it_should_be_is_taken(cast: Cast) -> None:
    assert why_not(cast, yes(cast)) is None


CHANGES: Mapping[str, tuple[Callable[[Cast], dict[str, Any]], WhyNot]] = {
    "dated back": (lambda cast: {"from_at": cast.now - A_DAY}, WhyNot.BACK_DATED),
    "ended before": (lambda cast: {"until_at": cast.now}, WhyNot.BACK_DATED),
    "ended before it begins": (
        lambda cast: {"from_at": cast.now + 2 * A_DAY, "until_at": cast.now + A_DAY},
        WhyNot.BACK_DATED,
    ),
    "about nobody": (lambda cast: {"about": ()}, WhyNot.EMPTY),
    "to nothing": (lambda cast: {"lines": ()}, WhyNot.EMPTY),
    "to everything": (lambda cast: {"lines": (Line(Purpose.EVERYTHING),)}, WhyNot.BEYOND_CEILING),
    "without words": (lambda cast: {"lines": (Line(Purpose.PRACTICE),)}, WhyNot.UNKNOWN_TEXT),
    "in words about something else": (
        lambda cast: {"lines": (Line(Purpose.PRACTICE, text=text_for(cast.service, Purpose.SUPERVISION)),)},
        WhyNot.UNKNOWN_TEXT,
    ),
    "about a child of another family": (lambda cast: {"about": (cast.other_child,)}, WhyNot.OTHER_FAMILY),
    "by nobody": (lambda cast: {"by": None}, WhyNot.MAY_NOT_DECIDE),
    "by the child": (lambda cast: {"by": cast.leo}, WhyNot.MAY_NOT_DECIDE),
    "for the other parent": (lambda cast: {"about": (cast.father,)}, WhyNot.MAY_NOT_DECIDE),
    "at a sign-in that is another's": (
        lambda cast: {"channel": Declaration.Channel.OWN_SIGN_IN},
        WhyNot.NOT_THEIR_SIGN_IN,
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_that_no_yes_is_taken_that_is(cast: Cast, name: str) -> None:
    change, why = CHANGES[name]
    assert why_not(cast, replace(yes(cast), **change(cast))) == why


def test_that_no_yes_is_taken_for_a_scope_of_another_case(cast: Cast) -> None:
    assert why_not(cast, yes(cast, cast.other_case)) == WhyNot.OTHER_FAMILY


def test_that_whose_right_is_not_verified_says_no_and_not_yes(cast: Cast) -> None:
    gran = make_adult(cast.family, "Ines", cast.maya, cast.since)
    make_guardianship(cast.leo, gran, cast.maya, cast.since, verified=False)
    said = replace(yes(cast), by=gran)
    assert why_not(cast, said) == WhyNot.MAY_NOT_DECIDE
    assert why_not(cast, said, Kind.REFUSE) is None


def test_that_a_yes_lifts_only_the_makers_own_no_about_the_same_person(cast: Cast) -> None:
    (of_sam,) = say(cast, Kind.REFUSE, Purpose.PRACTICE, by=cast.father, about=[cast.leo])
    about_her, about_leo = say(cast, Kind.REFUSE, Purpose.PRACTICE)
    for no, why in ((of_sam, WhyNot.MAY_NOT_DECIDE), (about_her, WhyNot.MAY_NOT_DECIDE), (about_leo, None)):
        assert why_not(cast, replace(yes(cast), lifts=(no,))) == why


@pytest.mark.parametrize("kind", [Kind.ASSENT, Kind.DISSENT])
def test_that_a_shown_will_is_the_persons_own(cast: Cast, kind: Kind) -> None:
    assert why_not(cast, yes(cast), kind) == WhyNot.MAY_NOT_DECIDE
    assert why_not(cast, replace(yes(cast), by=cast.leo), kind) is None


def test_that_only_a_yes_is_taken_back_as_an_error_and_by_two_hands(cast: Cast) -> None:
    (no,) = say(cast, Kind.REFUSE, Purpose.PRACTICE, about=[cast.leo])
    (given,) = say(cast, Kind.GIVE, Purpose.PRACTICE, about=[cast.leo])
    acts: tuple[tuple[Callable[[], object], WhyNot], ...] = (
        (lambda: sign_void(actor=cast.maya, form_id=uuid4(), mistaken=no, now=cast.now), WhyNot.NOT_A_YES),
        (lambda: void(cast, no, by_two=True), WhyNot.NOT_A_YES),
        (lambda: void(cast, given, by_two=False), WhyNot.SAME_HAND),
    )
    for act, why in acts:
        with pytest.raises(NotAccepted) as refused:
            act()
        assert refused.value.why == why
    assert void(cast, given, by_two=True).voids == given


def void(cast: Cast, mistaken: Declaration, *, by_two: bool) -> Declaration:
    """Omar signs second, or Maya signs again."""
    second = cast.omar if by_two else cast.maya
    return void_declaration(actor=second, form_id=uuid4(), mistaken=mistaken, first_signer=cast.maya, now=cast.now)
