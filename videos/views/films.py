"""A case's films, and one film's page: how far it is, why it can't be used, who is in it, and then the studio."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from uuid import UUID

from csp.decorators import csp_update
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consent.appearances import is_confirmed
from families.access import case_for
from videos.access import film_for
from videos.actions.films import NotInThisState, call_off_film, erase_film, move_film, retry_film
from videos.catalogue import films_of
from videos.forms import ClipForm, MoveFilmForm, PeopleForm
from videos.models import Film
from videos.queries import clips_left, cycles_to_move_to, family_of, same_file
from videos.showing import Shown, minutes_made, parts_of, shown_to
from videos.studio import bench_of
from videos.transcode.states import IN_WORK, FilmState
from videos.underway import remarks_on, standing
from videos.views.confirming import say_people
from videos.writer import OnHold
from vigportal.accounts.access import SignedIn
from vigportal.retention.models import Certificate
from vigportal.web.polling import asked_by_the_page

WATCHED = frozenset({FilmState.PREPARING, FilmState.READY, FilmState.FAILED})
"""States in which there may be something to watch."""
PARTS = "parts"
STOP_ASKING = 286
"""For htmx: this is the last answer."""
playing_parts = csp_update({"media-src": ["blob:"]})
"""For a page on which a script hands parts of a film to the player."""


@require_GET
def case_films(request: SignedIn, case_id: UUID) -> HttpResponse:
    """The films of a case by cycle, each with its clips and what they are open to."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    panel = "panel" in request.GET
    context = {"case": case, "cycles": films_of(case, request.user, now), "panel": panel, "now": now}
    return render(request, "videos/_case_films.html" if panel else "videos/case_films.html", context)


@require_GET
def film(request: SignedIn, film_id: UUID) -> HttpResponseBase:
    """One film's page, by its state."""
    now = timezone.now()
    row = film_for(request.user, film_id, now)
    context = {
        "film": row,
        "case": row.asset.case,
        "same": same_file(row).filter(added_at__lt=row.added_at),
        "now": now,
    }
    if row.state not in WATCHED:
        return render(request, "videos/film.html", context | standing(row))
    shut = shown_to(request.user, row.asset, now)
    shown = shut if isinstance(shut, Shown) else None
    context |= {"shown": shown, "shut": shut, "remarks": remarks_on(row)}
    if row.state != FilmState.READY:
        page = partial(render, template_name="videos/film.html", context=context | standing(row))
        return playing_parts(page)(request) if shown and shown.parts else page(request)
    if not is_confirmed(row.asset):
        if row.asset.confirmations.exists():
            return redirect("consent:people", row.asset_id)
        return render(request, "videos/film_people.html", context | {"form": _people_form(row)})
    return render(request, "videos/studio.html", context | bench_of(row, now) | {"form": ClipForm()})


@asked_by_the_page
@require_GET
def progress(request: SignedIn, film_id: UUID) -> HttpResponse:
    """The bar alone, for a page that looks again by itself; with it, what plays now, for one that plays parts."""
    now = timezone.now()
    row = film_for(request.user, film_id, now)
    watching = request.GET.get("watching")
    shown = shown_to(request.user, row.asset, now) if row.state in WATCHED else None
    context = {"film": row, "now": now, **standing(row)}
    if watching == PARTS and isinstance(shown, Shown):
        context |= {"plays": shown, "minutes": minutes_made(row, shown) if shown.parts else 0}
    is_last = watching == PARTS and row.state == FilmState.READY
    response = render(request, "videos/_film_state.html", context, status=STOP_ASKING if is_last else 200)
    if not is_last and _is_outdated(row, watching, shown):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def confirm_film(request: SignedIn, film_id: UUID) -> HttpResponse:
    """Says who is seen or heard in the film."""
    now = timezone.now()
    row = film_for(request.user, film_id, now)
    form = PeopleForm(request.POST, people=family_of(row.asset))
    if not form.is_valid():
        shut = shown_to(request.user, row.asset, now)
        shown = shut if isinstance(shut, Shown) else None
        context = {"film": row, "case": row.asset.case, "now": now, "form": form, "shown": shown, "shut": shut}
        return render(request, "videos/film_people.html", context, status=422)
    say_people(request, row.asset, form.cleaned_data["people"], now)
    return redirect("videos:film", row.pk)


@require_POST
def retry(request: SignedIn, film_id: UUID) -> HttpResponse:
    """Once more."""
    now = timezone.now()
    row = film_for(request.user, film_id, now)
    try:
        retry_film(actor=request.user, film=row, now=now)
    except NotInThisState:
        return redirect("videos:film", row.pk)
    return redirect("videos:film", row.pk)


@require_POST
def call_off(request: SignedIn, film_id: UUID) -> HttpResponse:
    """No longer made ready. Whoever comes too late finds it ready."""
    now = timezone.now()
    row = film_for(request.user, film_id, now)
    with suppress(NotInThisState):
        call_off_film(actor=request.user, film=row, now=now)
    return redirect("videos:film", row.pk)


@require_http_methods(["GET", "POST"])
def erase(request: SignedIn, film_id: UUID) -> HttpResponse:
    """Erasing can't be undone: its consequences are shown, and a word is typed."""
    now = timezone.now()
    row = film_for(request.user, film_id, now)
    word = _("erase")
    context = {
        "film": row,
        "case": row.asset.case,
        "clips": clips_left(row),
        "word": word,
    }
    if request.method != "POST":
        return render(request, "videos/erase_film.html", context)
    if request.POST.get("word", "").strip().lower() != word:
        return render(request, "videos/erase_film.html", context | {"wrong": True}, status=422)
    try:
        erase_film(actor=request.user, film=row, why=Certificate.Why.NOT_NEEDED, now=now)
    except OnHold:
        return render(request, "videos/erase_film.html", context | {"held": True}, status=409)
    return redirect("videos:case_films", row.asset.case_id)


@require_http_methods(["GET", "POST"])
def move(request: SignedIn, film_id: UUID) -> HttpResponse:
    """To the case it belongs to: consequences first, then one choice."""
    now = timezone.now()
    row = film_for(request.user, film_id, now)
    form = MoveFilmForm(request.POST or None, cycles=cycles_to_move_to(row, request.user, now))
    context = {"film": row, "case": row.asset.case, "form": form, "clips": clips_left(row)}
    if request.method == "POST" and form.is_valid():
        try:
            moved = move_film(actor=request.user, film=row, cycle=form.cleaned_data["cycle"], now=now)
        except OnHold:
            context["problem"] = _("A hold protects this film. It can't be moved until the hold is lifted.")
        except NotInThisState:
            context["problem"] = _("This film can't be moved just now.")
        else:
            return redirect("videos:film", moved.pk)
    return render(request, "videos/move_film.html", context, status=409 if "problem" in context else 200)


def _is_outdated(row: Film, watching: str | None, shown: object) -> bool:
    """Whether the page that asks is to be made anew: something begins to play, nothing does any more, or it is over."""
    if FilmState(row.state) not in IN_WORK:
        return True
    if watching == PARTS:
        return not isinstance(shown, Shown) and not parts_of(row.asset_id)
    return watching is None and isinstance(shown, Shown)


def _people_form(row: Film) -> PeopleForm:
    noted = row.asset.appearances.filter(taken_off_at=None).values_list("person", flat=True)
    return PeopleForm(initial={"people": list(noted)}, people=family_of(row.asset))
