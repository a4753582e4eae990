"""For a manager: a colleague leaves, and what they held goes to others; so does what nobody holds any more."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from families.access import unheld_case_for
from families.actions import leaving
from families.forms.guardianships import ColleagueForm
from families.forms.sending import taken
from families.queries import cases_held_only_from, successors_of
from vigportal.accounts.access import SignedIn, colleague_for
from vigportal.accounts.queries import seats_with
from vigportal.accounts.roles import Act
from vigportal.accounts.sudo import proved_lately


@require_http_methods(["GET", "POST"])
@proved_lately
def end_seat(request: SignedIn, membership_id: UUID) -> HttpResponse:
    """A colleague has left: each case that only they hold goes to somebody first."""
    now = timezone.now()
    seat = colleague_for(request.user, membership_id, now)
    cases = list(cases_held_only_from(seat, now))
    colleagues = successors_of(seat, now)
    form = ColleagueForm(request.POST or None, colleagues=colleagues) if cases else Form(request.POST)

    def act() -> None:
        for case in cases:
            chosen = form.cleaned_data["colleague"]
            leaving.give_case(actor=request.user, case=case, colleague=chosen, leaving=seat, now=now)
        leaving.end_seat(actor=request.user, seat=seat, now=now)

    if taken(request, form, seat.service, act, now):
        return redirect("accounts:service")
    context = {"seat": seat, "cases": cases, "form": form, "has_nobody": bool(cases) and not colleagues.exists()}
    return render(request, "families/end_seat.html", context)


@require_http_methods(["GET", "POST"])
@proved_lately
def give_case(request: SignedIn, case_id: UUID) -> HttpResponse:
    """A case that nobody holds gets somebody."""
    now = timezone.now()
    case = unheld_case_for(request.user, case_id, now)
    colleagues = seats_with(case.family.service, Act.HOLD_CASES, now)
    form = ColleagueForm(request.POST or None, colleagues=colleagues)

    def act() -> None:
        chosen = form.cleaned_data["colleague"]
        leaving.give_case(actor=request.user, case=case, colleague=chosen, leaving=None, now=now)

    if taken(request, form, case, act, now):
        messages.success(request, _("%(case)s is handed over.") % {"case": case.label})
        return redirect("home:start")
    return render(request, "families/give_case.html", {"case": case, "form": form})
