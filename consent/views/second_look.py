"""The second look at who may decide: from the case, or (where the service asks for another hand) without opening it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consent.access import right_to_look_at_for
from consent.forms.second_look import SecondLookForm
from consent.house_rules import second_look_in
from families.actions.guardianships import verify_guardianship
from families.forms.sending import taken
from families.queries import newest_case_of
from families.standing import SecondLook
from vigportal.accounts.access import SignedIn


@require_http_methods(["GET", "POST"])
def second_look(request: SignedIn, guardianship_id: UUID) -> HttpResponse:
    """What was recorded, by whom, and what has been seen: no more than that paper needs."""
    now = timezone.now()
    row, case = right_to_look_at_for(request.user, guardianship_id, now)
    about = case or newest_case_of(row.person)
    look = second_look_in(row.person.family.service, now)
    form = SecondLookForm(request.POST or None, initial={"evidence": row.evidence})

    def act() -> None:
        seen = form.cleaned_data["evidence"]
        verify_guardianship(actor=request.user, case=about, guardianship=row, look=look, evidence=seen, now=now)

    if taken(request, form, about, act, now):
        messages.success(request, _("Verified. From now on their yes counts."))
        return redirect("families:person", case.pk, row.person_id) if case else redirect("home:today")
    waits_for_another = look == SecondLook.ANOTHER and row.recorded_by_id == request.user.pk
    context = {"case": case, "about": about, "row": row, "form": form, "waits_for_another": waits_for_another}
    return render(request, "consent/second_look.html", {**context, "now": now})
