"""From the tables to the rule's facts, in a constant number of queries, whatever the case holds.

Two ways in, one reading: `facts_for_asset` loads only what one question can touch (the asset's own branch, the
people in it, what was declared about them); `facts_for_case` loads a whole case, for lists and consequences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from consent import facts
from consent.models import (
    Action,
    Appearance,
    Asset,
    AssetChange,
    Ceiling,
    Confirmation,
    ConsentText,
    Declaration,
    DeclarationLine,
    Purpose,
)
from families.ability import Ages, Id, Since
from families.models import Case, Person
from families.record import makers_among, person_facts
from vigportal.accounts.models import Service

BRANCH = "parent__parent__parent"
DEFAULT_LANGUAGE = "en-gb"
GONE = (Asset.State.ERASING, Asset.State.ERASED)


def branch_of(asset: Asset) -> list[Asset]:
    """The asset and everything above it, up to the case; where the rows run in a circle, once around it."""
    branch: dict[UUID, Asset] = {}
    above: Asset | None = asset
    while above is not None and above.pk not in branch:
        branch[above.pk] = above
        above = above.parent
    return list(branch.values())


def facts_for_asset(asset_id: UUID, also: Iterable[UUID] = ()) -> facts.Facts:
    """What one question about this asset can touch (and what is said about people in `also`)."""
    asset = Asset.objects.select_related(BRANCH, "case__family__service").get(pk=asset_id)
    branch = branch_of(asset)
    noted = Appearance.objects.filter(asset__in=branch)
    shown = {row.person_id for row in noted if row.asset_id == asset.pk} | set(also)
    said = Declaration.objects.filter(case=asset.case_id, scope__in=branch, about__in=shown)
    return _facts(asset.case.family.service, branch, noted, said, shown)


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
    assets = list(Asset.objects.filter(case__in=cases))
    noted = Appearance.objects.filter(asset__case__in=cases)
    said = Declaration.objects.filter(case__in=cases)
    people = {row.person_id for row in noted} | set(
        Person.objects.filter(family__cases__in=cases).values_list("pk", flat=True)
    )
    whole = _facts(service, assets, noted, said, people)
    home = {asset.pk: asset.case_id for asset in assets}
    return {
        case.pk: replace(
            whole,
            assets=tuple(asset for asset in whole.assets if home.get(UUID(str(asset.id))) == case.pk),
            declarations=tuple(each for each in whole.declarations if home.get(UUID(str(each.scope))) == case.pk),
        )
        for case in cases
    }


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
        )
        for asset in assets
    )


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


def ceilings_of(service: Service) -> tuple[Since[facts.Ceiling], ...]:
    """Every ceiling a service ever set, each from its moment on. None set: nothing is allowed."""
    rows = Ceiling.objects.filter(service=service)
    return tuple(Since(ceiling_from(row.rules, service), row.effective_at) for row in rows)


def ceilings_among(services: Iterable[UUID]) -> Mapping[UUID, tuple[Since[facts.Ceiling], ...]]:
    """The same for several services, in one query. One with a rule that can't be read is left out, and so is shut."""
    found: dict[UUID, tuple[Since[facts.Ceiling], ...]] = {}
    unreadable: set[UUID] = set()
    for row in Ceiling.objects.filter(service__in=set(services)).select_related("service"):
        try:
            read = Since(ceiling_from(row.rules, row.service), row.effective_at)
        except (KeyError, TypeError, ValueError, OverflowError):
            unreadable.add(row.service_id)
        else:
            found[row.service_id] = (*found.get(row.service_id, ()), read)
    return {service: those for service, those in found.items() if service not in unreadable}


def services_of(assets: Iterable[UUID]) -> Mapping[Id, UUID]:
    """Whose each of these assets is."""
    return dict(Asset.objects.filter(pk__in=set(assets)).values_list("pk", "case__family__service"))


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


def text_for(
    service: Service, purpose: Purpose, action: Action = Action.VIEW, language: str = DEFAULT_LANGUAGE
) -> ConsentText:
    """The words to be read before a yes: the service's own newest version, else the default's newest.

    Of that version in `language`, else in English, else as it was first written: never older words for the sake of a
    language, because a yes to them may not count.
    """
    texts = ConsentText.objects.filter(Q(service=service) | Q(service=None), purpose=purpose, action=action)
    return max(
        texts.order_by("published_at"),
        key=lambda row: (
            row.service_id is not None, row.version, row.language == language, row.language == DEFAULT_LANGUAGE
        ),
    )  # fmt: skip


def text_with(text_id: UUID) -> ConsentText | None:
    """The text that a page says was read, if there is such a text."""
    return ConsentText.objects.filter(pk=text_id).first()


def footage_of(case: Case) -> list[Asset]:
    """The films and clips of a case that are not gone, each film before its clips, in the order they were made."""
    rows = Asset.objects.filter(case=case, kind__in=(Asset.Kind.FILM, Asset.Kind.CLIP)).exclude(state__in=GONE)
    assets = list(rows.select_related("film__cycle", "clip__film__cycle").order_by("number"))
    films = {asset.pk: asset.number for asset in assets if asset.kind == Asset.Kind.FILM}
    return sorted(assets, key=lambda asset: (films.get(asset.parent_id or asset.pk, asset.number), asset.number))


def cases_with_ends(now: datetime, until: datetime) -> QuerySet[Case]:
    """Open cases in which a yes comes to its end in that time."""
    yeses = Declaration.objects.filter(kind=Declaration.Kind.GIVE, until_at__gt=now, until_at__lte=until)
    return Case.objects.filter(closed_at=None, declarations__in=yeses).select_related("family__service").distinct()


def assets_among(ids: Iterable[UUID]) -> QuerySet[Asset]:
    """Those of these assets that are not gone, with what a page needs to say which they are."""
    rows = Asset.objects.filter(pk__in=list(ids)).exclude(state__in=GONE)
    return rows.select_related("film__cycle", "clip__film__cycle")


def scopes_around(asset: Asset) -> list[Asset]:
    """What can be asked about in its place: the whole work, its film (or every film), the clips beside it."""
    root = branch_of(asset)[-1]
    films = {above.pk for above in branch_of(asset) if above.kind == Asset.Kind.FILM}
    footage = footage_of(root.case)
    return [root, *(each for each in footage if each.kind == Asset.Kind.FILM or each.parent_id in films)]


def said_by(people: QuerySet[Person]) -> QuerySet[Declaration]:
    """What these people said, newest first, with what a receipt shows."""
    rows = Declaration.objects.filter(by__in=people).select_related(
        "about", "by", "recorded_by", "proof", "case__family__service", "scope__film__cycle", "scope__clip__film__cycle"
    )
    return rows.prefetch_related("lines__text").order_by("-recorded_at", "-number")


def said_in(case: Case) -> QuerySet[Declaration]:
    """Everything that was said in a case, newest first."""
    rows = Declaration.objects.filter(case=case).select_related(
        "about", "by", "proof", "scope__film__cycle", "scope__clip__film__cycle"
    )
    return rows.prefetch_related("lines", "voided_by").order_by("-number")


def declarations_named(case: Case, ids: Iterable[UUID]) -> QuerySet[Declaration]:
    """These declarations of a case, in the order they were said."""
    return said_in(case).filter(pk__in=list(ids)).order_by("number")
