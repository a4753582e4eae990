"""Goals with their charts, agreeing and changing them, and rating them on either side."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from families.access import case_for, own_case_for
from families.forms.sending import taken
from sessions import queries
from sessions.access import cycle_for, goal_for
from sessions.actions import goals
from sessions.forms.goals import By, GoalForm, RatingForm, scale_of, stands_of
from vigportal.accounts.access import SignedIn
from vigportal.web.htmx import page_or_panel


@require_GET
def goals_of_case(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Each goal with its chart and table."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    seen = queries.goals_seen(case, _("Start"), _("Cycle %(number)s"))
    context = {
        "case": case,
        "service": case.family.service,
        "standing": [each for each in seen if each.goal.set_aside_at is None],
        "aside": [each for each in seen if each.goal.set_aside_at is not None],
        "cycle": queries.last_cycle_of(case),
        "most": goals.MOST,
        "now": now,
    }
    return page_or_panel(request, "sessions/goals.html", context)


@require_http_methods(["GET", "POST"])
def agree_goal(request: SignedIn, case_id: UUID) -> HttpResponse:
    """One goal more, up to three."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    form = GoalForm(request.POST or None, service=case.family.service)

    def act() -> None:
        key = form.cleaned_data["form_id"]
        goals.agree_goal(actor=request.user, case=case, key=key, new=form.new(), now=now)

    if taken(request, form, case, act, now):
        messages.success(request, _("The goal is agreed."))
        return redirect("sessions:goals", case.pk)
    return render(request, "sessions/agree_goal.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
def change_goal(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Putting a goal differently."""
    now = timezone.now()
    goal = goal_for(request.user, goal_id, now)
    stands = {"wording": goal.wording, "now_at": queries.start_of(goal), "hoped_for": goal.hoped_for}
    form = GoalForm(request.POST or None, service=goal.case.family.service, initial=stands)

    def act() -> None:
        goals.change_goal(actor=request.user, goal=goal, new=form.new(), now=now)

    if taken(request, form, goal.case, act, now):
        messages.success(request, _("Saved."))
        return redirect("sessions:goals", goal.case_id)
    return render(request, "sessions/change_goal.html", {"case": goal.case, "goal": goal, "form": form})


@require_http_methods(["GET", "POST"])
def set_aside(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Setting a goal aside; its ratings stay."""
    now = timezone.now()
    goal = goal_for(request.user, goal_id, now)
    form = Form(request.POST)

    def act() -> None:
        goals.set_aside(actor=request.user, goal=goal, now=now)

    if taken(request, form, goal.case, act, now):
        messages.success(request, _("The goal is set aside. What was rated stays."))
        return redirect("sessions:goals", goal.case_id)
    return render(request, "sessions/set_aside.html", {"case": goal.case, "goal": goal, "form": form})


@require_http_methods(["GET", "POST"])
def rate(request: SignedIn, cycle_id: UUID) -> HttpResponse:
    """The practitioner enters both views, the family's and their own."""
    now = timezone.now()
    cycle = cycle_for(request.user, cycle_id, now)
    case = cycle.case
    form = RatingForm(
        request.POST or None,
        goals=queries.goals_standing(case),
        voices=[By.FAMILY, By.PRACTITIONER],
        points=scale_of(case.family.service),
        initial=stands_of(cycle.ratings.all()),
    )

    def act() -> None:
        goals.rate_goals(actor=request.user, cycle=cycle, ratings=form.new(), now=now)

    if taken(request, form, case, act, now):
        return redirect("sessions:goals", case.pk)
    return render(request, "sessions/rate.html", {"case": case, "cycle": cycle, "form": form})


@require_http_methods(["GET", "POST"])
def rate_goals(request: SignedIn, case_id: UUID) -> HttpResponse:
    """The family rates its own goals, in the cycle the work is in."""
    now = timezone.now()
    case = own_case_for(request.user, case_id, now)
    cycle = queries.last_cycle_of(case)
    if cycle is None or case.closed_at is not None:
        raise Http404
    form = RatingForm(
        request.POST or None,
        goals=queries.goals_standing(case),
        voices=[By.FAMILY],
        points=scale_of(case.family.service),
        initial=stands_of(cycle.ratings.filter(by=By.FAMILY)),
    )

    def act() -> None:
        goals.rate_goals(actor=request.user, cycle=cycle, ratings=form.new(), now=now)

    if taken(request, form, case, act, now):
        messages.success(request, _("Thank you. It is saved."))
        return redirect("home:start")
    return render(request, "sessions/rate_goals.html", {"case": case, "cycle": cycle, "form": form})
