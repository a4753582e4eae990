"""From the tables to the rule's facts, in a constant number of queries, whatever the case holds.

Two ways in, one reading: `facts_for_asset` loads only what one question can touch (the asset's own branch, the
people in it, what was declared about them, noes on its frames); `facts_for_case` loads a whole case, for lists and
consequences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from consent import facts
from consent.models import (
    Appearance,
    Asset,
    AssetChange,
    Ceiling,
    Confirmation,
    Declaration,
    DeclarationLine,
    Law,
    Objection,
)
from consent.queries import BRANCH, branch_of
from consent.terms import CLOSING, FIRST_LAW
from families.ability import Ages, Id, Since
from families.models import Case, Person
from families.record import makers_among, person_facts
from vigportal.accounts.models import Service


def facts_for_asset(asset_id: UUID, also: Iterable[UUID] = ()) -> facts.Facts:
    """What one question about this asset can touch (and what is said about people in `also`)."""
    asset = Asset.objects.select_related(BRANCH, "case__family__service").get(pk=asset_id)
    branch = branch_of(asset)
    noted = Appearance.objects.filter(asset__in=branch)
    shown = {row.person_id for row in noted if row.asset_id == asset.pk} | set(also)
    same_frames = _same_frames(asset)
    said = Declaration.objects.filter(
        Q(scope__in=branch) | Q(voids__scope__in=branch) | Q(scope__in=same_frames, kind__in=CLOSING),
        case=asset.case_id,
        about__in=shown,
    )
    return _facts(asset.case.family.service, [*branch, *same_frames], noted, said, shown)


def _same_frames(asset: Asset) -> list[Asset]:
    """The case's other clips and stills whose stretch overlaps and about which a no was said, with those above them."""
    if asset.first_pts is None or asset.end_pts is None:
        return []
    overlapping = Asset.objects.filter(case=asset.case_id, first_pts__lt=asset.end_pts, end_pts__gt=asset.first_pts)
    spoken = overlapping.filter(Exists(Declaration.objects.filter(scope=OuterRef("pk"), kind__in=CLOSING)))
    found = spoken.exclude(pk=asset.pk).select_related(BRANCH)
    branches = {above.pk: above for each in found for above in branch_of(each)}
    return [above for key, above in branches.items() if key not in {step.pk for step in branch_of(asset)}]


def facts_for_case(case: Case) -> facts.Facts:
    """Everything the rule may know about a case."""
    assets = Asset.objects.filter(case=case)
    noted = Appearance.objects.filter(asset__case=case)
    said = Declaration.objects.filter(case=case)
    people = {row.person_id for row in noted} | set(case.family.people.values_list("pk", flat=True))
    return _facts(case.family.service, assets, noted, said, people)


def facts_for_cases(cases: Iterable[Case]) -> Mapping[UUID, facts.Facts]:
    """The same for each of several cases, each apart; as many queries as for one, for every service among them."""
    found: dict[UUID, facts.Facts] = {}
    by_service: Mapping[Service, list[Case]] = defaultdict(list)
    for case in cases:
        by_service[case.family.service].append(case)
    for service, those in by_service.items():
        found |= _facts_by_case(service, those)
    return found


def _facts_by_case(service: Service, cases: list[Case]) -> Mapping[UUID, facts.Facts]:
    """Everything is read once and dealt out by case: the time grows with what is read, not with its square."""
    assets = list(Asset.objects.filter(case__in=cases))
    noted = Appearance.objects.filter(asset__case__in=cases)
    said = Declaration.objects.filter(case__in=cases)
    people = {row.person_id for row in noted} | set(
        Person.objects.filter(family__cases__in=cases).values_list("pk", flat=True)
    )
    whole = _facts(service, assets, noted, said, people)
    home: Mapping[Id, UUID] = {asset.pk: asset.case_id for asset in assets}
    grown: Mapping[UUID, list[facts.Asset]] = defaultdict(list)
    for asset in whole.assets:
        grown[home[asset.id]].append(asset)
    spoken: Mapping[UUID, list[facts.Declaration]] = defaultdict(list)
    for each in whole.declarations:
        spoken[home[each.scope]].append(each)
    near = _near(cases, noted, home)
    return {
        case.pk: replace(
            _about(whole, near[case.pk]), assets=tuple(grown[case.pk]), declarations=tuple(spoken[case.pk])
        )
        for case in cases
    }


def _near(cases: list[Case], noted: Iterable[Appearance], home: Mapping[Id, UUID]) -> Mapping[UUID, set[UUID]]:
    """By case: the people of its family, and whoever is noted in its footage."""
    near: Mapping[UUID, set[UUID]] = defaultdict(set)
    for row in noted:
        near[home[row.asset_id]].add(row.person_id)
    for case, person in Person.objects.filter(family__cases__in=cases).values_list("family__cases", "pk"):
        near[case].add(person)
    return near


def _about(whole: facts.Facts, people: set[UUID]) -> facts.Facts:
    """Of several cases' facts what is about these people and who may decide for them: an index of all for each case
    would take the square of their number."""
    makers = tuple(maker for person in people for maker in whole.makers_for.get(person, ()))
    known = people | {maker.holder for maker in makers}
    return replace(
        whole, makers=makers, people=tuple(whole.person_by_id[key] for key in known if key in whole.person_by_id)
    )


