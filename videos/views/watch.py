"""Watching a clip at home. The page asks the gate's own question; the bytes are asked for apart, each time."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from consent.reading import reading_of
from videos.access import own_clip_for
from videos.family import VIEW, clips_to_watch, when_it_goes
from videos.showing import shown_under
from vigportal.accounts.access import SignedIn


@require_GET
def watch(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """One clip, with the one before and the one after; or the sentence that says why it is dark."""
    now = timezone.now()
    clip = own_clip_for(request.user, clip_id, now)
    reading = reading_of(clip.asset.case, now)
    clips = clips_to_watch(request.user, reading)
    place = next((number for number, each in enumerate(clips) if each.clip.pk == clip.pk), None)
    here = clips[place] if place is not None else None
    open_ones = [each for each in clips if each.is_open]
    spot = open_ones.index(here) if here in open_ones else None
    context = {
        "clip": clip,
        "here": here,
        "shown": shown_under(VIEW, clip.asset) if here and here.is_open else None,
        "before": open_ones[spot - 1] if spot else None,
        "after": open_ones[spot + 1] if spot is not None and spot + 1 < len(open_ones) else None,
        "number": spot + 1 if spot is not None else 0,
        "of": len(open_ones),
        "goes": when_it_goes(clip, now),
        "now": now,
    }
    return render(request, "videos/watch.html", context)
