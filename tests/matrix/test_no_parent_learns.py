"""One parent can't learn the other's answer: on no page a parent can open, and by nothing that goes with a page.

Every address that opens for Rosa is asked twice, before and after Sam has said something, and compared byte for byte:
status, where it leads, headers, page, and how many questions it puts to the database (so that no time tells, either).
Where a clip has to go dark, it looks as it would for any other reason of anybody else.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core import mail
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consent.models import Declaration, Purpose
from consent.waiting import disputes_of
from families.models import Guardianship
from tests.consent.pages import same_page
from tests.matrix.addresses import METHODS, Address, addresses
from tests.matrix.requests import sent_to
from tests.matrix.table import rows
from tests.matrix.test_matrix import browser_of, undone
from tests.matrix.world import World
from tests.videos.makers import say
from vigportal.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
GIVE, REFUSE, WITHDRAW = Declaration.Kind.GIVE, Declaration.Kind.REFUSE, Declaration.Kind.WITHDRAW
DISSENT = Declaration.Kind.DISSENT
VIEW = Purpose.FAMILY_VIEWING
OUR_OWN = {"home", "consent", "videos", "families", "sessions", "accounts", "ledger"}
"""The portal's own pages; signing in and out is the library's, and asks nothing about consent."""
NOT_HERS = {"404", "405", "login"}
OF_THE_VISIT = {"Set-Cookie", "Date"}
GOES_DARK = {"home:family", "videos:watch", "videos:stream", "videos:still_going"}
"""Where a clip that is put before her shows that it can't be watched any more."""


@dataclass(frozen=True)
class Learned:
    """Everything that one answer tells."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    queries: int


def learned(world: World, after: Callable[[World], object] = lambda world: None) -> dict[tuple[str, str], Learned]:
    """What Rosa gets at every address that opens for her, once this has happened; then all of it is undone."""
    told = {}
    with undone():
        after(world)
        for address in addresses():
            for method in METHODS:
                if rows()[address.name][method, "rosa"] not in NOT_HERS and address.name.split(":")[0] in OUR_OWN:
                    told[address.name, method] = _ask(world, address, method)
    return told


def _ask(world: World, address: Address, method: str) -> Learned:
    sent = sent_to(address.name, method, world.cast)
    browser = browser_of(world, "rosa")
    with undone(), CaptureQueriesContext(connection) as queries:
        answer = browser.generic(method, address.path(world.parts_of(address.name)), **sent)
        body = "" if answer.streaming else same_page(answer)
        shown = tuple(sorted((k, v) for k, v in answer.headers.items() if k not in OF_THE_VISIT))
    return Learned(answer.status_code, shown, body, len(queries))


def differences(before: dict[tuple[str, str], Learned], after: dict[tuple[str, str], Learned]) -> set[str]:
    assert before.keys() == after.keys()
    return {name for (name, method), told in before.items() if after[name, method] != told}


def father(kind: Declaration.Kind, purpose: Purpose) -> Callable[[World], object]:
    """Sam says something about Leo."""
    return lambda world: say(world.cast, kind, purpose, by=world.cast.father, about=[world.cast.leo])


def both(first: Callable[[World], object], second: Callable[[World], object]) -> Callable[[World], object]:
    """One after the other."""

    def happen(world: World) -> None:
        first(world)
        second(world)

    return happen


def mother_stops(world: World) -> None:
    """Rosa has taken her own yes back: whatever Sam says then changes nothing that she could see."""
    for purpose in (VIEW, Purpose.PRACTICE, Purpose.SUPERVISION):
        say(world.cast, WITHDRAW, purpose)


def his_right_ends(world: World) -> None:
    """Sam may no longer decide."""
    Guardianship.objects.filter(pk=world.cast.sam_for_leo.pk).update(ends_at=world.cast.now)


def test_that_the_walk_covers_the_familys_pages(world: World) -> None:
    names = {name for name, _method in learned(world)}
    assert names >= {
        "home:family", "home:notices", "home:about", "consent:who", "consent:stop", "consent:stop_everything",
        "consent:papers", "consent:receipt", "consent:question", "consent:said", "consent:ask", "consent:stopped",
        "videos:watch", "videos:watched", "videos:when", "videos:stream", "videos:still_going", "sessions:rate_goals",
    }  # fmt: skip


def test_that_asking_twice_tells_the_same(world: World) -> None:
    assert differences(learned(world), learned(world)) == set()


@pytest.mark.parametrize("purpose", [Purpose.SUPERVISION, Purpose.PRACTICE, Purpose.TRAINING])
@pytest.mark.parametrize("kind", [REFUSE, WITHDRAW])
def test_that_his_no_to_what_she_doesnt_watch_herself_is_nowhere(
    world: World, kind: Declaration.Kind, purpose: Purpose
) -> None:
    assert differences(learned(world), learned(world, father(kind, purpose))) == set()


@pytest.mark.parametrize("purpose", [VIEW, Purpose.SUPERVISION, Purpose.PRACTICE])
def test_that_his_yes_is_nowhere(world: World, purpose: Purpose) -> None:
    assert differences(learned(world), learned(world, father(GIVE, purpose))) == set()


@pytest.mark.parametrize("kind", [GIVE, REFUSE])
def test_that_once_she_has_stopped_nothing_he_says_can_be_seen(world: World, kind: Declaration.Kind) -> None:
    stopped = learned(world, mother_stops)
    assert differences(stopped, learned(world, both(mother_stops, father(kind, VIEW)))) == set()


def test_that_his_no_to_her_watching_shows_where_the_clip_goes_dark_and_nowhere_else(world: World) -> None:
    dark = learned(world, father(REFUSE, VIEW))
    assert differences(learned(world), dark) == GOES_DARK
    assert "Not everyone in this clip has agreed." in dark["videos:watch", "GET"].body
    for told in dark.values():
        assert "Sam" not in told.body


def test_that_his_no_looks_like_any_other_reason(world: World) -> None:
    """A child's turning away, a refusal, a yes taken back: the same bytes, headers, and number of queries."""
    refused = learned(world, father(REFUSE, VIEW))
    taken_back = learned(world, father(WITHDRAW, VIEW))
    turned_away = learned(
        world, lambda world: say(world.cast, DISSENT, VIEW, by=world.cast.leo, about=[world.cast.leo])
    )
    assert differences(refused, taken_back) == differences(refused, turned_away) == set()


def test_that_a_right_of_his_that_ends_is_nowhere(world: World) -> None:
    assert differences(learned(world), learned(world, his_right_ends)) == set()


def test_that_what_the_staff_see_of_a_disagreement_is_on_none_of_her_pages(world: World) -> None:
    no = father(REFUSE, Purpose.SUPERVISION)
    with undone():
        no(world)
        assert [each.person for each in disputes_of(world.cast.maya, timezone.now())] == [world.cast.leo]
    told = learned(world, no)
    for answer in told.values():
        assert "agree about" not in answer.body


def test_that_no_notice_and_no_mail_goes_out_when_he_speaks(world: World) -> None:
    before = list(Notice.objects.filter(to=world.cast.rosa).values_list("pk", flat=True))
    for kind in (GIVE, REFUSE, WITHDRAW):
        with undone():
            with TestCase.captureOnCommitCallbacks(execute=True):
                father(kind, VIEW)(world)
            assert list(Notice.objects.filter(to=world.cast.rosa).values_list("pk", flat=True)) == before
    assert mail.outbox == []
