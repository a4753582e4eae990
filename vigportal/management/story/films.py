"""The story's second part: both films, the moments marked in them, and who is shown which."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from consent.actions.confirming import confirm_people
from consent.models import Purpose
from sessions.models import Cycle
from videos.actions.clips import Stretch, describe_clip, mark_clip
from videos.actions.sharing import offer_clip, share_with_family
from videos.actions.uploads import NewFilm, start_upload
from videos.actions.words import write_note
from videos.models import Clip, ClipNote, Film, Heading, Job
from videos.transcode import pipeline
from videos.upload import receive
from videos.upload.commands import Append
from vigportal.demo.film import Kind, Wish, turns_in
from vigportal.demo.score import Turn
from vigportal.management.processes import Child
from vigportal.management.story.beginning import FILMED_DAYS_AGO, agree
from vigportal.management.story.people import Story

TITLES = ("He looks, you wait", "The tower turns", "Again!", "You name what he feels")
HEADINGS = ("Being attentive", "Receiving initiatives", "Encouraging initiatives", "Developing attuned interactions")
SHORTEST_SECONDS, LONGEST_SECONDS = 26, 600
"""Of a drawn film: three moments are marked in it; no real one is much longer."""
NEWEST_FIRST = (2, 1)
LOOKS_EVERY_SECONDS = 0.3
Done = Callable[[Collection[UUID]], None]
"""Sees to it that all work on these assets is done."""


class Untold(RuntimeError):
    """The story can't go on; the message says why."""


def tell_films(story: Story, folder: Path, *, seconds: float, done: Done) -> None:
    """Draw both films side by side, bring each in, mark its moments and show them. Raises Untold."""
    drawings = {number: _start_drawing(number, seconds, folder) for number in NEWEST_FIRST}
    films = {number: _bring_in(story, number, drawings[number]) for number in NEWEST_FIRST}
    for number in NEWEST_FIRST:
        _make_ready(story, films[number], done)
        _mark_moments(story, films[number], Wish(Kind.PLAY, cycle=number, seconds=seconds), done)
        SHOWN[number](story, films[number])


def work_here(_assets: Collection[UUID]) -> None:
    """Do all open work in this process, as a worker does."""
    while any(pipeline.run_next(lane) for lane in Job.Lane):
        pass


def wait_for_worker(assets: Collection[UUID]) -> None:
    """Wait until the portal's worker has done it."""
    is_open = Job.objects.filter(subject__in=assets, state__in=(Job.State.WAITING, Job.State.RUNNING))
    while is_open.exists():
        time.sleep(LOOKS_EVERY_SECONDS)


def _start_drawing(number: int, seconds: float, folder: Path) -> tuple[Child, Path]:
    """A film that an earlier start has drawn is there already."""
    file = folder / f"film-{number}-{seconds:g}.mp4"
    drawing = Child("vigportal.management.story.drawing", (str(number), str(seconds), str(file)))
    if not file.exists():
        drawing.start()
    return drawing, file


def _bring_in(story: Story, number: int, drawn: tuple[Child, Path]) -> Film:
    """An upload in one part."""
    drawing, file = drawn
    if drawing.process and drawing.process.wait():
        raise Untold(f"Film {number} could not be drawn.")
    data, now = file.read_bytes(), timezone.now()
    recorded_at = now - timedelta(days=FILMED_DAYS_AGO[number])
    new = NewFilm(_cycle(story, number), Film.Kind.INTERACTION, recorded_at, story.filmed, len(data))
    upload = start_upload(actor=story.user("Maya"), film=new, now=now)
    receive.append(story.user("Maya"), upload, Append(0, len(data)), io.BytesIO(data))
    return Film.objects.select_related("asset__case__family__service", "cycle").get(pk=upload.film_id)


def _make_ready(story: Story, film: Film, done: Done) -> None:
    story.say(f"The film of cycle {film.cycle.number} has arrived and is being made ready")
    done([film.asset_id])
    film.refresh_from_db()
    if film.state != Film.State.READY:
        raise Untold(f"The film of cycle {film.cycle.number} is “{film.get_state_display()}”.")
    confirm_people(actor=story.user("Maya"), asset=film.asset, people=story.filmed, now=timezone.now())


def _mark_moments(story: Story, film: Film, wish: Wish, done: Done) -> None:
    for place, turn in enumerate(_spread(turns_in(wish))):
        _mark_moment(story, film, place, turn)
    done([clip.asset_id for clip in _clips(film)])
    for clip in _clips(film):
        confirm_people(actor=story.user("Maya"), asset=clip.asset, people=story.filmed, now=timezone.now())


def _spread(turns: tuple[Turn, ...]) -> list[Turn]:
    """Three turns from the beginning, the middle and the end."""
    return [turns[0], turns[len(turns) // 2], turns[-1]]


def _mark_moment(story: Story, film: Film, place: int, turn: Turn) -> None:
    first, end = (int(seconds * film.rate_num / film.rate_den) for seconds in (turn.starts_at, turn.stops_at))
    stretch, now = Stretch(max(0, first), min(end, film.frames)), timezone.now()
    clip = mark_clip(actor=story.user("Maya"), film=film, stretch=stretch, title=TITLES[place], now=now)
    heading = Heading.objects.filter(name=HEADINGS[place])
    describe_clip(actor=story.user("Maya"), clip=clip, title=clip.title, note="", headings=heading, now=now)


def _show_first(story: Story, film: Film) -> None:
    clips, maya = _clips(film), story.user("Maya")
    words = "I never saw that he looks at me first. I can wait for him."
    write_note(
        actor=maya,
        clip=clips[0],
        review=film.cycle.review,
        voice=ClipNote.Voice.FAMILY,
        words=words,
        now=timezone.now(),
    )
    for clip in clips:
        share_with_family(actor=maya, clip=clip, seats=[story.seat("Rosa")], now=timezone.now())


def _show_second(story: Story, film: Film) -> None:
    story.say("Sharing two clips with Rosa, offering one to Omar, leaving one to be asked about")
    clips, maya, now = _clips(film), story.user("Maya"), timezone.now()
    for clip in clips[:2]:
        share_with_family(actor=maya, clip=clip, seats=[story.seat("Rosa")], now=now)
    agree(story, (Purpose.SUPERVISION,), at=now, scope=clips[1].asset)
    question = "Where could I leave more room for Rosa's own words?"
    offer_clip(actor=maya, clip=clips[1], to=story.seat("Omar"), question=question, now=now)


SHOWN = {1: _show_first, 2: _show_second}


def _cycle(story: Story, number: int) -> Cycle:
    return story.case.cycles.select_related("case__family__service").get(number=number)


def _clips(film: Film) -> list[Clip]:
    rows = Clip.objects.filter(film=film).select_related("asset__case__family__service", "film")
    return list(rows.order_by("place"))
