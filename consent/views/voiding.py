"""A yes that was entered in error: one signs that it was, another one confirms it. A page for each."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consent.access import holds_case_of, mistaken_for
from consent.actions.voiding import sign_void, void_declaration
from consent.forms.sending import taken_down
from consent.models import Declaration
from consent.record import first_signature, is_voided
from families.forms.sending import OnceForm
from vigportal.accounts.access import SignedIn


@require_http_methods(["GET", "POST"])
def void(request: SignedIn, declaration_id: UUID) -> HttpResponse:
    """The first signature. Nothing changes yet."""
    now = timezone.now()
    mistaken = mistaken_for(request.user, declaration_id, now)
    form = OnceForm(request.POST or None)
    if form.is_valid():

        def act() -> None:
            sign_void(actor=request.user, form_id=form.cleaned_data["form_id"], mistaken=mistaken, now=now)

        if taken_down(form, act, (request.user, mistaken.scope, mistaken.by), now):
            return redirect("consent:confirm_void", mistaken.pk)
    elif first_signature(mistaken) and request.method == "GET":
        return redirect("consent:confirm_void", mistaken.pk)
    return _page(request, mistaken, form, now)


@require_http_methods(["GET", "POST"])
def confirm_void(request: SignedIn, declaration_id: UUID) -> HttpResponse:
    """The second signature, by another hand. It takes the yes back."""
    now = timezone.now()
    mistaken = mistaken_for(request.user, declaration_id, now)
    signed = first_signature(mistaken)
    if signed is None:
        return redirect("consent:void", mistaken.pk)
    form = OnceForm(request.POST or None)
    if form.is_valid():
        form_id, first = form.cleaned_data["form_id"], signed.recorded_by

        def act() -> None:
            void_declaration(actor=request.user, form_id=form_id, mistaken=mistaken, first_signer=first, now=now)

        if taken_down(form, act, (request.user, mistaken.scope, mistaken.by), now):
            messages.success(request, _("The yes is taken back. It counts no more."))
            return redirect("consent:confirm_void", mistaken.pk)
    return _page(request, mistaken, form, now)


def _page(request: SignedIn, mistaken: Declaration, form: OnceForm, now: datetime) -> HttpResponse:
    """How far it is. Whoever supervises and doesn't hold the case reads no name."""
    context = {"mistaken": mistaken, "form": form, "signed": first_signature(mistaken), "now": now}
    told = {"is_voided": is_voided(mistaken), "holds": holds_case_of(request.user, mistaken, now)}
    return render(request, "consent/void.html", {**context, **told})
