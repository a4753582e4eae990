"""Films that could not be prepared, for the manager: which case, why, how often tried. Nothing of the family."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from videos.access import set_aside_for
from videos.actions.films import NotInThisState, erase_film, retry_film
from videos.waiting import set_aside_rows
from videos.writer import OnHold
from vigportal.accounts.access import SignedIn, seat_for
from vigportal.accounts.roles import Act
from vigportal.retention.models import Certificate


@require_GET
def films_set_aside(request: SignedIn) -> HttpResponse:
    """All of the service, the oldest first."""
    now = timezone.now()
    service = seat_for(request.user, Act.MANAGE_PEOPLE, now).service
    return render(request, "videos/films_set_aside.html", {"rows": set_aside_rows(service), "now": now})


@require_POST
def try_again(request: SignedIn, film_id: UUID) -> HttpResponse:
    """Three tries more."""
    now = timezone.now()
    film = set_aside_for(request.user, film_id, now)
    try:
        retry_film(actor=request.user, film=film, now=now)
    except NotInThisState:
        messages.info(request, _("That film is on its way again already."))
    else:
        messages.success(request, _("The film is tried again."))
    return redirect("videos:films_set_aside")


@require_http_methods(["GET", "POST"])
def remove_set_aside(request: SignedIn, film_id: UUID) -> HttpResponse:
    """Erasing can't be undone: what goes is said first, and a word is typed."""
    now, word = timezone.now(), _("erase")
    film = set_aside_for(request.user, film_id, now)
    context = {"film": film, "case": film.asset.case, "word": word, "now": now}
    if request.method != "POST":
        return render(request, "videos/remove_set_aside.html", context)
    if request.POST.get("word", "").strip().lower() != word:
        return render(request, "videos/remove_set_aside.html", context | {"wrong": True}, status=422)
    try:
        erase_film(actor=request.user, film=film, why=Certificate.Why.NOT_NEEDED, now=now)
    except OnHold:
        return render(request, "videos/remove_set_aside.html", context | {"held": True}, status=409)
    messages.success(request, _("The film is being erased. A certificate follows."))
    return redirect("videos:films_set_aside")
