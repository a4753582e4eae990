"""What stands in the tables of consent, for pages: texts, footage, what was said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from consent.models import Action, Asset, ConsentText, Declaration, Purpose
from families.models import Case, Person
from vigportal.accounts.models import Service

BRANCH = "parent__parent__parent"
DEFAULT_LANGUAGE = "en-gb"
NAMED = ("scope__film__cycle", "scope__clip__film__cycle")
"""What a page needs to say which film or clip a declaration is for."""
ARRIVING = "arriving"  # a film's state: `videos` stands above
GONE = (Asset.State.ERASING, Asset.State.ERASED)


def branch_of(asset: Asset) -> list[Asset]:
    """The asset and everything above it, up to the case; where the rows run in a circle, once around it."""
    branch: dict[UUID, Asset] = {}
    above: Asset | None = asset
    while above is not None and above.pk not in branch:
        branch[above.pk] = above
        above = above.parent
    return list(branch.values())


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
    """The films and clips of a case that are not gone, each film before its clips, in the order they were made.

    A film that is still on its way in is none yet: it may be given up, and its day may be corrected.
    """
    rows = Asset.objects.filter(case=case, kind__in=(Asset.Kind.FILM, Asset.Kind.CLIP)).exclude(state__in=GONE)
    rows = rows.exclude(film__state=ARRIVING)
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
        "about", "by", "recorded_by", "proof", "case__family__service", "carried_from", *NAMED
    )
    return rows.prefetch_related("lines__text").order_by("-recorded_at", "-number")


def said_in(case: Case) -> QuerySet[Declaration]:
    """Everything that was said in a case, newest first."""
    rows = Declaration.objects.filter(case=case).select_related("about", "by", "proof", "carried_from", *NAMED)
    return rows.prefetch_related("lines", "voided_by").order_by("-number")


def declarations_named(case: Case, ids: Iterable[UUID]) -> QuerySet[Declaration]:
    """These declarations of a case, in the order they were said."""
    return said_in(case).filter(pk__in=list(ids)).order_by("number")
