"""What is done in the studio: moments marked, moved, described, ordered, confirmed, taken away. Plain forms all."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from videos.access import clip_for, film_for, still_for
from videos.actions import clips as actions
from videos.actions.films import NotInThisState
from videos.forms import ClipForm, FrameForm, PeopleForm, WordsForm
from videos.models import Clip
from videos.queries import family_of
from videos.views.confirming import say_people
from videos.writer import OnHold
from vigportal.accounts.access import SignedIn


@require_POST
def mark(request: SignedIn, film_id: UUID) -> HttpResponse:
    """A new moment."""
    now = timezone.now()
    film = film_for(request.user, film_id, now)
    form = ClipForm(request.POST)
    if form.is_valid():
        stretch = actions.Stretch(form.cleaned_data["first_frame"], form.cleaned_data["end_frame"])
        try:
            clip = actions.mark_clip(
                actor=request.user, film=film, stretch=stretch, title=form.cleaned_data["title"], now=now
            )
        except actions.OutsideTheFilm:
            messages.error(request, _("A moment begins before it ends, and both lie inside the film."))
        except NotInThisState:
            messages.error(request, _("This film can't be cut just now."))
        else:
            return redirect(f"{film_path(clip)}#moment-{clip.pk}")
    else:
        messages.error(request, _("Say on which frame the moment begins and before which it ends."))
    return redirect("videos:film", film.pk)


@require_POST
def move(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """New ends for a moment."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    form = ClipForm(request.POST)
    if form.is_valid():
        stretch = actions.Stretch(form.cleaned_data["first_frame"], form.cleaned_data["end_frame"])
        try:
            clip = actions.move_clip(actor=request.user, clip=clip, stretch=stretch, now=now)
        except actions.OutsideTheFilm:
            messages.error(request, _("A moment begins before it ends, and both lie inside the film."))
        except (NotInThisState, OnHold):
            messages.error(request, _("This moment can't be moved just now."))
    return redirect(f"{film_path(clip)}#moment-{clip.pk}")


@require_POST
def describe(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """Title, note, headings."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    form = WordsForm(request.POST)
    if form.is_valid():
        actions.describe_clip(actor=request.user, clip=clip, now=now, **form.cleaned_data)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("This is too long: a title has up to 80 letters, a note up to 2,000."))
    return redirect(f"{film_path(clip)}#moment-{clip.pk}")


@require_POST
def order(request: SignedIn, clip_id: UUID, way: str) -> HttpResponse:
    """One place up or down."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    actions.order_clips(actor=request.user, clip=clip, way=actions.Way(way), now=now)
    return redirect(f"{film_path(clip)}#moment-{clip.pk}")


@require_POST
def confirm(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """Who is in this moment."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    form = PeopleForm(request.POST, people=family_of(clip.asset))
    if form.is_valid():
        say_people(request, clip.asset, form.cleaned_data["people"], now)
    return redirect(f"{film_path(clip)}#moment-{clip.pk}")


@require_POST
def still(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """One frame as a picture."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    form = FrameForm(request.POST)
    try:
        if form.is_valid():
            actions.take_still(actor=request.user, clip=clip, frame=form.cleaned_data["frame"], now=now)
    except actions.OutsideTheFilm:
        messages.error(request, _("A still picture is taken from inside the moment."))
    except NotInThisState:
        messages.error(request, _("The film itself is gone; no picture can be taken from it any more."))
    return redirect(f"{film_path(clip)}#moment-{clip.pk}")


@require_POST
def confirm_still(request: SignedIn, still_id: UUID) -> HttpResponse:
    """Who is in this picture."""
    now = timezone.now()
    picture = still_for(request.user, still_id, now)
    form = PeopleForm(request.POST, people=family_of(picture.asset))
    if form.is_valid():
        say_people(request, picture.asset, form.cleaned_data["people"], now)
    return redirect(f"{film_path(picture.clip)}#moment-{picture.clip_id}")


@require_POST
def retry(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """Cuts it once more."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    try:
        actions.retry_clip(actor=request.user, clip=clip, now=now)
    except NotInThisState:
        messages.info(request, _("This moment is being cut already."))
    return redirect(f"{film_path(clip)}#moment-{clip.pk}")


@require_POST
def take_away(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """Takes a moment away; the film stays, so it can be marked again."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    try:
        actions.erase_clip(actor=request.user, clip=clip, now=now)
    except OnHold:
        messages.error(request, _("A hold protects this moment. It can't be taken away until the hold is lifted."))
    else:
        messages.success(request, _("The moment is taken away. The film is still here: you can mark it again."))
    return redirect(film_path(clip))


def film_path(clip: Clip) -> str:
    """The studio that a moment belongs to."""
    return f"/films/{clip.film_id}/"
