"""The history of consent as a page, a PDF and for machines: whole for who holds the case, their own for a parent."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consent.actions.voiding import void_declaration
from consent.models import Declaration, Purpose
from consent.queries import text_for
from tests.cast import Cast, events_of, make_cast, signed_in
from tests.consent.pages import words
from tests.letters.pdf import Pdf
from tests.videos.makers import allow_everything, say
from vigportal.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)
KIND = Declaration.Kind


@pytest.fixture
def cast() -> Cast:
    """Rosa gives for two, Sam refuses for Leo, Rosa takes back; one yes was entered in error."""
    made = make_cast()
    allow_everything(made)
    say(made, KIND.GIVE, Purpose.PRACTICE)
    say(made, KIND.REFUSE, Purpose.TRAINING, by=made.father, about=[made.leo], said_on=made.since.date())
    mistaken = say(made, KIND.GIVE, Purpose.SUPERVISION, about=[made.mother], later_footage=True)[0]
    void_declaration(actor=made.omar, form_id=uuid4(), mistaken=mistaken, first_signer=made.maya, now=timezone.now())
    say(made, KIND.WITHDRAW, Purpose.PRACTICE, about=[made.leo])
    return made


def page(user: User, name: str, cast: Cast) -> str:
    """What stands on it, in words."""
    return words(signed_in(user).get(address(name, cast)))


def address(name: str, cast: Cast) -> str:
    own = name.startswith("own")
    return reverse(f"consent:{name}", args=[] if own else [cast.case.pk])


def paper(user: User, name: str, cast: Cast) -> Pdf:
    answer = signed_in(user).get(address(name, cast))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return Pdf(answer.content)


def in_order(text: str, *wanted: str) -> bool:
    """Whether each comes after the one before it."""
    place = 0
    for each in wanted:
        place = text.find(each, place) + len(each)
        if place < len(each):
            return False
    return True


def test_that_a_cases_history_says_everything_in_order(cast: Cast) -> None:
    told = page(cast.maya, "case_history", cast)
    assert in_order(told, "Yes ·", "No ·", "Yes ·", "Entered in error ·", "Taken back ·", "The words that were read")
    wanted = ("number 1 of the case", "Who said it Sam", "About Leo", "words, version 1", "written down by Maya",
              "and what is made later", "by two members of staff", "Takes back the yes of")  # fmt: skip
    for each in wanted:
        assert each in told, each
    for purpose in (Purpose.PRACTICE, Purpose.SUPERVISION):
        assert told.count(text_for(cast.service, purpose).body.splitlines()[0]) == 1


def test_that_a_parents_history_is_their_own_and_the_same_whatever_the_other_says(cast: Cast) -> None:
    before = page(cast.rosa, "own_history", cast)
    assert in_order(before, "Yes ·", "Yes ·", "Yes ·", "Taken back ·")
    assert not any(each in before for each in ("Sam", "Training", "number", "Maya"))
    say(cast, KIND.REFUSE, Purpose.PRACTICE, by=cast.father, about=[cast.leo])
    say(cast, KIND.DISSENT, Purpose.PRACTICE, by=cast.leo, about=[cast.leo])
    assert page(cast.rosa, "own_history", cast) == before
    his = page(cast.sam, "own_history", cast)
    assert "No ·" in his
    assert not any(each in his for each in ("Rosa", "Yes ·", "Taken back ·"))


def test_that_the_pdf_is_tagged_and_says_the_same(cast: Cast) -> None:
    made = paper(cast.maya, "case_history_paper", cast)
    assert "/StructTreeRoot" in made.text
    assert {"H1", "H2", "P"} <= set(made.structure)
    for each in (
        "History of consent",
        cast.case.label,
        "Training events",
        "Sam",
        "Taken back",
        "The words that were read",
    ):
        assert made.says(each), each
    assert not made.says("Who watched between")
    assert events_of(cast.case)[-1] == "consent_history_taken"


def test_that_a_parents_pdf_is_their_own(cast: Cast) -> None:
    entered = len(events_of(cast.case))
    made = paper(cast.rosa, "own_history_paper", cast)
    assert made.says("What I said")
    assert made.says("Rosa")
    assert not any(made.says(each) for each in ("Sam", "Training", "Maya"))
    assert len(events_of(cast.case)) == entered


@pytest.mark.parametrize("name", ["case_history", "case_history_paper", "case_history_fhir"])
def test_that_a_cases_history_is_for_who_holds_it(cast: Cast, name: str) -> None:
    for user in (cast.rosa, cast.sam, cast.omar, cast.priya, cast.nadia):
        assert signed_in(user).get(address(name, cast)).status_code == 404, user.name


def test_that_somebody_of_no_family_has_no_papers(cast: Cast) -> None:
    for name in ("own_history", "own_history_paper"):
        assert signed_in(cast.maya).get(address(name, cast)).status_code == 404


def test_that_a_history_costs_the_same_however_long_it_is(cast: Cast) -> None:
    def cost(user: User, name: str) -> int:
        browser = signed_in(user)
        browser.get(address(name, cast))
        with CaptureQueriesContext(connection) as queries:
            browser.get(address(name, cast))
        return len(queries)

    asked = ((cast.maya, "case_history"), (cast.rosa, "own_history"), (cast.maya, "case_history_fhir"))
    before = [cost(*each) for each in asked]
    for purpose in Purpose:
        say(cast, KIND.REFUSE, purpose)
    assert [cost(*each) for each in asked] == before
