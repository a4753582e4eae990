"""What a service allows, for its manager: in force, as it was, and other limits, looked at before they are set."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consent.actions.ceilings import Unfit, set_ceiling
from consent.defaults import first_rules
from consent.forms.limiting import AgesForm, BackForm, PurposeForm, SettingForm
from consent.house_rules import limits_in_force
from consent.limits import NOTHING, Rules, history_of, outlook_of, shown_limits
from consent.models import Action, Ceiling, Purpose
from consent.rules import again_at, changes_between, fault_in, verify_by, with_texts_of
from consent.texts import wording_of
from families.forms.sending import taken
from vigportal.accounts.access import SignedIn, seat_for
from vigportal.accounts.models import Service
from vigportal.accounts.roles import Act
from vigportal.accounts.sudo import proved_lately

A_PAGE = 10


@require_GET
def limits(request: SignedIn) -> HttpResponse:
    """Everything that is allowed, the ages, and what was changed when and by whom."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    stands, rules = _standing(service, now)
    steps = Paginator(history_of(service), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "service": service, "stands": stands, "limits": shown_limits(rules), "ages": rules["ages"],
        "again_at": again_at(rules), "verify_by": verify_by(rules), "page": steps, "now": now,
    }  # fmt: skip
    return render(request, "consent/limits.html", context)


@require_http_methods(["GET", "POST"])
@proved_lately
def purpose_limits(request: SignedIn, purpose: str) -> HttpResponse:
    """One purpose."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    if purpose not in Purpose.values or purpose == Purpose.EVERYTHING:
        raise Http404
    asked = Purpose(purpose)
    wordings = {action: wording_of(service, asked, action) for action in Action}
    stands, rules = _standing(service, now)
    initial = {"upon": stands.pk if stands else None}
    form = PurposeForm(request.POST or None, stands=rules, wordings=wordings, purpose=asked, initial=initial)
    return _asked(request, form, service, "consent/purpose_limits.html", now)


@require_http_methods(["GET", "POST"])
@proved_lately
def ages(request: SignedIn) -> HttpResponse:
    """The ages, and whose second look counts."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    stands, rules = _standing(service, now)
    form = AgesForm(request.POST or None, stands=rules, initial={"upon": stands.pk if stands else None})
    return _asked(request, form, service, "consent/ages.html", now)


@require_http_methods(["GET", "POST"])
@proved_lately
def back(request: SignedIn, ceiling_id: UUID) -> HttpResponse:
    """Back to the limits as they were."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    earlier = next((step.ceiling for step in history_of(service) if step.ceiling.pk == ceiling_id), None)
    if earlier is None:
        raise Http404
    return _go_to(request, service, earlier.rules, now)


@require_http_methods(["GET", "POST"])
@proved_lately
def first(request: SignedIn) -> HttpResponse:
    """The limits of a service's first day, with the ages of its nation."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    _stands, rules = _standing(service, now)
    return _go_to(request, service, with_texts_of(first_rules(service.nation), rules), now)


def _standing(service: Service, now: datetime) -> tuple[Ceiling | None, Rules]:
    stands = limits_in_force(service, now)
    return stands, stands.rules if stands else NOTHING


def _go_to(request: SignedIn, service: Service, wanted: Rules, now: datetime) -> HttpResponse:
    """Whole rules that are known: looked at first, without a question before."""
    stands, rules = _standing(service, now)
    upon = str(stands.pk) if stands else ""
    form = BackForm(request.POST or {"upon": upon}, stands=rules, wanted=wanted)
    return _asked(request, form, service, "consent/look_at_limits.html", now)


def _asked(request: SignedIn, form: SettingForm, service: Service, page: str, now: datetime) -> HttpResponse:
    """The questions; then what the answers would do; then it is set."""
    context = {"service": service, "form": form, "now": now}
    if form.data.get("sure"):

        def act() -> None:
            set_ceiling(
                actor=request.user, service=service, rules=form.rules(), upon=form.cleaned_data["upon"], now=now
            )

        if taken(request, form, service, act, now):
            messages.success(request, _("Saved. It counts from now on."))
            return redirect("consent:limits")
    elif form.is_valid() and (isinstance(form, BackForm) or _fits(form)):
        changes, outlook = changes_between(form.stands, form.rules()), outlook_of(service, form.rules(), now)
        context |= {"changes": changes, "outlook": outlook}
        return render(request, "consent/look_at_limits.html", context)
    return render(request, page, context)


def _fits(form: SettingForm) -> bool:
    """Whether the answers can be set and change anything; else it is said in the form."""
    fault = fault_in(form.rules())
    if fault or form.rules() == form.stands:
        form.add_error(None, str(Unfit(fault.value if fault else Unfit.UNCHANGED).label))
    return form.is_valid()
