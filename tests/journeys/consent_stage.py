"""The family of the consent story, everybody at a browser of their own, and what each of them can fetch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from consent.actions.accepting import Line, Said
from consent.models import Asset, Declaration, Purpose
from consent.queries import text_for
from families.models import Person, PersonFact
from tests.browser import DESK, PHONE, Eyes
from tests.cast import Cast, make_adult, make_child, make_fact, make_guardianship, make_seat, make_user, signed_in
from tests.journeys.eyes import sign_in
from tests.videos.makers import confirm, make_film_of, offer, run_jobs
from videos.actions.clips import Stretch, mark_clip
from videos.actions.sharing import share_with_family
from videos.models import Clip, Film, Rendition
from vigportal.accounts.models import Membership, User
from vigportal.accounts.roles import Role

GIVE = Declaration.Kind.GIVE
NARROW = (Purpose.PRACTICE, Purpose.FAMILY_VIEWING, Purpose.SUPERVISION)
OPEN, DARK, NOT_THERE = 200, 403, 404
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
AT_A_DESK = {"maya", "omar", "nadia"}
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
    clock: time_machine.TimeMachineFixture
    clients: Mapping[str, Client]
    """The same people, without a browser, for what has no page."""
    read: dict[tuple[int, str], str] = field(default_factory=dict)

    def everybody_sees(self, step: str, seen: Seen) -> None:
        """What each of them can fetch, picture and poster alike, and the page on which they read of it."""
        fetched = {name: tuple(self.fetched(name, clip) for clip in self.clips) for name in UNDER}
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
            self.eyes.look_here(page, title)
        self.read[id(page), path] = words

    def fetched(self, name: str, clip: Clip) -> int:
        """The one status of every rendition of a clip."""
        keys = Rendition.objects.filter(asset=clip.asset).values_list("pk", flat=True)
        found = {self.clients[name].get(f"/bytes/{UNDER[name]}/{key}").status_code for key in keys}
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
        page.get_by_label("Yes, also for what is made later").check()
        page.get_by_role("button", name="Yes", exact=True).click()
        expect(page.get_by_role("switch", name=switch, exact=True)).to_be_checked()


def make_story(
    cast: Cast,
    new_page: Callable[..., Page],
    eyes: Eyes,
    clock: time_machine.TimeMachineFixture,
    live_server: object,
) -> Story:
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
    pages = {name: new_page(DESK if name in AT_A_DESK else PHONE) for name in UNDER}
    for name, page in pages.items():
        sign_in(page, users[name], live_server)
    root = Asset.objects.get(case=cast.case, kind=Asset.Kind.CASE)
    clients = {name: signed_in(users[name]) for name in UNDER}
    return Story(cast, root, clips, {"ines": ines, "nils": nils}, pages, eyes, clock, clients)


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
