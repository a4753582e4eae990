"""Supervision: the board, and the room in which one offered clip is looked at."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from consent.models import Purpose
from videos.access import NotOpen, offered_clip_for, open_asset
from videos.actions.watching import turn_away
from videos.actions.words import write_comment
from videos.audience import question_to
from videos.board import Wanted, board_of, offered_by
from videos.forms import CommentForm
from videos.showing import shown_under
from videos.thread import frames_of, thread_of, was_said
from vigportal.accounts.access import SignedIn, may
from vigportal.accounts.roles import Act


@require_GET
def board(request: SignedIn) -> HttpResponse:
    """For a supervisor: their supervisees. For a practitioner: what they offered."""
    now = timezone.now()
    holds = may(request.user, Act.HOLD_CASES, now)
    supervises = may(request.user, Act.SUPERVISE, now)
    if not holds and not supervises:
        raise Http404
    wanted = Wanted(request.GET.get("page", ""), request.GET.get("shelf", ""))
    context = {
        "board": board_of(request.user, now, wanted) if supervises else None,
        "offered": offered_by(request.user, now) if holds else [],
        "holds": holds,
        "now": now,
    }
    return render(request, "videos/board.html", context)


@require_http_methods(["GET", "POST"])
def clip_room(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """One offered clip under `supervision`, the practitioner's question, and comments at its frames."""
    now = timezone.now()
    clip = offered_clip_for(request.user, clip_id, now)
    context = {"clip": clip, "case": clip.asset.case, "now": now, "question": question_to(request.user, clip)}
    context |= {"thread": thread_of(clip, request.user)}
    try:
        open_asset(request.user, clip.asset, Purpose.SUPERVISION, now)
    except NotOpen as no:
        turn_away(actor=request.user, no=no, now=now)
        return render(request, "videos/clip_room_closed.html", context, status=403)
    form = CommentForm(request.POST if request.method == "POST" else None, frames=frames_of(clip))
    if request.method == "POST" and form.is_valid():
        if not was_said(clip, request.user, **form.cleaned_data):
            write_comment(actor=request.user, clip=clip, now=now, **form.cleaned_data)
        return redirect(f"{request.path}#comments")
    context |= {"form": form, "shown": shown_under(Purpose.SUPERVISION, clip.asset)}
    return render(request, "videos/clip_room.html", context, status=422 if form.errors else 200)
