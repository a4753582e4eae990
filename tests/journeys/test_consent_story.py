"""A family says yes, narrows it, takes it back, says no; a yes ends; and after every step what everybody sees.

Rosa is the mother, Nils (13, found competent) and Leo (3) are her sons, Sam is their father, Ines another parent of
the family. Three clips: Rosa with Leo, Rosa with Nils, Ines alone. Nadia works for another service.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consent.actions.accepting import Line, Said
from consent.actions.declaring import declare
from consent.models import Asset, Declaration, Purpose
from consent.queries import text_for
from families.models import Person, PersonFact
from tests.cast import Cast, make_adult, make_child, make_fact, make_guardianship, make_seat, make_user
from tests.journeys.eyes import Eyes, sign_in
from tests.videos.makers import confirm, make_film_of, offer, run_jobs, say
from videos.actions.clips import Stretch, mark_clip
from videos.actions.sharing import share_with_family
from videos.models import Clip, Film, Rendition
from vigportal.accounts.models import Membership, User
from vigportal.accounts.roles import Role

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
GIVE = Declaration.Kind.GIVE
NARROW = (Purpose.PRACTICE, Purpose.FAMILY_VIEWING, Purpose.SUPERVISION)
OPEN, DARK, NOT_THERE = 200, 403, 404
A_LITTLE_WHILE = timedelta(seconds=20)
UNDER = {
    "maya": Purpose.PRACTICE,
    "omar": Purpose.SUPERVISION,
    "rosa": Purpose.FAMILY_VIEWING,
    "sam": Purpose.FAMILY_VIEWING,
    "ines": Purpose.FAMILY_VIEWING,
    "nils": Purpose.FAMILY_VIEWING,
    "nadia": Purpose.PRACTICE,
}
"""Who asks for the bytes, and for what."""
Seen = Mapping[str, tuple[int, int, int]]


@dataclass
class Story:
    """Everybody at a browser of their own, the three clips, and the eyes of whoever judges the look."""

    cast: Cast
    root: Asset
    clips: list[Clip]
    people: Mapping[str, Person]
    pages: Mapping[str, Page]
    eyes: Eyes
    host: str
    read: dict[tuple[int, str], str] = field(default_factory=dict)

    def everybody_sees(self, step: str, seen: Seen) -> None:
        """What each of them can fetch, picture and poster alike, and the page on which they read of it."""
        fetched = {name: tuple(self._fetched(name, clip) for clip in self.clips) for name in UNDER}
        assert fetched == seen, step
        for name, page in self.pages.items():
            for number, path in enumerate(self._paths(name)):
                answer = page.goto(path)
                assert answer is not None
                assert answer.status == (NOT_THERE if name == "nadia" else OPEN), (step, name, path)
                self._look(page, f"story, {step}, {name} {number + 1}", path)

    def _look(self, page: Page, title: str, path: str) -> None:
        """A picture each time; the whole examination whenever the page reads otherwise than before."""
        words = page.locator("body").inner_text()
        if self.read.get((id(page), path)) == words:
            self.eyes.glance(page, title)
        else:
            self.eyes.look(page, title)
        self.read[id(page), path] = words

    def _fetched(self, name: str, clip: Clip) -> int:
        keys = Rendition.objects.filter(asset=clip.asset).values_list("pk", flat=True)
        found = {self.pages[name].request.get(f"{self.host}/bytes/{UNDER[name]}/{key}").status for key in keys}
        assert len(found) == 1, (name, found)
        return found.pop()

    def _paths(self, name: str) -> list[str]:
        grid = [f"/cases/{self.cast.case.pk}/consent/", f"/assets/{self.clips[0].asset_id}/grid/"]
        theirs = {"maya": grid, "nadia": grid[1:], "omar": ["/supervision/"]}
        return theirs.get(name, ["/family/", f"/assets/{self.root.pk}/who/"])

    def turn(self, name: str, asset: Asset, switch: str) -> Page:
        """Somebody of the family at their own sign-in presses one switch."""
        page = self.pages[name]
        page.goto(f"/assets/{asset.pk}/who/")
        page.get_by_role("switch", name=switch, exact=True).click()
        return page

    def gives(self, name: str, asset: Asset, switch: str) -> None:
        """On: the words first, for how long, and yes."""
        page = self.turn(name, asset, switch)
        page.get_by_text("until the work ends").click()
        page.get_by_role("button", name="Yes", exact=True).click()
        expect(page.get_by_role("switch", name=switch, exact=True)).to_be_checked()


@pytest.fixture
def story(cast: Cast, new_page: Callable[[], Page], eyes: Eyes, live_server: object) -> Story:
    """Nothing is agreed yet; every clip is put before everybody who could watch it."""
    users = {name: getattr(cast, name) for name in ("maya", "omar", "rosa", "sam", "nadia")}
    ines, users["ines"] = make_parent(cast, "Ines")
    nils, users["nils"] = make_nils(cast)
    for holder in (cast.mother, cast.father):
        make_guardianship(nils, holder, cast.maya, cast.since)
    make_guardianship(cast.leo, ines, cast.maya, cast.since)
    film = make_film_of(cast)
    shown = ((cast.mother, cast.leo), (cast.mother, nils), (ines,))
    clips = [cut(cast, film, number, people) for number, people in enumerate(shown)]
    family = [cast.rosa_seat, cast.sam_seat, seat_of(ines), seat_of(nils)]
    for clip in clips:
        share_with_family(actor=cast.maya, clip=clip, seats=family, now=timezone.now())
        offer(cast, clip)
    pages = {name: new_page() for name in UNDER}
    for name, page in pages.items():
        sign_in(page, users[name], live_server)
    root = Asset.objects.get(case=cast.case, kind=Asset.Kind.CASE)
    return Story(cast, root, clips, {"ines": ines, "nils": nils}, pages, eyes, str(live_server))


def make_parent(cast: Cast, name: str) -> tuple[Person, User]:
    user = make_user(name)
    seat = make_seat(user, cast.service, Role.GUARDIAN, cast.since)
    return make_adult(cast.family, name, cast.maya, cast.since, relation="Stepmother", seat=seat), user


def make_nils(cast: Cast) -> tuple[Person, User]:
    """Thirteen, found competent, with a sign-in of his own."""
    nils = make_child(cast.family, "Nils", cast.maya, cast.since, age=13, now=cast.now, relation="Son")
    make_fact(nils, PersonFact.Kind.COMPETENCE, "yes", cast.maya, cast.since)
    user = make_user("Nils")
    nils.membership = make_seat(user, cast.service, Role.GUARDIAN, cast.since)
    nils.save(update_fields=["membership"])
    return nils, user


def seat_of(person: Person) -> Membership:
    assert person.membership is not None
    return person.membership


def cut(cast: Cast, film: Film, number: int, people: tuple[Person, ...]) -> Clip:
    """A clip of two thirds of a second, with these people confirmed in it."""
    stretch, title = Stretch(number * 20, number * 20 + 18), ("You wait", "He shows you", "A song")[number]
    clip = mark_clip(actor=cast.maya, film=film, stretch=stretch, title=title, now=timezone.now())
    run_jobs()
    clip.refresh_from_db()
    confirm(cast, clip.asset, people)
    return clip


def said(cast: Cast, by: Person, about: Person, scope: Asset, purpose: Purpose) -> Said:
    """Signed on paper, and written down by Maya."""
    line = Line(purpose, text=text_for(cast.service, purpose))
    channel = Declaration.Channel.PAPER
    return Said(uuid4(), cast.case, scope, (about,), by, (line,), channel=channel)


NOBODY = (DARK, DARK, DARK)
NADIA = (NOT_THERE, NOT_THERE, NOT_THERE)


def seen(maya: tuple[int, int, int], omar: tuple[int, int, int], family: tuple[int, int, int]) -> Seen:
    """One row of the story. Whoever is of the family sees what the others of it see; Nadia finds nothing, ever."""
    return {"maya": maya, "omar": omar, "nadia": NADIA} | dict.fromkeys(("rosa", "sam", "ines", "nils"), family)


def test_that_everybody_sees_what_all_agreed_to_and_nothing_else_at_every_step(story: Story) -> None:
    cast, (with_leo, with_nils, of_ines) = story.cast, story.clips
    story.everybody_sees("1 nothing is said", seen(NOBODY, NOBODY, NOBODY))

    for switch in ("Maya", "You", "Omar"):
        story.gives("rosa", story.root, switch)
    mothers = (OPEN, DARK, DARK)
    story.everybody_sees("2 the mother gives", seen(mothers, mothers, mothers))

    for switch in ("Maya", "You", "Omar"):
        story.gives("nils", story.root, switch)
    both = (OPEN, OPEN, DARK)
    story.everybody_sees("3 her son gives his own", seen(both, both, both))

    story.turn("rosa", with_leo.asset, "Omar")
    expect(story.pages["rosa"].get_by_text("Stopped. It works at once.")).to_be_visible()
    story.everybody_sees("4 the mother narrows", seen(both, (DARK, OPEN, DARK), both))

    story.turn("nils", with_nils.asset, "Omar")
    story.everybody_sees("5 her son says no to one use", seen(both, NOBODY, both))
    page = story.pages["nils"]
    page.goto(f"/clips/{with_nils.pk}/watch/")
    page.get_by_role("link", name="Stop sharing this clip").click()
    page.get_by_role("button", name="Stop it now").click()
    story.everybody_sees("6 her son says no to all", seen(mothers, NOBODY, mothers))

    page = story.pages["rosa"]
    page.goto("/family/")
    page.get_by_role("link", name="What you have said yes to").click()
    page.get_by_role("button", name=re.compile("Take it back.*Watching online")).click()
    story.everybody_sees("7 the mother takes back", seen(mothers, NOBODY, NOBODY))

    an_old_yes(story, of_ines)
    story.everybody_sees("8 an old yes has ended", seen(mothers, NOBODY, NOBODY))
    expect_in(story, "ines", "Your yes ended on")
    expect_in(story, "rosa", "Your yes ended on", times=0)

    training(story, with_leo)
    grid = story.pages["maya"]
    grid.goto(f"/assets/{with_leo.asset_id}/grid/")
    row = grid.get_by_role("row", name="Training events")
    expect(row.get_by_text("Sam can say yes.")).to_be_visible()
    before = words_of_rosa(story)
    page = story.pages["sam"]
    page.goto(f"/assets/{with_leo.asset_id}/consent/{cast.father.pk}/training/?from=who")
    page.get_by_role("button", name="No", exact=True).click()
    page.wait_for_url("**/who/**")
    story.everybody_sees("9 the father refuses training", seen(mothers, NOBODY, NOBODY))
    grid.goto(f"/assets/{with_leo.asset_id}/grid/")
    expect(row.get_by_text("Only Sam can change it.")).to_be_visible()
    assert words_of_rosa(story) == before


def an_old_yes(story: Story, clip: Clip) -> None:
    """Written down long ago, and at its end in a little while: open until then, dark from then on."""
    ines, cast = story.people["ines"], story.cast
    ends = timezone.now() + A_LITTLE_WHILE
    long_ago = cast.now - timedelta(days=60)
    for purpose in NARROW:
        old = said(cast, ines, ines, clip.asset, purpose)
        declare(actor=cast.maya, kind=GIVE, said=until_then(old, ends), now=long_ago)
    assert story._fetched("omar", clip) == OPEN
    while timezone.now() < ends:
        time.sleep(0.2)


def until_then(old: Said, ends: datetime) -> Said:
    return Said(old.form_id, old.case, old.scope, old.about, old.by, old.lines, channel=old.channel, until_at=ends)


def training(story: Story, clip: Clip) -> None:
    """Everybody but Sam has signed for it."""
    cast, ines = story.cast, story.people["ines"]
    say(cast, GIVE, Purpose.TRAINING, scope=clip.asset)
    declare(
        actor=cast.maya, kind=GIVE, said=said(cast, ines, cast.leo, clip.asset, Purpose.TRAINING), now=timezone.now()
    )


def expect_in(story: Story, name: str, words: str, times: int = 1) -> None:
    """On the page of all films, as somebody of the family reads it."""
    page = story.pages[name]
    page.goto(f"/assets/{story.root.pk}/who/")
    page.goto("/family/answers/")
    count = page.get_by_text(words).count()
    assert (count > 0) == (times > 0), (name, words, count)


def words_of_rosa(story: Story) -> list[str]:
    """Every page of hers that speaks of the clip, as she reads it."""
    page, clip, read = story.pages["rosa"], story.clips[0], []
    for path in ("/family/", f"/assets/{clip.asset_id}/who/", f"/clips/{clip.pk}/watch/", "/family/answers/"):
        page.goto(path)
        read.append(page.locator("main").inner_text())
    return read
