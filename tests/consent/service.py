"""What tests of the service's own pages share: its manager, and how her forms are sent in their two steps."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from consent.models import Action, Ceiling, Purpose
from consent.texts import wording_of
from tests.cast import Cast, make_seat, make_user, new_id, signed_in
from vigportal.accounts.models import User
from vigportal.accounts.roles import Role
from vigportal.ledger.models import Entry


def make_grace(cast: Cast) -> User:
    """She manages the service."""
    grace = make_user("Grace")
    make_seat(grace, cast.service, Role.MANAGER, cast.since)
    return grace


def text_page(name: str, purpose: Purpose, action: Action = Action.VIEW) -> str:
    """A page of one wording."""
    return reverse(f"consent:{name}", args=[purpose.value, action.value])


def new_words(cast: Cast, purpose: Purpose, words: Mapping[str, str], **more: str) -> dict[str, str]:
    """A new version as the page sends it."""
    number = wording_of(cast.service, purpose, Action.VIEW).next_number
    told = {f"words_{code}": body for code, body in words.items()}
    return {"form_id": new_id(), "number": str(number), **told, **more}


def publish(cast: Cast, grace: User, purpose: Purpose, body: str, older: str) -> Any:
    """Grace writes it, looks at it, and publishes it."""
    told = new_words(cast, purpose, {"en-gb": body})
    page, browser = text_page("write_text", purpose), signed_in(grace)
    assert browser.post(page, told).status_code == 200
    return browser.post(page, {**told, "sure": "on", "older": older}, follow=True)


def standing(cast: Cast) -> Ceiling:
    """The limits in force."""
    return Ceiling.objects.filter(service=cast.service).latest("effective_at")


def rule_of(cast: Cast, purpose: Purpose, action: Action = Action.VIEW) -> dict[str, Any] | None:
    """What is allowed of one purpose and action."""
    rules = standing(cast).rules["allows"]
    return next((rule for rule in rules if (rule["purpose"], rule["action"]) == (purpose, action)), None)


def purpose_form(cast: Cast, **more: str) -> dict[str, str]:
    """One purpose as the page sends it: to be watched for a year, on a spoken yes."""
    told = {"allow_view": "on", "days_view": "365", "evidence_view": "spoken", "oldest_view": "1", "breadth": "narrow"}
    told |= {"upon": str(standing(cast).pk), **more}
    return {name: value for name, value in told.items() if value}


def set_limits(browser: Client, page: str, told: Mapping[str, str]) -> Any:
    """Both steps: looked at, then saved."""
    assert "Before it is saved" in browser.post(page, dict(told)).content.decode()
    return browser.post(page, {**told, "sure": "on"}, follow=True)


def limits_page(purpose: Purpose) -> str:
    """The page of one purpose."""
    return reverse("consent:purpose_limits", args=[purpose.value])


def in_ledger(cast: Cast, *events: str) -> list[tuple[str, dict[str, Any]]]:
    """These events of the service, in order."""
    rows = Entry.objects.filter(service_id=cast.service.pk, event__in=events).order_by("number")
    return [(row.event, row.facts) for row in rows]


def main_of(answer: Any) -> str:
    """The page as it is read."""
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())
