"""Giving and refusing, one question a page: on the practitioner's screen, or at the parent's own sign-in."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from consent.access import Speaking, speaking_for
from consent.actions.declaring import declare
from consent.forms.asking import AnswerForm, assets_it_shuts, noes_it_leaves
from consent.forms.sending import speaker_of, taken_down
from consent.models import Purpose
from consent.queries import declarations_named, footage_of, text_for
from consent.reading import own_answers
from vigportal.accounts.access import SignedIn

KEPT = ("from", "how")
"""What goes along from page to page: where the asking began, and how the answers are given."""


@require_http_methods(["GET", "POST"])
def question(request: SignedIn, asset_id: UUID, maker_id: UUID, purpose: str) -> HttpResponse:
    """One purpose: the exact words, yes and no. What an answer would do is shown before it is saved."""
    now = timezone.now()
    speaking = speaking_for(request.user, asset_id, maker_id, now)
    asked = _purpose(purpose)
    text = text_for(speaking.asset.case.family.service, asked, language=request.LANGUAGE_CODE)
    initial = {"text": text.pk, "how": request.GET.get("how")}
    form = AnswerForm(request.POST or None, speaking=speaking, purpose=asked, initial=initial)
    context = {"speaking": speaking, "asset": speaking.asset, "purpose": asked, "text": text, "form": form, "now": now}
    if form.is_valid():
        if before := _to_be_shown_before(form, request.user.pk):
            return render(request, "consent/before.html", {**context, **before})

        def act() -> None:
            declare(actor=request.user, kind=form.kind, said=form.said(), now=now)

        if taken_down(form, act, speaker_of(request.user, speaking), now):
            return redirect(_next(request, speaking, asked, form))
    return render(request, "consent/question.html", {**context, **_place(request, speaking, asked)})


@require_GET
def said(request: SignedIn, asset_id: UUID, maker_id: UUID) -> HttpResponse:
    """What was said, all of it on one page."""
    now = timezone.now()
    speaking = speaking_for(request.user, asset_id, maker_id, now)
    reading, people = speaking.reading, speaking.blocks_for()
    answers = [(purpose, own_answers(reading, speaking.maker, people, asset_id, purpose)) for purpose in reading.asked]
    context = {"speaking": speaking, "asset": speaking.asset, "answers": answers, "now": now}
    return render(request, "consent/said.html", context)


def _purpose(word: str) -> Purpose:
    if word not in Purpose.values or word == Purpose.EVERYTHING:
        raise Http404
    return Purpose(word)


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


def _place(request: SignedIn, speaking: Speaking, purpose: Purpose) -> dict[str, object]:
    """Question 2 of 3, where it goes back to, and where on to. Asked from a clip's own page, it is one question."""
    if request.GET.get("from") == "who":
        who = reverse("consent:who", args=[speaking.asset.pk])
        return {"back": who, "onward": who, "number": 0}
    asked = speaking.reading.asked
    number = asked.index(purpose) + 1 if purpose in asked else 1
    back = reverse("home:start") if speaking.is_own else reverse("consent:ask", args=[speaking.asset.pk])
    if number > 1:
        back = _address(request, speaking, asked[number - 2])
    onward = _onward(request, speaking, purpose)
    return {"back": back, "onward": onward, "number": number, "of": max(len(asked), 1)}


def _onward(request: SignedIn, speaking: Speaking, purpose: Purpose, **more: str) -> str:
    asked = speaking.reading.asked
    after = asked[asked.index(purpose) + 1 :] if purpose in asked else []
    if after:
        return _address(request, speaking, after[0], **more)
    return reverse("consent:said", args=[speaking.asset.pk, speaking.maker.pk])


def _next(request: SignedIn, speaking: Speaking, purpose: Purpose, form: AnswerForm) -> str:
    if request.GET.get("from") == "who":
        return reverse("consent:who", args=[speaking.asset.pk])
    return _onward(request, speaking, purpose, how=form.cleaned_data.get("how") or "")


def _address(request: SignedIn, speaking: Speaking, purpose: Purpose, **more: str) -> str:
    kept = {name: request.GET[name] for name in KEPT if name in request.GET} | {k: v for k, v in more.items() if v}
    page = reverse("consent:question", args=[speaking.asset.pk, speaking.maker.pk, purpose.value])
    return f"{page}?{urlencode(kept)}" if kept else page
