"""How consent stands: people and purposes of a case's films and clips. For staff."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from consent.access import asset_for, own_first_question, root_for, speakers_on
from consent.forms.looking import ANYBODY, GridForm
from consent.outlook import prospects_on
from consent.queries import footage_of, said_in, scopes_around
from consent.reading import reading_of
from consent.sheets import Sheet, sheets_of, waited_for
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
    purposes = reading.asked if "more" in request.GET else reading.raised
    sheets = sheets_of(reading, footage_of(case), purposes)
    form = GridForm(request.GET or None, people=waited_for(sheets, reading))
    said = [] if "panel" in request.GET else said_in(case)[:LATEST]
    context = {"case": case, "sheets": looked_over(sheets, form), "is_any": bool(sheets), "form": form, "said": said}
    more = {
        "more": len(reading.asked) - len(purposes),
        "is_more": "more" in request.GET,
        "disputes": disputes_in(reading),
    }
    return page_or_panel(request, "consent/case_grid.html", {**context, **more, "now": now})


def looked_over(sheets: list[Sheet], form: GridForm) -> list[Sheet]:
    """Those that were asked for, in the order that was asked for."""
    wanted = form.waits_for
    found = [each for each in sheets if not wanted or (each.waiting if wanted == ANYBODY else wanted in each.waits_for)]
    return sorted(found, key=lambda sheet: -sheet.waiting) if form.is_waits_first else found


@require_GET
def clip_grid(request: SignedIn, asset_id: UUID) -> HttpResponse:
    """One film or clip: who is in it, for what, and whose word is waited for."""
    now = timezone.now()
    asset = asset_for(request.user, asset_id, now)
    reading = reading_of(asset.case, now)
    purposes = reading.asked if "more" in request.GET else reading.raised
    context = {"case": asset.case, "asset": asset, "sheet": sheets_of(reading, [asset], purposes)[0]}
    more = {"more": len(reading.asked) - len(purposes), "is_more": "more" in request.GET}
    prospects = [] if "panel" in request.GET else prospects_on(reading, asset)
    return page_or_panel(request, "consent/clip_grid.html", {**context, **more, "prospects": prospects, "now": now})


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
    shown, scopes = reading.shown_in(asset.pk), scopes_around(asset)
    context = {"case": asset.case, "asset": asset, "speakers": speakers_on(asset, now), "first": first, "shown": shown}
    return render(request, "consent/ask.html", {**context, "scopes": scopes, "now": now})
