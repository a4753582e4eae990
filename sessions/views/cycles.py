"""Cycles: begun, filmed, reviewed together."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from families.access import case_for
from families.forms.sending import taken
from sessions import queries
from sessions.access import cycle_for
from sessions.actions import cycles
from sessions.forms.cycles import FilmingForm, NextCycleForm, PlanForm, ReviewForm
from vigportal.accounts.access import SignedIn
from vigportal.web.htmx import page_or_panel


@require_GET
def cycles_of_case(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Every cycle: when it was filmed, who was there, the review and its next step."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    context = {"case": case, "cycles": queries.cycles_of(case), "facts": queries.facts_of(case), "now": now}
    return page_or_panel(request, "sessions/cycles.html", context)


@require_http_methods(["GET", "POST"])
def open_cycle(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Beginning the next cycle, with the step that the last review gave it."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    last = queries.last_cycle_of(case)
    form = NextCycleForm(request.POST or None, initial={"number": last.number + 1 if last else 1})

    def act() -> None:
        cycles.open_cycle(actor=request.user, case=case, number=form.cleaned_data["number"], now=now)

    if taken(request, form, case, act, now):
        begun = queries.last_cycle_of(case)
        return redirect("sessions:plan_filming", begun.pk) if begun else redirect("sessions:cycles", case.pk)
    return render(request, "sessions/open_cycle.html", {"case": case, "last": last, "form": form})


@require_http_methods(["GET", "POST"])
def plan_filming(request: SignedIn, cycle_id: UUID) -> HttpResponse:
    """When and where the family will be filmed; also to move it."""
    now = timezone.now()
    cycle = cycle_for(request.user, cycle_id, now)
    stands = queries.plan_of(cycle, "filming")
    form = PlanForm(request.POST or None, initial=stands, now=now)

    def act() -> None:
        cycles.plan_filming(actor=request.user, cycle=cycle, now=now, **form.cleaned_data)

    if taken(request, form, cycle.case, act, now):
        messages.success(request, _("The filming is planned."))
        return redirect("families:case", cycle.case_id)
    context = {"case": cycle.case, "cycle": cycle, "form": form, "before": queries.cycle_before(cycle)}
    return render(request, "sessions/plan_filming.html", context)


@require_http_methods(["GET", "POST"])
def hold_filming(request: SignedIn, cycle_id: UUID) -> HttpResponse:
    """The family was filmed; also to put right what was noted."""
    now = timezone.now()
    cycle = cycle_for(request.user, cycle_id, now)
    family = cycle.case.family
    form = FilmingForm(request.POST or None, initial=queries.visit_of(cycle, now), now=now, family=family)

    def act() -> None:
        cycles.hold_filming(actor=request.user, cycle=cycle, visit=form.visit(), now=now)

    if taken(request, form, cycle.case, act, now):
        messages.success(request, _("Noted. Add the film when you have it at hand."))
        return redirect("families:case", cycle.case_id)
    return render(request, "sessions/hold_filming.html", {"case": cycle.case, "cycle": cycle, "form": form})


@require_http_methods(["GET", "POST"])
def plan_review(request: SignedIn, cycle_id: UUID) -> HttpResponse:
    """When and where the clips will be watched together; also to move it."""
    now = timezone.now()
    cycle = cycle_for(request.user, cycle_id, now)
    form = PlanForm(request.POST or None, initial=queries.plan_of(cycle, "review"), now=now)

    def act() -> None:
        cycles.plan_review(actor=request.user, cycle=cycle, now=now, **form.cleaned_data)

    if taken(request, form, cycle.case, act, now):
        messages.success(request, _("The shared review is planned."))
        return redirect("families:case", cycle.case_id)
    return render(request, "sessions/plan_review.html", {"case": cycle.case, "cycle": cycle, "form": form})


@require_http_methods(["GET", "POST"])
def hold_review(request: SignedIn, cycle_id: UUID) -> HttpResponse:
    """The clips were watched together, and the next step was found; also to put right what was noted."""
    now = timezone.now()
    cycle = cycle_for(request.user, cycle_id, now)
    form = ReviewForm(request.POST or None, initial=queries.review_of(cycle, now), now=now)

    def act() -> None:
        cycles.hold_review(actor=request.user, cycle=cycle, review=form.review(), now=now)

    if taken(request, form, cycle.case, act, now):
        messages.success(request, _("Noted. The next step stands at the top of the next cycle."))
        return redirect("families:case", cycle.case_id)
    return render(request, "sessions/hold_review.html", {"case": cycle.case, "cycle": cycle, "form": form})
