"""Who can see a film or clip, as a parent reads it: one line for each purpose, with their own answer and nobody else's.

A switch says what the reader themselves has said, never what the rule decides: that would tell of the others'
answers. So the page is the same whatever anybody else said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.access import Speaking
from consent.models import Action, Purpose
from consent.saying import Word, word_on
from families.models import Case
from families.queries import practitioners_of
from vigportal.accounts.queries import names_of_users, supervisors_of


@dataclass(frozen=True)
class Viewer:
    """One line: whom it is about, what they do with it, and what the reader has said."""

    purpose: Purpose
    title: str
    text: str
    word: Word
    can_start: bool

    @property
    def is_on(self) -> bool:
        """Whether anything can be watched on the reader's word: then the switch takes all of it back."""
        return self.word.is_yes


@dataclass(frozen=True)
class Circle:
    """Lines that belong together: how near to the family those who watch are."""

    title: str | Promise
    viewers: Sequence[Viewer]


def circles_of(speaking: Speaking) -> list[Circle]:
    """Every purpose that the service asks about, nearest first.."""
    names = names_of(speaking.reading.case, speaking.reading.now)
    asked = speaking.reading.asked
    found = [
        Circle(title, [viewer for each in purposes if each in asked for viewer in _viewers(speaking, each, names)])
        for title, purposes in CIRCLES
    ]
    return [circle for circle in found if circle.viewers]


@dataclass(frozen=True)
class Names:
    """Who works with this family, and who helps them."""

    practitioners: Sequence[str]
    supervisors: Sequence[str]

    @property
    def practitioner(self) -> str:
        """For the middle of a sentence."""
        return _and(self.practitioners) or _("your practitioner")


def names_of(case: Case, now: datetime) -> Names:
    """By name, as they stand today."""
    held = list(practitioners_of(case, now))
    supervisors = supervisors_of([row.practitioner_id for row in held], now)
    return Names([row.practitioner.user.name for row in held if row.practitioner.user], supervisors)


def _viewers(speaking: Speaking, purpose: Purpose, names: Names) -> list[Viewer]:
    """Who watches; and beside it who may keep a copy, where the service lets anybody."""
    watching = _viewer(speaking, purpose, names)
    if not speaking.reading.allows(purpose, Action.KEEP_COPY):
        return [watching]
    about = speaking.gives_for(purpose)
    copy = word_on(speaking.reading, speaking.maker, about, speaking.asset.pk, purpose, Action.KEEP_COPY)
    text = _("Only while it may be watched. What was kept already stays with whoever keeps it.")
    title = _("%(who)s, to keep a copy") % {"who": watching.title}
    return [watching, Viewer(purpose, title, text, copy, bool(about))]


def _viewer(speaking: Speaking, purpose: Purpose, names: Names) -> Viewer:
    about = speaking.gives_for(purpose)
    word = word_on(speaking.reading, speaking.maker, about, speaking.asset.pk, purpose)
    title, text = WORDS[purpose](names)
    named = _and(list(names_of_users(word.named).values())) if word.named else ""
    return Viewer(purpose, named or title, text, word, bool(about))


def _practice(names: Names) -> tuple[str, str]:
    return _and(names.practitioners) or _("Your practitioner"), _("To choose moments and to talk about them with you")


def _family(_names: Names) -> tuple[str, str]:
    return _("You"), _("Here, after signing in. Also others of your family whom it is put before.")


def _supervision(names: Names) -> tuple[str, str]:
    who = _and(names.supervisors) or _("A supervisor")
    return who, _("Helps %(name)s do this work well. Sees it here only.") % {"name": names.practitioner}


def _accreditation(names: Names) -> tuple[str, str]:
    who = _("Somebody who looks at how %(name)s works") % {"name": names.practitioner}
    return who, _("At the end of a training, to say that it was learned. Sees it here only.")


def _intervision(names: Names) -> tuple[str, str]:
    text = _("They do the same work, and learn from each other with %(name)s. They see it here only.")
    return _("Other practitioners"), text % {"name": names.practitioner}


def _team(_names: Names) -> tuple[str, str]:
    return _("Others who help your family"), _("Only those whom you name. They see it here only.")


def _training(_names: Names) -> tuple[str, str]:
    return _("People at a training day"), _("They learn to do this work. You don’t know them.")


def _presentation(_names: Names) -> tuple[str, str]:
    return _("People who come to a talk"), _("They hear what this work is like. You don’t know them.")


def _research(_names: Names) -> tuple[str, str]:
    return _("People who study this work"), _("They find out what helps families. You don’t know them.")


def _and(names: Sequence[str]) -> str:
    return _(" and ").join(names)


WORDS: Mapping[Purpose, Callable[[Names], tuple[str, str]]] = {
    Purpose.PRACTICE: _practice,
    Purpose.FAMILY_VIEWING: _family,
    Purpose.SUPERVISION: _supervision,
    Purpose.ACCREDITATION: _accreditation,
    Purpose.INTERVISION: _intervision,
    Purpose.TEAM: _team,
    Purpose.TRAINING: _training,
    Purpose.PRESENTATION: _presentation,
    Purpose.RESEARCH: _research,
}
CIRCLES: Sequence[tuple[Promise, Sequence[Purpose]]] = (
    (gettext_lazy("For the work with you"), (Purpose.PRACTICE, Purpose.FAMILY_VIEWING, Purpose.SUPERVISION)),
    (gettext_lazy("Others who help"), (Purpose.ACCREDITATION, Purpose.INTERVISION, Purpose.TEAM)),
    (gettext_lazy("People you don’t know"), (Purpose.TRAINING, Purpose.PRESENTATION, Purpose.RESEARCH)),
)
