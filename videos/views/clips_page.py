"""A clip's page for the practitioners of its case, and the talk about it with their supervisor."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from videos.access import CONFIRMING, clip_for, comment_for
from videos.actions.words import take_comment_back, write_comment
from videos.forms import CommentForm
from videos.models import Clip
from videos.sheet import sheet_of
from videos.showing import Shown, shown_to
from videos.thread import frames_of, was_said
from videos.underway import standing_in_full
from vigportal.accounts.access import SignedIn
from vigportal.accounts.models import User


@require_GET
def clip(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """Everything about one clip."""
    now = timezone.now()
    row = clip_for(request.user, clip_id, now)
    return _page(request, row, CommentForm(frames=frames_of(row)))


@require_POST
def comment(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """The practitioner's words at a frame: an answer, or a question of their own."""
    now = timezone.now()
    row = clip_for(request.user, clip_id, now)
    form = CommentForm(request.POST, frames=frames_of(row))
    if not form.is_valid():
        return _page(request, row, form, status=422)
    if not was_said(row, request.user, **form.cleaned_data):
        write_comment(actor=request.user, clip=row, now=now, **form.cleaned_data)
    return redirect(f"{_path_for(request.user, row)}#comments")


@require_POST
def take_back(request: SignedIn, comment_id: UUID) -> HttpResponse:
    """The writer takes a comment back."""
    now = timezone.now()
    row = comment_for(request.user, comment_id, now)
    take_comment_back(actor=request.user, comment=row, now=now)
    messages.success(request, _("Your comment is taken back."))
    return redirect(f"{_path_for(request.user, row.clip)}#comments")


def _page(request: SignedIn, row: Clip, form: CommentForm, status: int = 200) -> HttpResponse:
    now = timezone.now()
    shown = shown_to(request.user, row.asset, now)
    context = {
        "clip": row,
        "case": row.asset.case,
        "shown": shown if isinstance(shown, Shown) else None,
        "is_confirming": isinstance(shown, Shown) and shown.purpose == CONFIRMING,
        "detail": standing_in_full(row),
        "sheet": sheet_of(row, request.user, now),
        "form": form,
        "now": now,
    }
    return render(request, "videos/clip.html", context, status=status)


def _path_for(actor: User, row: Clip) -> str:
    """Where the writer reads the thread: in their own case, or in the clip room."""
    try:
        clip_for(actor, row.pk, timezone.now())
    except Http404:
        return f"/supervision/clips/{row.pk}/"
    return f"/clips/{row.pk}/"
