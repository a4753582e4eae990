"""Addresses of the work."""

from django.urls import path

from sessions.views import cycles, goals

app_name = "sessions"
urlpatterns = [
    path("cases/<uuid:case_id>/goals/", goals.goals_of_case, name="goals"),
    path("cases/<uuid:case_id>/goals/new/", goals.agree_goal, name="agree_goal"),
    path("cases/<uuid:case_id>/rate/", goals.rate_goals, name="rate_goals"),
    path("goals/<uuid:goal_id>/change/", goals.change_goal, name="change_goal"),
    path("goals/<uuid:goal_id>/set-aside/", goals.set_aside, name="set_aside"),
    path("cases/<uuid:case_id>/cycles/", cycles.cycles_of_case, name="cycles"),
    path("cases/<uuid:case_id>/cycles/new/", cycles.open_cycle, name="open_cycle"),
    path("cycles/<uuid:cycle_id>/rate/", goals.rate, name="rate"),
    path("cycles/<uuid:cycle_id>/filming/plan/", cycles.plan_filming, name="plan_filming"),
    path("cycles/<uuid:cycle_id>/filming/held/", cycles.hold_filming, name="hold_filming"),
    path("cycles/<uuid:cycle_id>/review/plan/", cycles.plan_review, name="plan_review"),
    path("cycles/<uuid:cycle_id>/review/held/", cycles.hold_review, name="hold_review"),
]
