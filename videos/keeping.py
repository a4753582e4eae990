"""Which footage goes when: the service's rules asked about every film, clip and still, and the holds over them.

A film and its clips run on clocks of their own; a still goes with its clip at the latest. All of them start with the
day the family was filmed, and count the rules that were promised when the film came in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from consent.models import Asset
from families.models import Case
from videos.models import Film, Job
from vigportal.retention.queries import holds_in_force, rules_of
from vigportal.retention.rules import Clock, Fate, Holds, Kind, Rule, fate

Rules = Callable[[datetime], tuple[Rule, ...]]
GONE = (Asset.State.ERASING, Asset.State.ERASED)
KINDS: Mapping[str, Kind] = {
    Film.Kind.INTERACTION: Kind.FILM,
    Film.Kind.REVIEW: Kind.REVIEW_FILM,
    Asset.Kind.CLIP: Kind.CLIP,
    Asset.Kind.STILL: Kind.STILL,
}
CLOCKS: Mapping[Kind, tuple[Kind, ...]] = {Kind.STILL: (Kind.STILL, Kind.CLIP)}
"""Whose rules a kind follows besides its own: the earliest day wins."""


@dataclass(frozen=True)
class Kept:
    """Footage that is still here: what it is, from which film, what hangs below it, and when it goes."""

    asset: Asset
    kind: Kind
    film: Film
    below: frozenset[UUID]
    fate: Fate


@dataclass(frozen=True)
class Due:
    """Footage whose last day is over, and the rule that says so. `is_bytes_only`: clips of the film live longer."""

    asset: Asset
    kind: Kind
    rule: Rule
    is_bytes_only: bool


def kept_in(case: Case, now: datetime) -> list[Kept]:
    """Everything of a case that is not going already, films first."""
    films = {film.asset_id: film for film in Film.objects.filter(asset__case=case).select_related("asset")}
    rows = Asset.objects.filter(case=case).exclude(state__in=GONE).select_related("case__family__service")
    assets = {row.pk: row for row in rows.order_by("number")}
    tree = Tree(assets)
    zone = case.family.service.zone
    holds = holds_in_force([case.pk], now.astimezone(zone).date())[case.pk]
    by_rule = rules_of(case.family.service_id)

    def rules(added_at: datetime) -> tuple[Rule, ...]:
        return by_rule(added_at, now)

    above = {row.pk: tree.film_above(row) for row in assets.values()}
    found = [_kept(assets[key], films[film.pk], tree, holds, rules) for key, film in above.items() if film]
    return [each for each in found if not (each.asset.pk == each.film.asset_id and each.film.bytes_gone_at)]


@dataclass(frozen=True)
class Tree:
    """The assets of one case that are still here, looked up from both sides."""

    assets: Mapping[UUID, Asset]

    def above(self, row: Asset) -> Iterator[Asset]:
        """The asset itself, then each one above it."""
        here: Asset | None = row
        while here:
            yield here
            here = self.assets.get(here.parent_id) if here.parent_id else None

    def film_above(self, row: Asset) -> Asset | None:
        """The film it was cut from, or is."""
        return next((each for each in self.above(row) if each.kind == Asset.Kind.FILM), None)

    def below(self, row: Asset) -> frozenset[UUID]:
        """Everything that hangs below it."""
        return frozenset(each.pk for each in self.assets.values() if each is not row and row in self.above(each))


def _kept(row: Asset, film: Film, tree: Tree, holds: Holds, rules: Rules) -> Kept:
    kind = KINDS[film.kind if row.kind == Asset.Kind.FILM else row.kind]
    case = row.case
    clock = Clock(film.recorded_at, case.closed_at, case.family.service.zone)
    fates = [fate(rules(film.added_at), each, clock) for each in CLOCKS.get(kind, (kind,))]
    below = tree.below(row)
    relatives = {each.pk for each in tree.above(row)} | below
    return Kept(row, kind, film, below, holds.over(min(fates, key=_day), relatives))


def _day(outcome: Fate) -> date:
    return outcome.on or date.max


def due_in(case: Case, now: datetime) -> list[Due]:
    """What has to go tonight, each branch once. A film waits while something is being cut from it."""
    today = now.astimezone(case.family.service.zone).date()
    kept = kept_in(case, now)
    due = {each.asset.pk: each for each in kept if each.fate.is_due(today)}
    staying = {each.asset.pk for each in kept} - due.keys()
    found = [_due(each, staying) for each in due.values() if not _goes_with(each, due, staying)]
    busy = _subjects_in_work(case)
    return [each for each in found if not (each.is_bytes_only and due[each.asset.pk].below & busy)]


def _due(each: Kept, staying: set[UUID]) -> Due:
    assert each.fate.rule  # noqa: S101 # nosec B101 -- what is due is due by a rule
    is_film = each.asset.kind == Asset.Kind.FILM
    return Due(each.asset, each.kind, each.fate.rule, is_bytes_only=is_film and bool(each.below & staying))


def _goes_with(each: Kept, due: Mapping[UUID, Kept], staying: set[UUID]) -> bool:
    """Whether something above it goes tonight, whole."""
    above = [other for other in due.values() if each.asset.pk in other.below]
    return any(other.asset.kind != Asset.Kind.FILM or not other.below & staying for other in above)


def _subjects_in_work(case: Case) -> set[UUID]:
    open_jobs = Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))
    return set(open_jobs.filter(subject__in=case.assets.values("pk")).values_list("subject", flat=True))
