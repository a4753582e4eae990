"""The words that are read before a yes, for the service's manager: in force, as they were, and new ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consent.actions.publishing import add_language, publish_words
from consent.forms.writing import LanguageForm, WordsForm, WritingForm
from consent.house_rules import limits_in_force
from consent.languages import language_of
from consent.limits import outlook_of
from consent.models import Action, Purpose
from consent.prose import changes_between, ease_of
from consent.rules import with_oldest_text
from consent.texts import KEYS, Wording, wording_of, wordings_of, would_wait
from families.forms.sending import taken
from vigportal.accounts.access import SignedIn, seat_for
from vigportal.accounts.models import Service
from vigportal.accounts.roles import Act
from vigportal.accounts.sudo import proved_lately


@require_GET
def texts(request: SignedIn) -> HttpResponse:
    """Every purpose and action: which words are in force, in which languages."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    wordings = wordings_of(service)
    worded = [wording for wording in wordings if wording.in_force]
    wordless = [wording for wording in wordings if not wording.in_force]
    context = {"service": service, "worded": worded, "wordless": wordless, "now": now}
    return render(request, "consent/texts.html", context)


@require_GET
def text(request: SignedIn, purpose: str, action: str) -> HttpResponse:
    """One of them: the words in force beside the default's, and every version before."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    context = {"service": service, "wording": _wording(service, purpose, action), "now": now}
    return render(request, "consent/text.html", context)


@require_http_methods(["GET", "POST"])
@proved_lately
def write(request: SignedIn, purpose: str, action: str) -> HttpResponse:
    """A new version: written, looked at as a parent will see it, published."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    wording = _wording(service, purpose, action)
    form = WordsForm(request.POST or None, wording=wording, start=_start(request, wording))

    def act() -> None:
        publish_words(actor=request.user, service=service, new=form.new(), now=now)

    return _written(request, form, act, {"service": service, "wording": wording, "now": now})


@require_http_methods(["GET", "POST"])
@proved_lately
def language(request: SignedIn, purpose: str, action: str) -> HttpResponse:
    """The words in force, said in one language more."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    wording = _wording(service, purpose, action)
    if wording.in_force is None:
        raise Http404
    form = LanguageForm(request.POST or None, wording=wording)

    def act() -> None:
        add_language(actor=request.user, service=service, new=form.new(), now=now)

    return _written(request, form, act, {"service": service, "wording": wording, "now": now})


def _written(request: SignedIn, form: WritingForm, act: Callable[[], None], context: dict[str, Any]) -> HttpResponse:
    """Published, if it was looked at and is taken; else the page in between, or the form."""
    if form.data.get("sure") and taken(request, form, context["service"], act, context["now"]):
        messages.success(request, _("Published. These words are read from now on."))
        return redirect("consent:text", form.wording.purpose.value, form.wording.action.value)
    context |= {"form": form}
    page = "consent/write.html" if isinstance(form, WordsForm) else "consent/language.html"
    return _looked_at(request, form, context) or render(request, page, context)


def _wording(service: Service, purpose: str, action: str) -> Wording:
    if (purpose, action) not in KEYS:
        raise Http404
    return wording_of(service, Purpose(purpose), Action(action))


def _start(request: SignedIn, wording: Wording) -> dict[str, str]:
    """What the page begins with: the words in force, or the default's, to go back to them."""
    version = wording.default if request.GET.get("from") == "default" else wording.in_force
    return dict(version.words) if version else {}


def _looked_at(request: SignedIn, form: WritingForm, context: dict[str, Any]) -> HttpResponse | None:
    """The page in between: as a parent will see it, what is changed, and whose yes would wait."""
    if not form.is_bound or any(name != "older" for name in form.errors):
        return None
    wording: Wording = context["wording"]
    before = wording.in_force.words if wording.in_force else {}
    looks = [
        {
            "language": language_of(code),
            "body": body,
            "pieces": changes_between(before[code], body) if code in before else (),
            "ease": ease_of(body),
        }
        for code, body in form.words.items()
    ]
    more = _waiting(form, context["service"], context["now"]) if isinstance(form, WordsForm) and before else {}
    return render(request, "consent/look.html", {**context, "looks": looks, **more})


def _waiting(form: WordsForm, service: Service, now: datetime) -> dict[str, object]:
    """What isn't said any more; whose yes would wait if older words no longer counted, and what that would shut."""
    wording = form.wording
    form.fields["older"].required = True
    key, number = (wording.purpose, wording.action), wording.next_number
    stands = limits_in_force(service, now)
    rules = with_oldest_text(stands.rules, *key, number) if stands else None
    before = wording.in_force.words if wording.in_force else {}
    return {
        "left_out": [language_of(code) for code in before if code not in form.words],
        "waiting": would_wait(service, key, number, now),
        "closes": outlook_of(service, rules, now).closes if rules else (),
    }
