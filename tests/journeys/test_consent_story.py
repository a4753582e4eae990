"""A family says yes, narrows it, takes it back, says no; a yes ends; and after every step what everybody sees.

Rosa is the mother, Nils (13, found competent) and Leo (3) are her sons, Sam is their father, Ines another parent of
the family. Three clips: Rosa with Leo, Rosa with Nils, Ines alone. Nadia works for another service.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from consent.actions.accepting import Said
from consent.actions.declaring import declare
from consent.models import Purpose
from tests.browser import Eyes
from tests.cast import Cast
from tests.journeys.consent_stage import DARK, GIVE, NARROW, NOBODY, OPEN, Seen, Story, make_story, said, seen
from tests.videos.makers import say
from videos.models import Clip

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
A_LITTLE_WHILE = timedelta(minutes=2)


@pytest.fixture
def story(
    cast: Cast,
    new_page: Callable[..., Page],
    eyes: Eyes,
    time_machine: time_machine.TimeMachineFixture,
    live_server: object,
) -> Story:
    return make_story(cast, new_page, eyes, time_machine, live_server)


ROSA_AND_LEO = (OPEN, DARK, DARK)
ROSA_AND_HER_SONS = (OPEN, OPEN, DARK)


def test_that_everybody_sees_what_all_agreed_to_and_nothing_else_at_every_step(story: Story) -> None:
    """Each step: what is done, and then what everybody sees."""
    story.everybody_sees("1 nothing is said", seen(NOBODY, NOBODY, NOBODY))
    for number, (step, shown) in enumerate(STEPS, 2):
        step(story)
        assert step.__doc__ is not None
        story.everybody_sees(f"{number} {step.__doc__.split('.')[0]}", shown)


def mother_gives(story: Story) -> None:
    """The mother gives."""
    for switch in ("Maya", "You", "Omar"):
        story.gives("rosa", story.root, switch)


def son_gives(story: Story) -> None:
    """Her son gives his own."""
    for switch in ("Maya", "You", "Omar"):
        story.gives("nils", story.root, switch)


def mother_narrows(story: Story) -> None:
    """The mother narrows. Her sons' other clip stays as it is."""
    story.turn("rosa", story.clips[0].asset, "Omar")
    expect(story.pages["rosa"].get_by_text("Stopped. It works at once.")).to_be_visible()


def son_says_no_to_one_use(story: Story) -> None:
    """Her son says no to one use."""
    story.turn("nils", story.clips[1].asset, "Omar")


def son_says_no(story: Story) -> None:
    """Her son says no to all."""
    page = story.pages["nils"]
    page.goto(f"/clips/{story.clips[1].pk}/watch/")
    page.get_by_role("link", name="Stop sharing this clip").click()
    page.get_by_role("button", name="Stop it now").click()


def mother_takes_back(story: Story) -> None:
    """The mother takes back. Two taps from home, for all the work."""
    page = story.pages["rosa"]
    page.goto("/family/")
    page.get_by_role("link", name="What you have said yes to").click()
    page.get_by_role("button", name=re.compile("Take it back.*Watching online")).click()


def old_yes_ends(story: Story) -> None:
    """An old yes has ended. Whoever gave it reads so, and nobody else."""
    an_old_yes(story, story.clips[2])
    for name, times in (("ines", 3), ("rosa", 0)):
        page = story.pages[name]
        page.goto("/family/answers/")
        expect(page.get_by_text("Your yes ended on")).to_have_count(times)


def father_refuses_training(story: Story) -> None:
    """The father refuses training. The practitioner reads whose word it is; the mother's pages stay as they were."""
    clip, grid, page = story.clips[0], story.pages["maya"], story.pages["sam"]
    training(story, clip)
    row = grid.get_by_role("row", name="Training events")
    grid.goto(f"/assets/{clip.asset_id}/grid/")
    expect(row.get_by_text("Sam can say yes.")).to_be_visible()
    before = words_of_rosa(story)
    page.goto(f"/assets/{clip.asset_id}/consent/{story.cast.father.pk}/training/?from=who")
    page.get_by_role("button", name="No", exact=True).click()
    page.wait_for_url("**/who/**")
    grid.goto(f"/assets/{clip.asset_id}/grid/")
    expect(row.get_by_text("Only Sam can change it.")).to_be_visible()
    assert words_of_rosa(story) == before


STEPS: tuple[tuple[Callable[[Story], None], Seen], ...] = (
    (mother_gives, seen(ROSA_AND_LEO, ROSA_AND_LEO, ROSA_AND_LEO)),
    (son_gives, seen(ROSA_AND_HER_SONS, ROSA_AND_HER_SONS, ROSA_AND_HER_SONS)),
    (mother_narrows, seen(ROSA_AND_HER_SONS, (DARK, OPEN, DARK), ROSA_AND_HER_SONS)),
    (son_says_no_to_one_use, seen(ROSA_AND_HER_SONS, NOBODY, ROSA_AND_HER_SONS)),
    (son_says_no, seen(ROSA_AND_LEO, NOBODY, ROSA_AND_LEO)),
    (mother_takes_back, seen(ROSA_AND_LEO, NOBODY, NOBODY)),
    (old_yes_ends, seen(ROSA_AND_LEO, NOBODY, NOBODY)),
    (father_refuses_training, seen(ROSA_AND_LEO, NOBODY, NOBODY)),
)
"""What the practitioner, the supervisor and the family can fetch of each clip, after each step."""


def an_old_yes(story: Story, clip: Clip) -> None:
    """Written down long ago, and at its end in a little while: open until then, dark from then on."""
    ines, cast = story.people["ines"], story.cast
    ends = timezone.now() + A_LITTLE_WHILE
    long_ago = cast.now - timedelta(days=60)
    for purpose in NARROW:
        old = said(cast, ines, ines, clip.asset, purpose)
        declare(actor=cast.maya, kind=GIVE, said=until_then(old, ends), now=long_ago)
    assert story.fetched("omar", clip) == OPEN
    story.clock.move_to(ends)


def until_then(old: Said, ends: datetime) -> Said:
    return Said(old.form_id, old.case, old.scope, old.about, old.by, old.lines, channel=old.channel, until_at=ends)


def training(story: Story, clip: Clip) -> None:
    """Everybody but Sam has signed for it."""
    cast, ines = story.cast, story.people["ines"]
    say(cast, GIVE, Purpose.TRAINING, scope=clip.asset)
    declare(
        actor=cast.maya, kind=GIVE, said=said(cast, ines, cast.leo, clip.asset, Purpose.TRAINING), now=timezone.now()
    )


def words_of_rosa(story: Story) -> list[str]:
    """Every page of hers that speaks of the clip, as she reads it."""
    page, clip, read = story.pages["rosa"], story.clips[0], []
    for path in ("/family/", f"/assets/{clip.asset_id}/who/", f"/clips/{clip.pk}/watch/", "/family/answers/"):
        page.goto(path)
        read.append(page.locator("main").inner_text())
    return read
