"""Another hand for who is in something: nobody is, somebody is absent; and the family's "I am in it"."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consent.access import footage_for, own_absence_for, told_hand_for
from consent.actions.confirming import say_nobody
from consent.actions.seconding import object_to_people, say_absent
from consent.forms.people import NobodyForm
from consent.hands import told_to
from consent.models import Asset
from families.access import own_person_for
from families.forms.sending import OnceForm, taken
from families.queries import own_people
from families.writer import Refused, enter_refusal
from vigportal.accounts.access import SignedIn


@require_http_methods(["GET", "POST"])
def nobody(request: SignedIn, asset_id: UUID) -> HttpResponse:
    """That nobody is seen or heard in it: an act of its own, with how one knows."""
    now = timezone.now()
    asset = footage_for(request.user, asset_id, now)
    form = NobodyForm(request.POST or None)

    def act() -> None:
        say_nobody(actor=request.user, asset=asset, why=form.cleaned_data["why"], now=now)

    if taken(request, form, asset.case, act, now):
        messages.success(request, _("Said. It stays shut until another hand has looked too."))
        return redirect("consent:people", asset.pk)
    return render(request, "consent/nobody.html", {"case": asset.case, "asset": asset, "form": form, "now": now})


@require_POST
def absent(request: SignedIn, asset_id: UUID, person_id: UUID) -> HttpResponse:
    """That somebody is not in this film, without opening it."""
    now = timezone.now()
    film = footage_for(request.user, asset_id, now)
    if film.kind != Asset.Kind.FILM:
        raise Http404
    person = get_object_or_404(film.case.family.people, pk=person_id)
    try:
        say_absent(actor=request.user, film=film, person=person, now=now)
    except Refused as refused:
        with transaction.atomic():
            enter_refusal(actor=request.user, about=film.case, refused=refused, now=now)
        messages.error(request, str(refused.reason.label))
    else:
        messages.success(request, _("Written down. They can say if it is wrong."))
    return redirect("consent:people", film.pk)


@require_GET
def own_in_it(request: SignedIn) -> HttpResponse:
    """What the service says of who is in something of their own family, where that needed more than a tick."""
    now = timezone.now()
    if not own_people(request.user, now).exists():
        raise Http404
    hands, absences = told_to(request.user, now)
    return render(request, "consent/own_in_it.html", {"hands": hands, "absences": absences, "now": now})


@require_http_methods(["GET", "POST"])
def own_hand(request: SignedIn, hand_id: UUID) -> HttpResponse:
    """What was said of one film, clip or picture, and "I am in it"."""
    hand = told_hand_for(request.user, hand_id, timezone.now())
    return _objecting(request, hand.asset, {"hand": hand})


@require_http_methods(["GET", "POST"])
def own_absence(request: SignedIn, asset_id: UUID) -> HttpResponse:
    """A film that they are said not to be in, and "I am in it"."""
    absence = own_absence_for(request.user, asset_id, timezone.now())
    return _objecting(request, absence.film, {"absence": absence})


def _objecting(request: SignedIn, asset: Asset, told: dict[str, object]) -> HttpResponse:
    now = timezone.now()
    person = own_person_for(request.user, asset.case, now)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        object_to_people(actor=request.user, asset=asset, person=person, now=now)
        messages.success(
            request, _("Thank you. You are listed in it, and nobody can watch it until this is put right.")
        )
        return redirect("consent:own_in_it")
    return render(request, "consent/own_hand.html", {**told, "asset": asset, "form": form, "now": now})
