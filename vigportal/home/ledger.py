"""The ledger as pages: a sentence, who, when, under which purpose; newest first, some at a time, by group of events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import Purpose
from families.models import Case
from vigportal.accounts.models import Service
from vigportal.ledger.events import GROUPS
from vigportal.ledger.models import PORTAL, Entry
from vigportal.ledger.queries import PAGE, sentence

NAMES: Mapping[str, Promise] = {
    "footage": gettext_lazy("Films, clips and who watched"),
    "consent": gettext_lazy("Consent"),
    "cases": gettext_lazy("The work"),
    "people": gettext_lazy("People and sign-ins"),
    "keeping": gettext_lazy("Keeping and erasing"),
}
OF_ALL_SERVICES = ("backup_made", "restored", "keys_copied", "vault_checked", "deployment_key_rotated")
FARTHEST = 10_000


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for: a group of events (all, where it is none of them) and a page."""

    group: str = ""
    number: int = 1

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wanted:
        """Whatever can't be read asks for the first page of everything."""
        group, number = asked.get("group", ""), asked.get("page", "")
        is_number = number.isascii() and number.isdecimal() and 1 <= int(number) <= FARTHEST
        return cls(group if group in GROUPS else "", int(number) if is_number else 1)


@dataclass(frozen=True)
class Line:
    """One entry, in words. `case` is the case's number where the page is about more than one."""

    at: datetime
    who: str
    words: str
    purpose: str | Promise
    case: str


@dataclass(frozen=True)
class LedgerPage:
    """Some entries; `older` and `newer` are the numbers of the pages on both sides, where there are any."""

    lines: list[Line]
    wanted: Wanted
    older: int | None
    newer: int | None
    groups: list[tuple[str, Promise]]


def entries_of_case(case: Case) -> QuerySet[Entry]:
    """Everything that happened in it, newest first."""
    return Entry.objects.of_chain(case.pk).order_by("-number")


def entries_of_service(service: Service) -> QuerySet[Entry]:
    """Everything that happened in it and its cases, with the backups of the whole portal, newest first."""
    backups = Q(service_id=PORTAL, event__in=OF_ALL_SERVICES)
    return Entry.objects.filter(Q(service_id=service.pk) | backups).newest_first()


def page_for(entries: QuerySet[Entry], wanted: Wanted) -> LedgerPage:
    """The page that was asked for, in a constant number of queries."""
    if wanted.group:
        entries = entries.filter(event__in=GROUPS[wanted.group])
    start = (wanted.number - 1) * PAGE
    found = list(entries.select_related("actor")[start : start + PAGE + 1])
    cases = _numbers_of({entry.chain for entry in found})
    return LedgerPage(
        lines=[_line(entry, cases) for entry in found[:PAGE]],
        wanted=wanted,
        older=wanted.number + 1 if len(found) > PAGE else None,
        newer=wanted.number - 1 or None,
        groups=list(NAMES.items()),
    )


def _numbers_of(chains: set[UUID]) -> Mapping[UUID, str]:
    return {case.pk: case.label for case in Case.objects.filter(pk__in=chains)}


def _line(entry: Entry, cases: Mapping[UUID, str]) -> Line:
    purposes = dict(Purpose.choices)
    return Line(
        at=entry.at,
        who=entry.actor.name if entry.actor else _("The portal"),
        words=sentence(entry),
        purpose=purposes.get(entry.purpose, entry.purpose),
        case=cases.get(entry.chain, ""),
    )
