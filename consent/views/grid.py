"""How consent stands: people and purposes of a case's films and clips. For staff."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from consent.access import asset_for, own_first_question, root_for, speakers_on
from consent.queries import footage_of, said_in
from consent.reading import reading_of
from consent.sheets import sheet_of
from consent.waiting import disputes_in
from families.access import case_for
from vigportal.accounts.access import SignedIn
from vigportal.web.htmx import page_or_panel

LATEST = 30


@require_GET
def case_grid(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Every film and clip of a case, from one reading of it."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    reading = reading_of(case, now)
    sheets = [sheet_of(reading, asset) for asset in footage_of(case)]
    said = [] if "panel" in request.GET else said_in(case)[:LATEST]
    disputes = disputes_in(reading)
    context = {"case": case, "purposes": reading.asked, "sheets": sheets, "said": said, "now": now}
    return page_or_panel(request, "consent/case_grid.html", {**context, "disputes": disputes})


@require_GET
def clip_grid(request: SignedIn, asset_id: UUID) -> HttpResponse:
    """One film or clip: who is in it, for what, and whose word is waited for."""
    now = timezone.now()
    asset = asset_for(request.user, asset_id, now)
    reading = reading_of(asset.case, now)
    context = {"case": asset.case, "asset": asset, "sheet": sheet_of(reading, asset), "purposes": reading.asked}
    return page_or_panel(request, "consent/clip_grid.html", {**context, "now": now})


@require_POST
def ask_case(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Consent for the whole work, before the first film too."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    return redirect("consent:ask", root_for(case, now).pk)


@require_GET
def ask(request: SignedIn, asset_id: UUID) -> HttpResponse:
    """Who decides: one of the people whose word counts. At a sign-in of their own they decide themselves."""
    now = timezone.now()
    if own := own_first_question(request.user, asset_id, now):
        return redirect("consent:question", *own)
    asset = asset_for(request.user, asset_id, now)
    reading = reading_of(asset.case, now)
    first = reading.asked[0] if reading.asked else None
    shown = reading.shown_in(asset.pk)
    context = {"case": asset.case, "asset": asset, "speakers": speakers_on(asset, now), "first": first, "shown": shown}
    return render(request, "consent/ask.html", {**context, "now": now})