def _facts(
    service: Service,
    assets: Iterable[Asset],
    noted: QuerySet[Appearance],
    said: QuerySet[Declaration],
    people: set[UUID],
) -> facts.Facts:
    makers = makers_among(people)
    known = people | {maker.holder for maker in makers if isinstance(maker.holder, UUID)}
    return facts.Facts(
        assets=_assets(list(assets), noted),
        people=person_facts(known),
        makers=makers,
        declarations=tuple(_declarations(said)),
        ceilings=ceilings_of(service),
    )


def _assets(assets: list[Asset], noted: Iterable[Appearance]) -> tuple[facts.Asset, ...]:
    states: Mapping[UUID, list[Since[str]]] = defaultdict(list)
    for change in AssetChange.objects.filter(asset__in=assets):
        states[change.asset_id].append(Since(change.state, change.changed_at))
    confirmed: Mapping[UUID, list[datetime]] = defaultdict(list)
    for row in Confirmation.objects.filter(asset__in=assets):
        confirmed[row.asset_id].append(row.confirmed_at)
    objected: Mapping[UUID, list[datetime]] = defaultdict(list)
    for objection in Objection.objects.filter(asset__in=assets):
        objected[objection.asset_id].append(objection.said_at)
    shown: Mapping[UUID, list[facts.Appearance]] = defaultdict(list)
    for seen in noted:
        shown[seen.asset_id].append(facts.Appearance(seen.person_id, seen.noted_at, seen.taken_off_at))
    return tuple(
        facts.Asset(
            id=asset.pk,
            kind=asset.kind,
            parent=asset.parent_id,
            number=asset.number,
            states=tuple(states[asset.pk]),
            people=tuple(shown[asset.pk]),
            confirmations=tuple(confirmed[asset.pk]),
            stretch=_stretch(asset),
            objections=tuple(objected[asset.pk]),
        )
        for asset in assets
    )


def _stretch(asset: Asset) -> facts.Stretch | None:
    if asset.first_pts is None or asset.end_pts is None:
        return None
    return facts.Stretch(asset.first_pts, asset.end_pts)


def _declarations(said: QuerySet[Declaration]) -> Iterator[facts.Declaration]:
    """As the rule reads them, in four queries. A family may have said a thousand things: no model is made of a row."""
    of = {"declaration__in": said.order_by().values("pk")}
    lines: Mapping[UUID, list[facts.Line]] = defaultdict(list)
    named = DeclarationLine.objects.filter(**of).values_list("declaration", "purpose", "action", "text__version")
    for key, purpose, action, version in named:
        lines[key].append(facts.Line(purpose, action, version))
    viewers = _gathered(Declaration.viewers.through.objects.filter(**of).values_list("declaration", "user"))
    lifted = Declaration.lifts.through.objects.filter(from_declaration__in=of["declaration__in"])
    lifts = _gathered(lifted.values_list("from_declaration", "to_declaration"))
    for key, first, second, *row in said.values_list("pk", "recorded_by", "second_signer", *READ_AS_THEY_ARE):
        yield facts.Declaration(
            key,
            **dict(zip(READ_AS_THEY_ARE, row, strict=True)),
            lines=tuple(lines[key]),
            viewers=frozenset(viewers[key]) or None,
            lifts=frozenset(lifts[key]),
            signers=tuple(signer for signer in (first, second) if signer),
        )


READ_AS_THEY_ARE = (
    "number",
    "kind",
    "about",
    "by",
    "scope",
    "recorded_at",
    "evidence",
    "from_at",
    "until_at",
    "later_footage",
    "voids",
)


def _gathered(pairs: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, list[UUID]]:
    found: Mapping[UUID, list[UUID]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def law_at(at: datetime) -> int:
    """The version of the law that decided at that moment; the first before any other was put in force."""
    newest = Law.objects.filter(in_force_at__lte=at).order_by("-version").values_list("version", flat=True).first()
    return newest or FIRST_LAW


def ceilings_of(service: Service) -> tuple[Since[facts.Ceiling], ...]:
    """Every ceiling a service ever set, each from its moment on. None set: nothing is allowed."""
    rows = Ceiling.objects.filter(service=service)
    return tuple(Since(ceiling_from(row.rules, service), row.effective_at) for row in rows)


def ceiling_from(rules: Mapping[str, Any], service: Service) -> facts.Ceiling:
    """Reads stored rules. What isn't listed is shut; a rule that can't be read raises, and shuts everything."""
    ages = rules["ages"]
    return facts.Ceiling(
        allows={
            (rule["purpose"], rule["action"]): facts.Allowance(
                longest=timedelta(days=rule["longest_days"]),
                oldest_text=rule["oldest_text"],
                evidence=rule["evidence"],
                breadth=rule["breadth"],
            )
            for rule in rules["allows"]
        },
        ages=Ages(service.zone, ages["presumed_competent"], ages["assent_from"]),
    )
