"""Who has watched, and when it goes: for the family, and for the practitioner who holds the case."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from consent.queries import footage_of
from consent.reading import reading_of
from families.access import case_for, own_case_for, own_person_for
from families.queries import cases_held_by
from videos import family
from videos.access import clip_for, family_clip_for
from vigportal.accounts.access import SignedIn
from vigportal.retention.words import countdown_sentence


@require_GET
def watched(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """Every sitting with this clip: who, when, how long, what for."""
    now = timezone.now()
    is_held = cases_held_by(request.user, now).filter(assets__clip=clip_id).exists()
    clip = (clip_for if is_held else family_clip_for)(request.user, clip_id, now)
    frame = "base_staff.html" if is_held else "base_parent.html"
    context = {"clip": clip, "watched": family.watched(clip, request.user), "frame": frame, "is_held": is_held}
    return render(request, "videos/watched.html", {**context, "now": now})


@require_GET
def when(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Every film and clip with its last day; for the family, those in which they or their children are."""
    now = timezone.now()
    is_held = cases_held_by(request.user, now).filter(pk=case_id).exists()
    case = (case_for if is_held else own_case_for)(request.user, case_id, now)
    if is_held:
        assets = footage_of(case)
    else:
        assets = family.assets_about(reading_of(case, now), own_person_for(request.user, case, now))
    rows = [(row, countdown_sentence(row.countdown)) for row in family.going(case, assets, now)]
    panel = "panel" in request.GET
    frame = "base_staff.html" if is_held else "base_parent.html"
    context = {"case": case, "rows": rows, "frame": frame, "is_held": is_held, "panel": panel, "now": now}
    return render(request, "videos/_when.html" if panel else "videos/when.html", context)
