"""A deployment of five hundred families with 100,000 clips between them, one of which has declared a thousand times.

Every family: a mother, a child and a father who both may decide for it; twenty films of ten clips, all confirmed. The
usual family said eight things. The busy one gives, refuses and gives again, on the case, on films and on clips.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from consent.facts import Asset, Declaration, Facts, Line
from consent.terms import Action, Kind, Purpose
from tests.consent.phrases import DAY_0
from tests.consent.rows import Shelf, Written, furnish
from tests.consent.world import YEAR, Story

FAMILIES = 500
FILMS = 20
CLIPS = 10
DECLARATIONS = 1000
ASKED = (Purpose.PRACTICE, Purpose.FAMILY_VIEWING, Purpose.SUPERVISION)
LINES = tuple(Line(purpose, Action.VIEW, 1) for purpose in ASKED)
AT_ONCE = 50


def facts_of(said: int) -> Facts:
    """A family with its films, and so many declarations."""
    story = Story()
    assets = {"K": story.assets["K"], **{asset.id: asset for asset in _footage(story.assets["F"])}}
    return replace(story.facts(), assets=tuple(assets.values()), declarations=tuple(_declarations(said)))


def _footage(film: Asset) -> Iterator[Asset]:
    for number in range(FILMS):
        yield replace(film, id=f"F{number}", number=number * CLIPS * 2 + 1)
        for place in range(CLIPS):
            key, later = f"F{number}C{place}", number * CLIPS * 2 + 2 + place
            yield replace(film, id=key, kind="clip", parent=f"F{number}", number=later)


def _declarations(count: int) -> Iterator[Declaration]:
    """First everybody's broad yes, then noes and yeses in turn, wherever chance will have it."""
    chance = random.Random(count)
    for place in range(count):
        about, by = (("mum", "mum"), ("kid", "mum"), ("kid", "dad"))[place % 3]
        is_yes = place < 3 or place // 3 % 2 == 0
        film = f"F{chance.randrange(FILMS)}"
        scope = "K" if place < 3 else chance.choice(["K", film, film, f"{film}C{chance.randrange(CLIPS)}"])
        yield Declaration(
            id=f"d{place}",
            number=1000 + place,
            kind=Kind.GIVE if is_yes else Kind.WITHDRAW,
            about=about,
            by=by,
            scope=scope,
            recorded_at=DAY_0,
            lines=LINES if is_yes else (chance.choice(LINES),),
            evidence="signed",
            from_at=DAY_0 if is_yes else None,
            until_at=DAY_0 + YEAR if is_yes else None,
            later_footage=True,
        )


def named(number: int) -> Written:
    """One family's ids; the busy one is number 0."""
    return Written(f"family {number}", Facts())


def clips_of(family: Written) -> list[UUID]:
    """The ids of a family's clips, film after film."""
    return [family.id(f"F{film}C{place}") for film in range(FILMS) for place in range(CLIPS)]


def settle() -> None:
    """Writes everybody, so many families at a time."""
    usual = facts_of(8)
    families = [replace(named(n), facts=usual if n else facts_of(DECLARATIONS)) for n in range(FAMILIES)]
    for start in range(0, FAMILIES, AT_ONCE):
        shelf = Shelf()
        if start == 0:
            furnish(shelf)
        for family in families[start : start + AT_ONCE]:
            family.put_on(shelf)
        shelf.write()
