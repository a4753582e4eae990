"""What somebody says and shows for themselves: noted by the practitioner, asked anew as they grow; their own page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consent.access import asset_for, root_for
from consent.actions.declaring import declare
from consent.forms.asking import Kind
from consent.forms.sending import taken_down
from consent.forms.showing import ShownForm, again_from
from consent.reading import reading_of
from consent.waiting import birthdays_of
from consent.wills import footage_with, own_says, shown_earlier, stage_in, voiced_by
from families.access import case_for, person_of
from families.queries import known
from vigportal.accounts.access import SignedIn


@require_http_methods(["GET", "POST"])
def own_will(request: SignedIn, case_id: UUID, person_id: UUID) -> HttpResponse:
    """What they said and showed, what still stands, and (at the service's ages) the one next step.

    Sent, it leads to noting what they show about all the work together: there may be no film yet.
    """
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    person = person_of(case, person_id)
    if request.method == "POST":
        return redirect("consent:shown", root_for(case, now).pk, person.pk)
    reading = reading_of(case, now)
    context = {
        "case": case,
        "known": known(person, now),
        "stage": stage_in(reading, person),
        "birthday": birthdays_of([person], now).get(person.pk),
        "voiced": voiced_by(reading, person),
        "footage": footage_with(reading, person),
    }
    return render(request, "consent/own_will.html", {**context, "now": now})


@require_http_methods(["GET", "POST"])
def shown(request: SignedIn, asset_id: UUID, person_id: UUID) -> HttpResponse:
    """What a child shows about a film or clip, written down by the practitioner; `again`: taken up once more."""
    now = timezone.now()
    asset = asset_for(request.user, asset_id, now)
    person = person_of(asset.case, person_id)
    earlier = shown_earlier(asset.case, person, request.GET.get("again", ""))
    reading, initial = reading_of(asset.case, now), again_from(earlier) if earlier else None
    form = ShownForm(request.POST or None, scope=asset, person=person, reading=reading, initial=initial)
    if form.is_valid():
        kind = Kind(form.cleaned_data["kind"])

        def act() -> None:
            declare(actor=request.user, kind=kind, said=form.said(), now=now)

        if taken_down(form, act, (request.user, asset, person), now):
            messages.success(request, _("Noted. It counts from now on."))
            return redirect("consent:own_will", asset.case_id, person.pk)
    context = {"case": asset.case, "asset": asset, "person": person, "form": form, "earlier": earlier, "now": now}
    return render(request, "consent/shown.html", context)


@require_GET
def your_say(request: SignedIn) -> HttpResponse:
    """A young person's own page: what their yes and their no do, in plain words."""
    now = timezone.now()
    says = own_says(request.user, now)
    if not says:
        raise Http404
    return render(request, "consent/your_say.html", {"says": says, "now": now})
