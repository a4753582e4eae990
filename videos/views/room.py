"""The shared review: before it, in the room, and what is noted after it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sessions.access import review_for
from videos.actions.words import write_note
from videos.forms import NotesForm
from videos.reviewing import notes_not_said, row_of
from vigportal.accounts.access import SignedIn


@require_GET
def room(request: SignedIn, review_id: UUID) -> HttpResponse:
    """What will be shown, and what will not, said before anybody sits down."""
    now = timezone.now()
    review = review_for(request.user, review_id, now)
    rows = row_of(review, request.user, now)
    context = {
        "review": review,
        "case": review.cycle.case,
        "open": [row for row in rows if row.shown],
        "left_out": [row for row in rows if not row.shown],
        "now": now,
    }
    return render(request, "videos/room.html", context)


@require_GET
def screen(request: SignedIn, review_id: UUID) -> HttpResponse:
    """The picture and nothing else: only clips that are open now, one at a time."""
    now = timezone.now()
    review = review_for(request.user, review_id, now)
    rows = [row for row in row_of(review, request.user, now) if row.shown]
    if not rows:
        return redirect("videos:room", review.pk)
    asked = request.GET.get("clip", "1")
    place = min(int(asked), len(rows)) if asked.isdecimal() and int(asked) else 1
    context = {"review": review, "rows": rows, "row": rows[place - 1], "place": place, "last": len(rows)}
    return render(request, "videos/room_screen.html", context)


@require_http_methods(["GET", "POST"])
def review_notes(request: SignedIn, review_id: UUID) -> HttpResponse:
    """What was said about each clip, in the family's words and the practitioner's."""
    now = timezone.now()
    review = review_for(request.user, review_id, now)
    rows = row_of(review, request.user, now)
    form = NotesForm(request.POST if request.method == "POST" else None, clips=[row.clip for row in rows])
    if request.method == "POST" and form.is_valid():
        for clip, voice, words in notes_not_said(review, list(form.said())):
            write_note(actor=request.user, clip=clip, review=review, voice=voice, words=words, now=now)
        messages.success(request, _("Noted."))
        return redirect("videos:review_notes", review.pk)
    context = {
        "review": review,
        "case": review.cycle.case,
        "rows": [(row, form.boxes_of(row.clip)) for row in rows],
        "form": form,
        "now": now,
    }
    return render(request, "videos/room_notes.html", context, status=422 if form.errors else 200)
