"""Which practitioners hold a case."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from families import queries
from families.access import assignment_of, case_for
from families.actions import holding
from families.forms.guardianships import ColleagueForm
from families.forms.sending import taken
from vigportal.accounts.access import SignedIn


@require_GET
def practitioners(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Who holds the case now."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    context = {"case": case, "practitioners": queries.practitioners_of(case, now), "now": now}
    return render(request, "families/practitioners.html", context)


@require_http_methods(["GET", "POST"])
def assign(request: SignedIn, case_id: UUID) -> HttpResponse:
    """A colleague holds the case as well."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    form = ColleagueForm(request.POST or None, colleagues=queries.colleagues_for(case, now))

    def act() -> None:
        chosen = form.cleaned_data["colleague"]
        holding.assign_practitioner(actor=request.user, case=case, colleague=chosen, now=now)

    if taken(request, form, case, act, now):
        return redirect("families:practitioners", case.pk)
    return render(request, "families/assign.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedIn, case_id: UUID) -> HttpResponse:
    """A colleague holds the case in my place, from now on."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    form = ColleagueForm(request.POST or None, colleagues=queries.colleagues_for(case, now))

    def act() -> None:
        chosen = form.cleaned_data["colleague"]
        holding.hand_over(actor=request.user, case=case, colleague=chosen, now=now)

    if taken(request, form, case, act, now):
        messages.success(request, _("%(case)s is handed over.") % {"case": case.label})
        return redirect("families:caseload")
    return render(request, "families/hand_over.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
def release(request: SignedIn, case_id: UUID, assignment_id: UUID) -> HttpResponse:
    """A practitioner no longer holds the case."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    row = assignment_of(case, assignment_id, now)
    form = Form(request.POST)

    def act() -> None:
        holding.release_practitioner(actor=request.user, case=case, assignment=row, now=now)

    if taken(request, form, case, act, now):
        gone = row.practitioner.user_id == request.user.pk
        return redirect("families:caseload") if gone else redirect("families:practitioners", case.pk)
    return render(request, "families/release.html", {"case": case, "row": row, "form": form, "now": now})
