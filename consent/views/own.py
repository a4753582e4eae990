"""The family's side: who can see a clip, stopping it, stopping everything, and one's own papers."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consent.access import Speaking, own_speaking_for
from consent.actions import declaring
from consent.answers import answers_of
from consent.forms.asking import Channel, Kind
from consent.forms.finding import PapersForm
from consent.forms.sending import speaker_of, taken_down
from consent.forms.stopping import StopForm, StopPurposeForm, since_the_last_yes
from consent.models import Action, Asset, Purpose
from consent.queries import said_by
from consent.reading import may_block, reading_of
from consent.viewers import circles_of
from families.access import own_person_for
from families.forms.sending import OnceForm
from families.models import Case
from families.queries import cases_of_own_family, own_people
from vigportal.accounts.access import SignedIn
from vigportal.accounts.models import User

A_PAGE = 20


@require_http_methods(["GET", "POST"])
def who(request: SignedIn, asset_id: UUID) -> HttpResponse:
    """Who can see this, in plain words, with switches. Off works at once; on shows the exact words first."""
    now = timezone.now()
    speaking = own_speaking_for(request.user, asset_id, now)
    if question := _words_first(request.POST.get("start", ""), speaking):
        return redirect(f"{question}?from=who")
    form = StopPurposeForm(request.POST or None, speaking=speaking)
    if _taken_back(request, form, speaking, now):
        messages.success(request, _("Stopped. It works at once."))
        return (
            redirect("consent:answers") if request.GET.get("from") == "answers" else redirect(request.get_full_path())
        )
    told = {"circles": circles_of(speaking), "root": speaking.reading.root, "back": _back(request, speaking.asset)}
    context = {"speaking": speaking, "asset": speaking.asset, **told, "form": form, "now": now}
    return render(request, "consent/who.html", context)


def _words_first(start: str, speaking: Speaking) -> str:
    """Where the words of a switch are read before it is on; nothing where none was turned on."""
    purpose, _colon, action = start.partition(":")
    if purpose not in Purpose.values or action not in {"", Action.KEEP_COPY}:
        return ""
    page = "consent:copy" if action else "consent:question"
    return reverse(page, args=[speaking.asset.pk, speaking.maker.pk, purpose])


def _taken_back(request: SignedIn, form: StopForm, speaking: Speaking, now: datetime) -> bool:
    """Whether a form of one button was sent and taken: no reason, no password."""
    if not form.is_valid():
        return False

    def act() -> None:
        declaring.declare(actor=request.user, kind=Kind.WITHDRAW, said=form.said(), now=now)

    return taken_down(form, act, speaker_of(request.user, speaking), now)


def _back(request: SignedIn, asset: Asset) -> str:
    """To the page that the reader came from: the clip itself only where it was put before them."""
    came_from = request.GET.get("from")
    if came_from == "watch" and asset.kind == Asset.Kind.CLIP:
        return reverse("videos:watch", args=[asset.clip.pk])
    return reverse("consent:answers" if came_from == "answers" else "home:start")


@require_http_methods(["GET", "POST"])
def stop(request: SignedIn, asset_id: UUID) -> HttpResponse:
    """Stopping one clip: every purpose, at once."""
    now = timezone.now()
    speaking = own_speaking_for(request.user, asset_id, now)
    form = StopForm(request.POST or None, speaking=speaking)
    if _taken_back(request, form, speaking, now):
        return redirect("consent:stopped")
    context = {"speaking": speaking, "asset": speaking.asset, "form": form, "now": now}
    return render(request, "consent/stop.html", context)


@require_http_methods(["GET", "POST"])
def stop_everything(request: SignedIn) -> HttpResponse:
    """Stopping everything: every film and clip of every case, those to come included."""
    now = timezone.now()
    cases = list(cases_of_own_family(request.user, now))
    if not cases:
        raise Http404
    form = OnceForm(request.POST or None)
    if form.is_valid():
        for case in cases:
            _stop(request.user, form.cleaned_data["form_id"], case, now)
        return redirect("consent:stopped")
    return render(request, "consent/stop_everything.html", {"form": form, "cases": cases})


def _stop(actor: User, form_id: UUID, case: Case, now: datetime) -> None:
    """One case of several: a person may have a part in two."""
    maker, reading = own_person_for(actor, case, now), reading_of(case, now)
    declaring.stop_everything(
        actor=actor,
        form_id=since_the_last_yes(form_id, "everything", reading, maker),
        case=case,
        by=maker,
        about=tuple(may_block(reading, maker)),
        channel=Channel.OWN_SIGN_IN,
        now=now,
    )


@require_GET
def stopped(request: SignedIn) -> HttpResponse:
    """Plainly: it is stopped."""
    return render(request, "consent/stopped.html", {"now": timezone.now()})


@require_GET
def answers(request: SignedIn) -> HttpResponse:
    """What I said yes to, each with one key to take it back; what I said no to, and what has ended."""
    now = timezone.now()
    if not own_people(request.user, now):
        raise Http404
    context = {"answers": answers_of(request.user, now), "form": OnceForm(), "now": now}
    return render(request, "consent/answers.html", context)


@require_GET
def papers(request: SignedIn) -> HttpResponse:
    """Everything I said, with the words I read."""
    now = timezone.now()
    people = own_people(request.user, now)
    if not people:
        raise Http404
    form = PapersForm(request.GET or None)
    page = Paginator(form.found_in(said_by(people)), A_PAGE).get_page(request.GET.get("page"))
    kept = "&" + urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)})
    return render(request, "consent/papers.html", {"page": page, "form": form, "kept": kept, "now": now})
