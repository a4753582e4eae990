"""The ledger as pages: a sentence, who, when, under which purpose; newest first, some at a time, by group of events.

A page begins where another ended, at an entry that its address names: to skip millions of rows would be to read them.
An index answers for one event, so the events of a group are asked one by one, for a page's worth of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
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


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for: a group of events (all, where it is none of them), older or newer than an entry."""

    group: str = ""
    before: UUID | None = None
    after: UUID | None = None

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wanted:
        """Whatever can't be read asks for the first page of everything."""
        group = asked.get("group", "")
        return cls(group if group in GROUPS else "", _id(asked.get("before", "")), _id(asked.get("after", "")))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Book:
    """Entries that are read together: some shelves, each with an index that knows its order; no entry is on two."""

    shelves: tuple[QuerySet[Entry], ...]
    by: tuple[str, ...]

    def of_group(self, group: str) -> Book:
        """Its entries of one group; every one, where no group is named."""
        if not group:
            return self
        events = sorted(GROUPS[group])
        return Book(tuple(shelf.filter(event=event) for event in events for shelf in self.shelves), self.by)

    def place_of(self, entry: UUID | None) -> tuple[Any, ...] | None:
        """Where an entry stands in the order, if it is one of these."""
        if entry is None:
            return None
        places = (shelf.filter(pk=entry).values_list(*self.by).first() for shelf in self.shelves)
        return next((place for place in places if place), None)

    def around(self, place: tuple[Any, ...] | None, most: int, *, is_newer: bool) -> list[UUID]:
        """The ids of those next to a place, or of the newest; the nearest first."""
        order = [name if is_newer else f"-{name}" for name in self.by]
        found: list[tuple[Any, ...]] = []
        for shelf in self.shelves:
            rows = shelf.filter(_beyond(self.by, place, "gt" if is_newer else "lt")) if place else shelf
            found += rows.order_by(*order).values_list(*self.by, "pk")[:most]
        return [row[-1] for row in sorted(found, reverse=not is_newer)[:most]]


def _beyond(names: tuple[str, ...], place: tuple[Any, ...], side: str) -> Q:
    """Later (or earlier) in the order of several columns; the first one alone too, because an index begins there."""
    first = Q(**{f"{names[0]}__{side}e": place[0]})
    equal, beyond = Q(), Q()
    for name, value in zip(names, place, strict=True):
        beyond |= equal & Q(**{f"{name}__{side}": value})
        equal &= Q(**{name: value})
    return first & beyond


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
    """Some entries; `older` and `newer` name the entries where the pages on both sides begin, if there are any."""

    lines: list[Line]
    wanted: Wanted
    older: UUID | None
    newer: UUID | None
    groups: list[tuple[str, Promise]]


def entries_of_case(case: Case) -> Book:
    """Everything that happened in it, newest first."""
    return Book((Entry.objects.of_chain(case.pk),), ("number",))


def entries_of_service(service: Service) -> Book:
    """Everything that happened in it and its cases, with the backups of the whole portal, newest first."""
    of_portal = Entry.objects.of_service(PORTAL).filter(event__in=OF_ALL_SERVICES)
    return Book((Entry.objects.of_service(service.pk), of_portal), ("at", "number", "id"))


def page_for(book: Book, wanted: Wanted) -> LedgerPage:
    """The page that was asked for, in a number of queries that the table of events sets."""
    place = book.place_of(wanted.after or wanted.before)
    is_newer = bool(place and wanted.after)
    ids = book.of_group(wanted.group).around(place, PAGE + 1, is_newer=is_newer)
    has_more, ids = len(ids) > PAGE, ids[:PAGE]
    shown = ids[::-1] if is_newer else ids
    rows = Entry.objects.select_related("actor").in_bulk(shown)
    cases = _numbers_of({entry.chain for entry in rows.values()})
    return LedgerPage(
        lines=[_line(rows[key], cases) for key in shown],
        wanted=wanted,
        older=shown[-1] if shown and (is_newer or has_more) else None,
        newer=shown[0] if shown and place and (has_more or not is_newer) else None,
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
