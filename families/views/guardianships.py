"""Who may decide for whom: recording it, ending it. The second look has a page in consent, whose rules say by whom."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from families.access import case_for, guardianship_of, person_of
from families.actions import guardianships
from families.forms.guardianships import EndingForm, GuardianshipForm
from families.forms.sending import taken
from vigportal.accounts.access import SignedIn


@require_http_methods(["GET", "POST"])
def record_guardianship(request: SignedIn, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody may decide for this person, from now on."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    who = person_of(case, person_id)
    form = GuardianshipForm(request.POST or None, person=who, now=now)

    def act() -> None:
        key = form.cleaned_data["form_id"]
        guardianships.record_guardianship(actor=request.user, case=case, key=key, new=form.new(), now=now)

    if taken(request, form, case, act, now):
        messages.success(request, _("Recorded. Their yes counts once it has had its second look."))
        return redirect("families:person", case.pk, who.pk)
    return render(request, "families/record_guardianship.html", {"case": case, "person": who, "form": form})


@require_http_methods(["GET", "POST"])
def end_guardianship(request: SignedIn, case_id: UUID, guardianship_id: UUID) -> HttpResponse:
    """Somebody may no longer decide, from now or from a later day on."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    row = guardianship_of(case, guardianship_id)
    form = EndingForm(request.POST or None, now=now)

    def act() -> None:
        guardianships.end_guardianship(actor=request.user, case=case, guardianship=row, ending=form.ending(), now=now)

    if taken(request, form, case, act, now):
        return redirect("families:person", case.pk, row.person_id)
    return render(request, "families/end_guardianship.html", {"case": case, "row": row, "form": form, "now": now})
