"""The practitioner's rail: the table of its places. Who sees which is decided by what their seats open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """One link of the rail. `acts`: shown to somebody whose seats open any of them; empty: to everybody."""

    url_name: str
    icon: str
    label: str | Promise
    acts: frozenset[str] = frozenset()


PLACES = (
    Place("home:today", "today", _("Today"), frozenset({"hold_cases", "manage_people"})),
    Place("families:caseload", "caseload", _("Caseload"), frozenset({"hold_cases"})),
    Place("videos:board", "supervision", _("Supervision"), frozenset({"hold_cases", "supervise"})),
    Place("accounts:service", "service", _("Service"), frozenset({"manage_people", "set_policy"})),
    Place("ledger:service", "list", _("Ledger"), frozenset({"read_ledger"})),
)


def links_for(request: HttpRequest | None) -> list[dict[str, object]]:
    """The places that exist and that this person's seats open, the one they are in marked.

    `request.acts` is set at the door (accounts); without it every place is listed: a menu guards nothing.
    """
    acts: frozenset[str] | None = getattr(request, "acts", None)
    shown = [place for place in PLACES if acts is None or not place.acts or place.acts & acts]
    links = [{"place": place, "url": address_of(place.url_name)} for place in shown]
    here = _longest_match([str(link["url"]) for link in links if link["url"]], request)
    return [{**link, "here": link["url"] == here} for link in links if link["url"]]


def address_of(url_name: str) -> str:
    """The address of a page, or nothing where no page has that name (yet)."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _longest_match(urls: list[str], request: HttpRequest | None) -> str:
    path = request.path if request else ""
    around = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(around, key=len, default="")
