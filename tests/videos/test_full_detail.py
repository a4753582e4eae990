"""A clip in full detail: asked for, made by a worker, shut and open by the clip's own rule, gone with the clip."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from consent.models import Declaration, Purpose
from tests.cast import Cast, events_of, signed_in
from tests.videos.erasables import bytes_only, is_destroyed
from tests.videos.films import make_film
from tests.videos.makers import (
    confirm,
    make_clip,
    make_film_of,
    offer,
    run_jobs,
    say,
    share,
)
from videos.actions.clips import Stretch, erase_clip, mark_clip, move_clip
from videos.actions.full_detail import ask_for_full_detail
from videos.counting import use_of
from videos.keeping import due_in
from videos.models import Clip, Job, Rendition, TurnedAway
from vigportal.retention.rules import Kind
from vigportal.retention.writer import set_schedule
from vigportal.vault.storage import Condition, check

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, WITHDRAW = Declaration.Kind.GIVE, Declaration.Kind.WITHDRAW
LARGE = (1440, 810)
"""Enough lines to have more detail than a study copy."""


@cache
def film_of(size: tuple[int, int]) -> bytes:
    """A short film of this size, made once in a test run."""
    with TemporaryDirectory() as folder:
        return make_film(Path(folder), seconds=2, size=size).read_bytes()


def clip_of(cast: Cast, size: tuple[int, int] = LARGE) -> Clip:
    """A clip that everyone in it agrees to Maya's watching."""
    clip = make_clip(cast, make_film_of(cast, film_of(size)))
    say(cast, GIVE, Purpose.PRACTICE)
    return clip


@pytest.fixture
def clip(cast: Cast) -> Clip:
    return clip_of(cast)


@pytest.fixture
def full(cast: Cast, clip: Clip) -> Rendition:
    """The clip's copy in full detail."""
    ask_for_full_detail(actor=cast.maya, clip=clip, now=timezone.now())
    run_jobs()
    return full_of(clip)


def full_of(clip: Clip) -> Rendition:
    return Rendition.objects.get(asset=clip.asset_id, kind=Rendition.Kind.FULL)


def is_made(clip: Clip) -> bool:
    return Rendition.objects.filter(asset=clip.asset_id, kind=Rendition.Kind.FULL).exists()


def page_of(cast: Cast, clip: Clip) -> str:
    return signed_in(cast.maya).get(f"/clips/{clip.pk}/").text


def ask(cast: Cast, clip: Clip) -> str:
    """What the page says after asking."""
    return signed_in(cast.maya).post(f"/clips/{clip.pk}/full-detail/", follow=True).text


def address(full: Rendition, purpose: str = "practice") -> str:
    return reverse("videos:stream", args=[purpose, full.pk])


def answers(cast: Cast, full: Rendition, purpose: str) -> dict[str, int]:
    """What the gate says to each of them under this purpose."""
    viewers = ("maya", "omar", "priya", "rosa", "sam", "nadia")
    return {name: signed_in(getattr(cast, name)).get(address(full, purpose)).status_code for name in viewers}


def fresh(clip: Clip) -> Clip:
    return Clip.objects.select_related("film", "asset__case__family__service").get(pk=clip.pk)


def test_that_it_is_offered_asked_for_once_and_made(cast: Cast, clip: Clip) -> None:
    page = page_of(cast, clip)
    assert "Make it in full detail" in page
    assert "1440 × 810 pixels, now 1280 × 720." in page
    assert "It waits for its turn." in ask(cast, clip)
    assert "can&#x27;t be asked for just now" in ask(cast, clip)
    run_jobs()
    page = page_of(cast, clip)
    assert address(full_of(clip)) in page
    assert "It is there in full detail, 1440 × 810 pixels" in page
    assert "can&#x27;t be asked for just now" in ask(cast, clip)
    assert [event for event in events_of(cast.case) if "full" in event] == ["full_detail_asked", "full_detail_made"]
    assert Job.objects.get(kind=Job.Kind.FULL).state == Job.State.DONE


def test_that_the_vault_and_the_quota_know_it(cast: Cast, clip: Clip) -> None:
    before = use_of(cast.service).clip
    ask(cast, clip)
    run_jobs()
    assert use_of(cast.service).clip == before + full_of(clip).size
    owned = list(Rendition.objects.values_list("object_name", "asset"))
    assert {finding.condition for finding in check(owned)} == {Condition.WHOLE}


