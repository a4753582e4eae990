"""A clip in full detail, from the clip's page: asked for, called off. Plain forms both."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consent.models import Purpose
from videos.access import NotOpen, clip_for, open_asset
from videos.actions.films import NotInThisState
from videos.actions.full_detail import ask_for_full_detail, call_off_full_detail
from videos.actions.watching import turn_away
from vigportal.accounts.access import SignedIn


@require_POST
def ask(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """Has it made. Nobody gets another copy of what they may not watch: confirming who is in it is not watching."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    try:
        open_asset(request.user, clip.asset, Purpose.PRACTICE, now)
        ask_for_full_detail(actor=request.user, clip=clip, now=now)
    except NotOpen as no:
        turn_away(actor=request.user, no=no, now=now)
        messages.error(
            request, _("No other copy is made of this clip until everyone in it agrees to its being watched.")
        )
    except NotInThisState:
        messages.info(request, _("Full detail of this clip can't be asked for just now: its page says how it stands."))
    return redirect("videos:clip", clip.pk)


@require_POST
def call_off(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """No longer made. Whoever comes too late finds it there."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    with suppress(NotInThisState):
        call_off_full_detail(actor=request.user, clip=clip, now=now)
    return redirect("videos:clip", clip.pk)
