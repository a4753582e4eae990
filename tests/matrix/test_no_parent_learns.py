"""One parent can't learn the other's answer: on no page a parent can open, and by nothing that goes with a page.

Every address that opens for Rosa is asked twice, before and after Sam has said something, and compared byte for byte:
status, where it leads, headers, page, and how many questions it puts to the database (so that no time tells, either).
Where a clip has to go dark, it looks as it would for any other reason of anybody else.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consent.models import Declaration, Purpose
from consent.waiting import disputes_of
from families.models import Guardianship
from tests.consent.pages import same_page
from tests.letters.pdf import Pdf
from tests.matrix.addresses import Address, addresses
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
ABOUT_THE_WORK = {"home", "consent", "videos", "families", "sessions", "ledger"}
"""Whose pages know of the case at all; signing in and out asks nothing about it."""
NOT_HERS = {"404", "405", "login"}
OF_THE_VISIT = {"Set-Cookie", "Date", "Content-Length"}
"""How long it is, is compared with what stands in it."""
GOES_DARK = {"home:family", "videos:watch", "videos:stream", "videos:still_going"}
"""Where a clip that is put before her shows that it can't be watched any more."""


@dataclass(frozen=True)
class Learned:
    """Everything that one answer tells."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    queries: int


Told = dict[tuple[str, str], Learned]


def learned(world: World, after: Callable[[World], None] = lambda world: None) -> Told:
    """What Rosa gets at every address that opens for her, once this has happened; then all of it is undone."""
    told: Told = {}
    with undone():
        after(world)
        for address in addresses():
            for method in ("GET", "POST") if address.name.split(":")[0] in ABOUT_THE_WORK else ():
                if rows()[address.name][method, "rosa"] not in NOT_HERS:
                    told[address.name, method] = _ask(world, address, method)
    return told


def _ask(world: World, address: Address, method: str) -> Learned:
    sent = sent_to(address.name, method, world.cast)
    browser = browser_of(world, "rosa")
    with undone(), CaptureQueriesContext(connection) as queries:
        answer = browser.generic(method, address.path(world.parts_of(address.name)), **sent)
        body = BODIES.get(answer.headers.get("Content-Type", "").partition(";")[0], _bytes_of)(answer)
        shown = tuple(sorted((k, v) for k, v in answer.headers.items() if k not in OF_THE_VISIT))
    return Learned(answer.status_code, shown, body, len(queries))


def _bytes_of(answer: HttpResponseBase) -> str:
    return b"".join(answer).hex()


def _letters_of(answer: HttpResponse) -> str:
    """A paper's words, but for the moment it was made: no two PDFs of one page are the same file."""
    return re.sub(r"at\d\d:\d\d", "", Pdf(answer.content).letters)


BODIES: Mapping[str, Callable[[Any], str]] = {"text/html": same_page, "application/pdf": _letters_of}


def differences(before: Told, after: Told) -> set[str]:
    assert before.keys() == after.keys()
    return {name for (name, method), told in before.items() if after[name, method] != told}


def father(kind: Declaration.Kind, *purposes: Purpose) -> Callable[[World], None]:
    """Sam says something about Leo."""

    def happen(world: World) -> None:
        for purpose in purposes:
            say(world.cast, kind, purpose, by=world.cast.father, about=[world.cast.leo])

    return happen


def mother_stops(world: World) -> None:
    """Rosa has taken her own yes back: whatever Sam says then changes nothing that she could see."""
    for purpose in (VIEW, Purpose.PRACTICE, Purpose.SUPERVISION):
        say(world.cast, WITHDRAW, purpose)


def leo_turns_away(world: World) -> None:
    """The child himself shows that he doesn't want it."""
    say(world.cast, DISSENT, VIEW, by=world.cast.leo, about=[world.cast.leo])


@pytest.fixture(scope="module")
def usual(world: World) -> Told:
    """What Rosa's pages tell while Sam has said nothing."""
    return learned(world)


def test_that_the_walk_covers_the_familys_pages_and_tells_the_same_twice(world: World, usual: Told) -> None:
    assert {name for name, _method in usual} >= {
        "home:family", "home:notices", "home:about", "consent:who", "consent:stop", "consent:stop_everything",
        "consent:papers", "consent:receipt", "consent:question", "consent:said", "consent:ask", "consent:stopped",
        "videos:watch", "videos:watched", "videos:when", "videos:stream", "videos:still_going", "sessions:rate_goals",
    }  # fmt: skip
    assert differences(usual, learned(world)) == set()


def test_that_his_no_to_what_she_doesnt_watch_herself_is_nowhere_though_staff_see_it(world: World, usual: Told) -> None:
    noes = father(REFUSE, Purpose.SUPERVISION, Purpose.PRACTICE, Purpose.TRAINING)
    with undone():
        noes(world)
        assert {each.person for each in disputes_of(world.cast.maya, timezone.now())} == {world.cast.leo}
    assert differences(usual, learned(world, noes)) == set()


def test_that_his_yes_and_the_end_of_his_right_are_nowhere(world: World, usual: Told) -> None:
    def happen(world: World) -> None:
        father(GIVE, VIEW, Purpose.SUPERVISION, Purpose.PRACTICE)(world)
        Guardianship.objects.filter(pk=world.cast.sam_for_leo.pk).update(ends_at=timezone.now())

    assert differences(usual, learned(world, happen)) == set()


def test_that_once_she_has_stopped_nothing_he_says_can_be_seen(world: World) -> None:
    with undone():
        mother_stops(world)
        assert differences(learned(world), learned(world, father(REFUSE, VIEW))) == set()


def test_that_his_no_to_her_watching_looks_like_any_other_reason(world: World, usual: Told) -> None:
    """A refusal, a yes taken back, a child's turning away: the same bytes, headers, and number of queries."""
    dark = learned(world, father(REFUSE, VIEW))
    assert differences(usual, dark) == GOES_DARK
    assert "Not everyone in this clip has agreed." in dark["videos:watch", "GET"].body
    assert not any("Sam" in told.body for told in dark.values())
    assert differences(dark, learned(world, leo_turns_away)) == set()


def test_that_no_notice_and_no_mail_goes_out_when_he_speaks(world: World) -> None:
    before = list(Notice.objects.filter(to=world.cast.rosa).values_list("pk", flat=True))
    for kind in (GIVE, REFUSE, WITHDRAW):
        with undone():
            with TestCase.captureOnCommitCallbacks(execute=True):
                father(kind, VIEW)(world)
            assert list(Notice.objects.filter(to=world.cast.rosa).values_list("pk", flat=True)) == before
    assert mail.outbox == []
