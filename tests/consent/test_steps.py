"""Withdrawing takes no more steps than giving, and two taps at most: counted on the pages, without scripts."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from consent.models import Purpose
from tests.cast import make_cast, signed_in
from tests.consent.finger import Finger
from tests.consent.pages import GIVE, Stage, make_stage
from tests.videos.makers import allow_everything, say

AT_MOST = 2
HOLDS = "until the work ends"
LATER = "Yes, also for what is made later"


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    cast = make_cast()
    allow_everything(cast)
    made = make_stage(cast)
    say(cast, GIVE, Purpose.PRACTICE)
    return made


def from_the_clip(stage: Stage) -> str:
    return reverse("videos:watch", args=[stage.clip.pk])


def from_home(_stage: Stage) -> str:
    return reverse("home:start")


GIVING = {
    "a switch, from the clip": (from_the_clip, ["Who can see this", "You", HOLDS, "Yes"]),
    "a switch, from home": (from_home, ["Who can see this", "You", HOLDS, "Yes"]),
    "all the work, from home": (from_home, ["Who can see your films", "You", HOLDS, LATER, "Yes"]),
}
WITHDRAWING = {
    "a switch, from the clip": (from_the_clip, ["Who can see this", "You"], "a switch, from the clip"),
    "the clip, from the clip": (from_the_clip, ["Stop sharing this clip", "Stop it now"], "a switch, from the clip"),
    "a switch, from home": (from_home, ["Who can see this", "You"], "a switch, from home"),
    "all the work, from home": (from_home, ["Who can see your films", "You"], "all the work, from home"),
    "what I said, from home": (
        from_home,
        ["What you have said yes to", "Take it back: Watching online"],
        "all the work, from home",
    ),
    "everything, from home": (from_home, ["Stop everything", "Stop everything now"], "all the work, from home"),
}
"""Each way out beside the way in that it answers to."""


def walked(stage: Stage, start: Callable[[Stage], str], keys: list[str]) -> Finger:
    finger = Finger(signed_in(stage.cast.rosa)).open(start(stage))
    for key in keys:
        finger.press(key)
    return finger


@pytest.mark.parametrize("way", GIVING)
def test_that_each_way_of_giving_opens_the_clip(stage: Stage, way: str) -> None:
    assert stage.bytes_for(stage.cast.rosa) == 403
    walked(stage, *GIVING[way])
    assert stage.bytes_for(stage.cast.rosa) == 200


@pytest.mark.parametrize("way", WITHDRAWING)
def test_that_withdrawing_takes_two_taps_and_no_more_steps_than_giving(stage: Stage, way: str) -> None:
    start, keys, answers_to = WITHDRAWING[way]
    given = walked(stage, *GIVING[answers_to])
    assert stage.bytes_for(stage.cast.rosa) == 200
    back = walked(stage, start, keys)
    assert stage.bytes_for(stage.cast.rosa) == 403
    assert back.taps <= AT_MOST
    assert (back.taps <= given.taps, back.requests <= given.requests) == (True, True)


def asking_rosa(maya: Client, page: str) -> Finger:
    return Finger(maya).open(page).press("Ask for consent").press("Rosa decides").press("Start with the first question")


def test_that_on_the_practitioners_screen_a_no_takes_no_more_taps_than_a_yes(stage: Stage) -> None:
    maya, page = signed_in(stage.cast.maya), reverse("consent:clip_grid", args=[stage.clip.asset_id])
    gave = asking_rosa(maya, page).press(HOLDS).press("Out loud").press("Yes")
    assert stage.bytes_for(stage.cast.maya, "practice") == 200
    took = asking_rosa(maya, page).press("No").press("Save the no")
    assert stage.bytes_for(stage.cast.maya, "practice") == 403
    assert took.taps <= gave.taps


def test_that_the_finger_presses_nothing_that_is_not_there(stage: Stage) -> None:
    finger = Finger(signed_in(stage.cast.rosa)).open(from_the_clip(stage))
    with pytest.raises(StopIteration):
        finger.press("Take it back")
