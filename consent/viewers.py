"""Who can see a clip, as a parent reads it: one line for each purpose, with their own answer and nobody else's.

A switch says what the reader themselves has said, never what the rule decides: that would tell of the others'
answers. So the page is the same whatever anybody else said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from consent.access import Speaking
from consent.models import Purpose
from consent.reading import own_answers
from consent.terms import Purpose as Plain
from consent.wording import PURPOSES
from families.models import Case
from families.queries import practitioners_of
from vigportal.accounts.queries import supervisors_of


@dataclass(frozen=True)
class Viewer:
    """One line: whom it is about, what they do with it, and whether the reader has said yes."""

    purpose: Purpose
    title: str
    text: str
    is_on: bool
    can_start: bool


def viewers_of(speaking: Speaking) -> list[Viewer]:
    """Every purpose that the service asks about."""
    reading = speaking.reading
    helpers = names_of(reading.case, reading.now)
    return [_viewer(speaking, purpose, helpers) for purpose in reading.asked]


@dataclass(frozen=True)
class Names:
    """Who works with this family, and who helps them."""

    practitioners: Sequence[str]
    supervisors: Sequence[str]


def names_of(case: Case, now: datetime) -> Names:
    """By name, as they stand today."""
    held = list(practitioners_of(case, now))
    supervisors = supervisors_of([row.practitioner_id for row in held], now)
    return Names([row.practitioner.user.name for row in held if row.practitioner.user], supervisors)


def _viewer(speaking: Speaking, purpose: Purpose, names: Names) -> Viewer:
    about = speaking.gives_for(purpose)
    answers = own_answers(speaking.reading, speaking.maker, about, speaking.asset.pk, purpose)
    title, text = (
        WORDS[purpose](names) if purpose in WORDS else (str(purpose.label), _(PURPOSES[Plain(purpose)].family))
    )
    is_on = bool(answers) and all(answer.is_yes for answer in answers)
    return Viewer(purpose, title, text, is_on, bool(about))


def _practice(names: Names) -> tuple[str, str]:
    return _and(names.practitioners) or _("Your practitioner"), _("To choose moments and to talk about them with you")


def _family(_names: Names) -> tuple[str, str]:
    return _("You"), _("Here, after signing in. Also others of your family whom it is put before.")


def _supervision(names: Names) -> tuple[str, str]:
    who = _and(names.supervisors) or _("A supervisor")
    helped = _and(names.practitioners) or _("your practitioner")
    return who, _("Helps %(name)s do this work well. Sees it here only.") % {"name": helped}


def _plainly(purpose: Purpose) -> tuple[str, str]:
    return str(purpose.label), _(PURPOSES[Plain(purpose)].family)


def _and(names: Sequence[str]) -> str:
    return _(" and ").join(names)


WORDS: Mapping[Purpose, Callable[[Names], tuple[str, str]]] = {
    Purpose.PRACTICE: _practice,
    Purpose.FAMILY_VIEWING: _family,
    Purpose.SUPERVISION: _supervision,
}
