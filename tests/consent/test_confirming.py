"""The door for saying who is in a film: open before any yes, never over a standing no (consent.md, "Confirming")."""

from datetime import timedelta

import pytest
from django.db import transaction

from consent.access import confirming_decision
from consent.actions.ceilings import set_ceiling
from consent.decisions import Reason
from consent.defaults import first_rules
from consent.models import Asset, Declaration, Purpose
from consent.rules import with_allowed
from consent.writer import grow, move, note_people, root_of
from families.models import Person
from tests.cast import Cast, make_cast
from tests.videos.makers import allow_everything, say

pytestmark = pytest.mark.django_db(transaction=True)
DISSENT, REFUSE, WITHDRAW = Declaration.Kind.DISSENT, Declaration.Kind.REFUSE, Declaration.Kind.WITHDRAW


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    allow_everything(cast)
    return cast


@pytest.fixture
def film(cast: Cast) -> Asset:
    """A film that can be played, in which nobody is noted yet."""
    with transaction.atomic():
        film = grow(root_of(cast.case, cast.since), Asset.Kind.FILM, cast.now)
        move(film, Asset.State.ACTIVE, cast.now)
    return film


def note(cast: Cast, film: Asset, *people: Person) -> None:
    note_people(film, people, cast.maya, cast.now)


def shut_by(cast: Cast, film: Asset) -> Reason | None:
    """Why Maya may not open it to say who is in it; None where she may."""
    decision = confirming_decision(film, viewer=cast.maya.pk, now=cast.now + timedelta(hours=1))
    return None if decision.allowed else decision.reason


def test_that_it_is_open_before_anybody_has_said_anything(cast: Cast, film: Asset) -> None:
    assert shut_by(cast, film) is None
    note(cast, film, cast.mother, cast.leo)
    assert shut_by(cast, film) is None


@pytest.mark.parametrize("kind", [DISSENT, REFUSE, WITHDRAW])
@pytest.mark.parametrize("purpose", [Purpose.PRACTICE, Purpose.EVERYTHING])
def test_that_a_no_or_a_dissent_of_somebody_noted_shuts_it(
    cast: Cast, film: Asset, kind: Declaration.Kind, purpose: Purpose
) -> None:
    note(cast, film, cast.mother, cast.leo)
    say(cast, kind, purpose, about=[cast.leo], by=cast.leo if kind == DISSENT else cast.father)
    assert shut_by(cast, film) == (Reason.DISSENT if kind == DISSENT else Reason.REFUSED)


@pytest.mark.parametrize("kind", [DISSENT, REFUSE])
def test_that_while_nobody_is_noted_a_no_of_anybody_in_the_family_shuts_it(
    cast: Cast, film: Asset, kind: Declaration.Kind
) -> None:
    say(cast, kind, Purpose.PRACTICE, about=[cast.father], by=cast.father)
    assert shut_by(cast, film) == (Reason.DISSENT if kind == DISSENT else Reason.REFUSED)


def test_that_a_no_to_another_purpose_leaves_it_open(cast: Cast, film: Asset) -> None:
    note(cast, film, cast.mother, cast.leo)
    say(cast, REFUSE, Purpose.TRAINING)
    say(cast, DISSENT, Purpose.SUPERVISION, about=[cast.leo], by=cast.leo)
    assert shut_by(cast, film) is None


def test_that_a_no_to_the_practitioner_alone_shuts_it(cast: Cast, film: Asset) -> None:
    note(cast, film, cast.mother)
    say(cast, REFUSE, Purpose.PRACTICE, about=[cast.mother], viewers=[cast.priya])
    assert shut_by(cast, film) is None
    say(cast, REFUSE, Purpose.PRACTICE, about=[cast.mother], viewers=[cast.maya])
    assert shut_by(cast, film) == Reason.VIEWER_EXCLUDED


@pytest.mark.parametrize("state", [Asset.State.PROCESSING, Asset.State.QUARANTINED, Asset.State.ERASING])
def test_that_what_is_not_active_is_shut(cast: Cast, film: Asset, state: Asset.State) -> None:
    move(film, state, cast.now)
    assert shut_by(cast, film) == Reason.ASSET_STATE


def test_that_a_film_within_a_film_is_shut(cast: Cast, film: Asset) -> None:
    with transaction.atomic():
        broken = grow(film, Asset.Kind.FILM, cast.now)
        move(broken, Asset.State.ACTIVE, cast.now)
    assert shut_by(cast, broken) == Reason.ERROR


def test_that_where_the_service_allows_no_practice_it_is_shut(cast: Cast, film: Asset) -> None:
    rules = with_allowed(first_rules("england"), Purpose.PRACTICE, [])
    set_ceiling(actor=None, service=cast.service, rules=rules, now=cast.now)
    assert shut_by(cast, film) == Reason.CEILING


def test_that_it_ends_with_the_services_days(cast: Cast, film: Asset) -> None:
    ends_at = film.made_at + timedelta(days=cast.service.confirming_days)
    before, at = (
        confirming_decision(film, viewer=cast.maya.pk, now=moment)
        for moment in (ends_at - timedelta(microseconds=1), ends_at)
    )
    assert (before.allowed, at.allowed, at.reason) == (True, False, Reason.EXPIRED)
