"""A consent form on paper: which one, and the paper itself."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from consent.blanks import blank_for
from consent.forms.printing import PrintForm
from consent.reading import may_block, reading_of
from families.access import case_for
from vigportal.accounts.access import SignedIn
from vigportal.letters.answers import paper_answer


@require_GET
def blank(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Which purposes, who decides, in which language."""
    return _page(request, case_id, is_sent=False)


@require_GET
def blank_form(request: SignedIn, case_id: UUID) -> HttpResponse:
    """The form, to be printed and signed. Nothing is kept of it: what counts is what comes back."""
    return _page(request, case_id, is_sent=True)


def _page(request: SignedIn, case_id: UUID, *, is_sent: bool) -> HttpResponse:
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    reading = reading_of(case, now)
    makers = [person for person in reading.people.values() if may_block(reading, person)]
    form = PrintForm(request.GET if is_sent else None, reading=reading, makers=makers)
    if is_sent and form.is_valid() and form.chosen:
        made = blank_for(reading, form.who, form.chosen, form.code)
        return paper_answer("letters/consent_form.html", {"blank": made}, "consent-form")
    return render(request, "consent/blank.html", {"case": case, "form": form, "now": now})
