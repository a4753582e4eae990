"""Giving and refusing, one question a page: on the practitioner's screen, or at the parent's own sign-in."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from consent import facts
from consent.access import Speaking, speaking_for
from consent.actions.declaring import declare
from consent.forms.asking import AnswerForm
from consent.forms.foreseeing import assets_it_shuts, noes_it_leaves
from consent.forms.planning import PlanForm
from consent.forms.sending import speaker_of, taken_down
from consent.forms.signing import SPOKEN
from consent.models import Action, Purpose
from consent.outlook import outlook_of, supposed
from consent.plan import Step, answers_on
from consent.queries import declarations_named, footage_of, text_for
from consent.reading import OwnAnswer, reading_of
from consent.record import texts_for
from consent.spoken import wished_for
from consent.views.steps import address_of, keep_plan, onward, place_of, plan_of, steps_of, while_it_stands
from vigportal.accounts.access import SignedIn


@while_it_stands
@require_http_methods(["GET", "POST"])
def plan(request: SignedIn, asset_id: UUID, maker_id: UUID) -> HttpResponse:
    """What to ask about today, chosen by the practitioner before the first question. It answers nothing."""
    speaking = speaking_for(request.user, asset_id, maker_id, timezone.now())
    if speaking.is_own:
        raise Http404
    chosen = plan_of(request, speaking)
    form = PlanForm(request.POST or None, speaking=speaking, initial=PlanForm.initial_for(chosen))
    if form.is_valid():
        keep_plan(request, speaking, form.plan())
        return redirect(address_of(request, speaking, steps_of(speaking, form.plan())[0]))
    context = {"speaking": speaking, "asset": speaking.asset, "form": form, "groups": form.groups()}
    return render(request, "consent/plan.html", {**context, "now": speaking.reading.now})


@while_it_stands
@require_http_methods(["GET", "POST"])
def question(request: SignedIn, asset_id: UUID, maker_id: UUID, purpose: str, action: str = "view") -> HttpResponse:
    """One purpose: the exact words, yes and no. What an answer would do is shown before it is saved."""
    now = timezone.now()
    speaking = speaking_for(request.user, asset_id, maker_id, now)
    step, chosen = _step(speaking, purpose, action), plan_of(request, speaking)
    language = chosen.language or wished_for(request.headers.get("Accept-Language", ""))
    text = text_for(speaking.asset.case.family.service, step.purpose, step.action, language)
    initial = {"text": text.pk, "how": request.GET.get("how")}
    form = AnswerForm(request.POST or None, speaking=speaking, step=step, plan=chosen, initial=initial)
    context = {"speaking": speaking, "asset": speaking.asset, "step": step, "text": text, "form": form, "now": now}
    if form.is_valid():
        if before := _to_be_shown_before(form, request.user.pk):
            return render(request, "consent/before.html", {**context, **before})

        def act() -> None:
            declare(actor=request.user, kind=form.kind, said=form.said(), now=now)

        if taken_down(form, act, speaker_of(request.user, speaking), now):
            return redirect(_after(request, form))
    place = place_of(request, speaking, chosen, step)
    return render(request, "consent/question.html", {**context, **place, "outlook": _outlook(form)})


@require_GET
def said(request: SignedIn, asset_id: UUID, maker_id: UUID) -> HttpResponse:
    """What was said, all of it on one page: what was asked about today, and whatever was answered before."""
    now = timezone.now()
    speaking = speaking_for(request.user, asset_id, maker_id, now)
    today = set(steps_of(speaking, plan_of(request, speaking)))
    every = (Step(purpose, action) for purpose in speaking.reading.asked for action in Action)
    answers = [(step, answered) for step in every if (answered := _answered(speaking, step, today))]
    context = {"speaking": speaking, "asset": speaking.asset, "answers": answers, "now": now}
    return render(request, "consent/said.html", context)


def _answered(speaking: Speaking, step: Step, today: set[Step]) -> list[OwnAnswer]:
    people = speaking.blocks_for()
    answers = answers_on(speaking.reading, speaking.maker, people, speaking.asset, step)
    return answers if step in today or any(each.yes or each.noes for each in answers) else []


def _step(speaking: Speaking, purpose: str, action: str) -> Step:
    """A question that can be put: with words for it."""
    if purpose not in Purpose.values or purpose == Purpose.EVERYTHING:
        raise Http404
    step = Step(Purpose(purpose), Action(action))
    if not texts_for(speaking.asset.case.family.service, step.purpose, step.action).exists():
        raise Http404
    return step


def _to_be_shown_before(form: AnswerForm, viewer: UUID) -> dict[str, object]:
    """A yes: the noes that it leaves standing. A no, on the practitioner's screen: what it will shut."""
    if form.cleaned_data["sure"]:
        return {}
    reading, proposed = form.speaking.reading, form.proposals()
    if form.is_yes:
        left = noes_it_leaves(reading, proposed)
        return {"noes": declarations_named(reading.case, left)} if left else {}
    shut = set() if form.speaking.is_own else assets_it_shuts(reading, proposed, viewer)
    return {"shuts": [asset for asset in footage_of(reading.case) if asset.pk in shut]} if shut else {}


def _outlook(form: AnswerForm) -> object:
    """What a yes would open: for the practitioner, because it rests on everybody's answers."""
    speaking, step = form.speaking, form.step
    people = speaking.gives_for(step.purpose)
    if speaking.is_own or not people:
        return None
    means = facts.Line(step.purpose, step.action)
    proposed = supposed(speaking.reading, speaking.maker, people, speaking.asset.pk, means)
    viewers = [user.pk for user in form.viewers] if form.needs_names else []
    return outlook_of(speaking.reading, footage_of(speaking.reading.case), proposed, step.purpose, viewers)


def _after(request: SignedIn, form: AnswerForm) -> str:
    """Read anew: a yes may have brought a further question."""
    speaking = form.speaking
    fresh = Speaking(speaking.asset, speaking.maker, reading_of(speaking.asset.case, timezone.now()), speaking.is_own)
    how = SPOKEN if form.cleaned_data.get("how") == SPOKEN else ""
    return onward(request, fresh, steps_of(fresh, form.plan), form.step, how=how)
