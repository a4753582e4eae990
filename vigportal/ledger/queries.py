"""What pages ask of the ledger: entries, newest first, and each one's sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from vigportal.ledger.events import EVENTS
from vigportal.ledger.models import Entry

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Some entries, newest first. `before` asks for the next, older page; none: this is the last."""

    entries: tuple[Entry, ...]
    before: int | None


def page_of(chain: UUID, before: int | None = None, size: int = PAGE) -> Page:
    """Entries of a case (or of a service, those that belong to no case), with their actors, in one query."""
    entries = Entry.objects.of_chain(chain).select_related("actor").order_by("-number")
    if before is not None:
        entries = entries.filter(number__lt=before)
    found = tuple(entries[: size + 1])
    return Page(found[:size], found[size - 1].number if len(found) > size else None)


def plain(_fact: str, value: object) -> str:
    """A fact as it is kept, readable: a page with the labels of its app's words does better."""
    if isinstance(value, list):
        return ", ".join(plain(_fact, one) for one in value)
    return "–" if value is None else str(value).replace("_", " ")


def sentence(entry: Entry, shown: Callable[[str, object], str] = plain) -> str:
    """What happened, in the reader's language; `shown` turns a fact's name and value into words."""
    facts = {name: shown(name, value) for name, value in entry.facts.items()}
    return gettext(EVENTS[entry.event].sentence).format_map(facts)