def test_that_the_gate_asks_of_it_what_it_asks_of_the_clip(cast: Cast, clip: Clip, full: Rendition) -> None:
    nobody = dict.fromkeys(("maya", "omar", "priya", "rosa", "sam", "nadia"), 404)
    share(cast, clip)
    offer(cast, clip)
    played = Rendition.objects.get(asset=clip.asset_id, kind=Rendition.Kind.CLIP)
    for purpose, open_to in (("practice", {"maya": 200}), ("family_viewing", {}), ("supervision", {})):
        assert answers(cast, full, purpose) == answers(cast, played, purpose)
        assert {who: told for who, told in answers(cast, full, purpose).items() if told == 200} == open_to
    say(cast, GIVE, Purpose.FAMILY_VIEWING)
    assert answers(cast, full, "family_viewing") == nobody | {"rosa": 200}
    say(cast, GIVE, Purpose.SUPERVISION)
    assert answers(cast, full, "supervision") == nobody | {"omar": 200}
    assert address(full, "family_viewing") in signed_in(cast.rosa).get(f"/clips/{clip.pk}/watch/").text
    assert address(full, "supervision") in signed_in(cast.omar).get(f"/supervision/clips/{clip.pk}/").text


def test_that_a_no_and_a_last_day_and_a_new_face_shut_it_at_once(cast: Cast, clip: Clip, full: Rendition) -> None:
    maya, hour = signed_in(cast.maya), timedelta(hours=1)
    say(cast, WITHDRAW, Purpose.PRACTICE, scope=clip.asset, about=[cast.leo])
    assert maya.get(address(full)).status_code == 403
    assert str(full.pk) not in page_of(cast, clip)
    say(cast, GIVE, Purpose.PRACTICE, scope=clip.asset, until_at=timezone.now() + hour)
    assert maya.get(address(full)).status_code == 200
    with time_machine.travel(timezone.now() + hour):
        assert signed_in(cast.maya).get(address(full)).status_code == 403
    confirm(cast, clip.asset, (cast.mother, cast.leo, cast.father))
    assert maya.get(address(full)).status_code == 403


def test_that_nobody_has_it_made_of_what_they_may_not_watch(cast: Cast) -> None:
    clip = make_clip(cast, make_film_of(cast, film_of(LARGE)))
    assert "Full detail" not in page_of(cast, clip)  # seen to say who is in it, and for nothing else
    assert "until everyone in it agrees" in ask(cast, clip)
    say(cast, GIVE, Purpose.PRACTICE)
    say(cast, WITHDRAW, Purpose.PRACTICE)
    assert "Full detail" not in page_of(cast, clip)
    assert "until everyone in it agrees" in ask(cast, clip)
    assert TurnedAway.objects.filter(asset=clip.asset_id).exists()
    assert not Job.objects.filter(kind=Job.Kind.FULL).exists()


def test_that_it_goes_with_its_clip(cast: Cast, clip: Clip, full: Rendition) -> None:
    erase_clip(actor=cast.maya, clip=clip, now=timezone.now())
    assert signed_in(cast.maya).get(address(full)).status_code in {403, 404}
    run_jobs()
    assert is_destroyed(clip.asset_id)
    assert not is_made(clip)
    assert signed_in(cast.maya).get(address(full)).status_code == 404


def test_that_new_ends_take_it_away_and_it_is_offered_again(cast: Cast, clip: Clip, full: Rendition) -> None:
    moved = move_clip(actor=cast.maya, clip=clip, stretch=Stretch(12, 40), now=timezone.now())
    assert signed_in(cast.maya).get(address(full)).status_code in {403, 404}
    run_jobs()
    assert not is_made(clip)
    confirm(cast, moved.asset, (cast.mother, cast.leo))
    say(cast, GIVE, Purpose.PRACTICE)
    assert "Make it in full detail" in page_of(cast, moved)
    ask(cast, moved)
    run_jobs()
    assert full_of(moved).object_name != full.object_name


def test_that_where_the_film_has_gone_the_page_says_so_and_what_was_made_stays(
    cast: Cast, clip: Clip, full: Rendition
) -> None:
    other = mark_clip(actor=cast.maya, film=clip.film, stretch=Stretch(0, 9), title="", now=timezone.now())
    run_jobs()
    confirm(cast, other.asset, (cast.mother, cast.leo))
    say(cast, GIVE, Purpose.PRACTICE)
    bytes_only(clip.film)
    run_jobs()
    page = page_of(cast, other)
    assert "Full detail is made from the film itself, and that has gone" in page
    assert "Make it in full detail" not in page
    assert "can&#x27;t be asked for just now" in ask(cast, other)
    assert not is_made(other)
    assert signed_in(cast.maya).get(address(full)).status_code == 200


def test_that_a_film_does_not_go_while_it_is_being_made(cast: Cast, clip: Clip) -> None:
    rows = [
        {"kind": kind.value, "trigger": "recording", "count": 30 if kind == Kind.FILM else 60, "unit": "days"}
        for kind in Kind
    ]
    set_schedule(service_id=cast.service.pk, rows=rows, actor=None, now=cast.since)
    night, case = cast.now + timedelta(days=31), fresh(clip).asset.case
    assert [each.is_bytes_only for each in due_in(case, night)] == [True]
    ask(cast, clip)
    assert due_in(case, night) == []
