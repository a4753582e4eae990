"""Who is in a film, clip or picture: confirmed again, somebody taken off, and who else is in the picture."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consent.access import appearance_of, footage_for
from consent.actions.confirming import add_bystander, confirm_people, take_person_off
from consent.appearances import (
    absent_from,
    confirmations_of,
    confirmed_among,
    is_confirmed,
    not_shown_in,
    pieces_of_film,
    shown_in_asset,
    taken_off,
)
from consent.forms.people import BystanderForm, MoreForm, TakeOffForm
from consent.hands import waiting_on
from consent.models import Asset
from consent.others import picture_of
from consent.queries import branch_of
from consent.reading import reading_of
from families.forms.sending import taken
from vigportal.accounts.access import SignedIn


@require_http_methods(["GET", "POST"])
def people(request: SignedIn, asset_id: UUID) -> HttpResponse:
    """Who is listed, who said so, who was taken off and why. Sent: these are all of them."""
    now = timezone.now()
    asset = footage_for(request.user, asset_id, now)
    form = MoreForm(request.POST if request.method == "POST" else None, others=not_shown_in(asset))

    def act() -> None:
        listed = [row.person for row in shown_in_asset(asset)]
        people = [*listed, *form.cleaned_data["more"]]
        hand = confirm_people(actor=request.user, asset=asset, people=people, now=now)
        messages.success(request, _("Said. It waits for another hand.") if hand else _("Confirmed."))

    if taken(request, form, asset.case, act, now):
        return redirect("consent:people", asset.pk)
    return render(request, "consent/people.html", {**_standing(asset, now), **_told(asset, form), "now": now})


def _standing(asset: Asset, now: datetime) -> dict[str, object]:
    """Who is listed and who isn't, who said so, and whose hand it waits for."""
    absent = list(absent_from(asset))
    return {
        "waiting": waiting_on(asset, now),
        "absent": absent,
        "could_be_absent": [person for person in not_shown_in(asset) if person not in absent],
        "shown": shown_in_asset(asset),
        "is_confirmed": is_confirmed(asset),
        "confirmations": confirmations_of(asset),
        "taken_off": taken_off(asset),
        "film": branch_of(asset)[-2],
    }


@require_http_methods(["GET", "POST"])
def take_off(request: SignedIn, asset_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody is not in it after all: with a reason. It is shut until its people are confirmed again."""
    now = timezone.now()
    asset = footage_for(request.user, asset_id, now)
    row = appearance_of(asset, person_id)
    form = TakeOffForm(request.POST or None)

    def act() -> None:
        take_person_off(actor=request.user, appearance=row, why=form.cleaned_data["why"], now=now)

    if taken(request, form, asset.case, act, now):
        messages.success(request, _("Taken off. Nobody can watch it until you confirm again who is in it."))
        return redirect("consent:people", asset.pk)
    return render(request, "consent/take_off.html", {**_told(asset, form), "person": row.person, "now": now})


@require_http_methods(["GET", "POST"])
def bystanders(request: SignedIn, asset_id: UUID) -> HttpResponse:
    """Who else is in a film's picture, what is to be done, and somebody more."""
    now = timezone.now()
    film = footage_for(request.user, asset_id, now)
    if film.kind != Asset.Kind.FILM:
        raise Http404
    pieces = pieces_of_film(film)
    today = timezone.localdate(now)
    form = BystanderForm(request.POST or None, pieces=pieces, today=today)

    def act() -> None:
        add_bystander(actor=request.user, film=film, seen=form.seen(), now=now)

    if taken(request, form, film.case, act, now):
        messages.success(request, _("Written down. The film and what shows them stay shut until they are asked."))
        return redirect("consent:bystanders", film.pk)
    confirmed = confirmed_among([film.pk, *(piece.pk for piece in pieces)])
    picture = picture_of(reading_of(film.case, now), film, confirmed)
    return render(request, "consent/bystanders.html", {**_told(film, form), "picture": picture, "now": now})


def _told(asset: Asset, form: object) -> dict[str, object]:
    return {"case": asset.case, "asset": asset, "form": form}
