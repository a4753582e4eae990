"""Question 2 of 4: where it goes back to, where on to; and what happens when a page has been overtaken by events."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from consent.access import NotTheirs, Speaking, gone_for
from consent.actions.accepting import WhyNot
from consent.actions.refusing import refuse_declaration
from consent.models import Action
from consent.plan import Plan, Step, plan_from
from vigportal.accounts.access import SignedIn

KEPT = ("from", "how")
"""What goes along from page to page: where the asking began, and how the answers are given."""
SITTING = "asking"
NAMES = {Action.VIEW: "consent:question", Action.KEEP_COPY: "consent:copy"}
View = Callable[..., HttpResponse]


def while_it_stands(view: View) -> View:
    """A page about what was erased since, or for somebody whose word it can't be. If it was sent, that is entered."""

    @wraps(view)
    def asked(request: SignedIn, asset_id: UUID, *parts: Any, **named: Any) -> HttpResponse:
        now = timezone.now()
        if gone := gone_for(request.user, asset_id, now):
            if request.method == "POST":
                refuse_declaration(actor=request.user, scope=gone, by=None, why=WhyNot.STALE, now=now)
            return render(request, "consent/gone.html", {"now": now}, status=410)
        try:
            return view(request, asset_id, *parts, **named)
        except NotTheirs as no:
            if request.method == "POST":
                refuse_declaration(actor=request.user, scope=no.asset, by=None, why=no.why, now=now)
            raise

    return asked


def plan_of(request: SignedIn, speaking: Speaking) -> Plan:
    """What is asked about in this sitting. At a sign-in of their own: the usual purposes."""
    kept = {} if speaking.is_own else request.session.get(SITTING, {}).get(_key(speaking), {})
    return plan_from(kept, speaking.reading)


def keep_plan(request: SignedIn, speaking: Speaking, plan: Plan) -> None:
    """For as long as the sitting lasts."""
    request.session[SITTING] = {**request.session.get(SITTING, {}), _key(speaking): plan.as_kept()}


def _key(speaking: Speaking) -> str:
    return f"{speaking.asset.pk} {speaking.maker.pk}"


def steps_of(speaking: Speaking, plan: Plan) -> list[Step]:
    """All questions of this sitting, in order."""
    people = speaking.blocks_for()
    return plan.steps(speaking.reading, speaking.maker, people, speaking.asset)


def place_of(request: SignedIn, speaking: Speaking, plan: Plan, step: Step) -> dict[str, object]:
    """Question 2 of 4, where it goes back to, and where on to. Asked from a clip's own page, it is one question."""
    if request.GET.get("from") == "who":
        who = reverse("consent:who", args=[speaking.asset.pk])
        return {"back": who, "onward": who, "number": 0}
    steps = steps_of(speaking, plan)
    number = steps.index(step) + 1 if step in steps else 0
    back = reverse("home:start") if speaking.is_own else _page("consent:plan", speaking)
    if number > 1:
        back = address_of(request, speaking, steps[number - 2])
    return {"back": back, "onward": onward(request, speaking, steps, step), "number": number, "of": len(steps)}


def onward(request: SignedIn, speaking: Speaking, steps: list[Step], step: Step, **more: str) -> str:
    """The next question; after the last one, what was said."""
    if request.GET.get("from") == "who":
        return reverse("consent:who", args=[speaking.asset.pk])
    after = steps[steps.index(step) + 1 :] if step in steps else []
    return address_of(request, speaking, after[0], **more) if after else _page("consent:said", speaking)


def address_of(request: SignedIn, speaking: Speaking, step: Step, **more: str) -> str:
    """The page of a question."""
    kept = {name: request.GET[name] for name in KEPT if name in request.GET} | {k: v for k, v in more.items() if v}
    page = reverse(NAMES[step.action], args=[speaking.asset.pk, speaking.maker.pk, step.purpose.value])
    return f"{page}?{urlencode(kept)}" if kept else page


def _page(name: str, speaking: Speaking) -> str:
    return reverse(name, args=[speaking.asset.pk, speaking.maker.pk])
