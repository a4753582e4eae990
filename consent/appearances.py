"""Who is seen or heard in what, and whether a human has confirmed that: as the rule itself reads it.

Confirmed is confirmed at or after the last time somebody was taken off, and after the last objection; nothing else is.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from consent.models import Absence, Appearance, Asset, Confirmation, Objection
from families.models import AS_WRITTEN_DOWN, Person


def is_confirmed_now(asset: str = "asset") -> Exists:
    """The condition, for rows that point at an asset by this name."""
    off_later = Appearance.objects.filter(asset=OuterRef("asset"), taken_off_at__gt=OuterRef("confirmed_at"))
    objected = Objection.objects.filter(asset=OuterRef("asset"), said_at__gte=OuterRef("confirmed_at"))
    return Exists(Confirmation.objects.filter(~Exists(off_later), ~Exists(objected), asset=OuterRef(asset)))


def confirmed_among(assets: Iterable[UUID]) -> set[UUID]:
    """Those of these assets whose people are confirmed now, in one query."""
    rows = Asset.objects.filter(is_confirmed_now("pk"), pk__in=list(assets))
    return set(rows.values_list("pk", flat=True))


def is_confirmed(asset: Asset) -> bool:
    """The same for one."""
    return bool(confirmed_among([asset.pk]))


def shown_in_asset(asset: Asset) -> QuerySet[Appearance]:
    """Who is listed in it now, in the order they were written down."""
    rows = asset.appearances.filter(taken_off_at=None).select_related("person", "noted_by")
    return rows.order_by("person__made_at", "person__name", "pk")


def not_shown_in(asset: Asset) -> QuerySet[Person]:
    """Everybody else of the family who could be in it, staff who appear too."""
    listed = asset.appearances.filter(taken_off_at=None).values("person")
    people = Person.objects.filter(family=asset.case.family_id).exclude(kind=Person.Kind.BODY)
    return people.exclude(pk__in=listed).order_by(*AS_WRITTEN_DOWN)


def absent_from(film: Asset) -> QuerySet[Person]:
    """Who was said not to be in this film, and wasn't noted in it since."""
    said = standing_absences().filter(film=film).values("person")
    return Person.objects.filter(pk__in=said).order_by(*AS_WRITTEN_DOWN)


def standing_absences() -> QuerySet[Absence]:
    """Absences of people who weren't noted in the film since."""
    noted = Appearance.objects.filter(asset=OuterRef("film"), person=OuterRef("person"))
    return Absence.objects.filter(~Exists(noted.filter(noted_at__gte=OuterRef("said_at"))))


def taken_off(asset: Asset) -> QuerySet[Appearance]:
    """Who was taken off it with a reason, the last first."""
    rows = asset.appearances.exclude(taken_off_at=None).exclude(taken_off_why="")
    return rows.select_related("person", "taken_off_by").order_by("-taken_off_at")


def confirmations_of(asset: Asset) -> QuerySet[Confirmation]:
    """Who confirmed it when, the last first."""
    return asset.confirmations.select_related("confirmed_by").order_by("-confirmed_at")


def pieces_of_film(film: Asset) -> QuerySet[Asset]:
    """The clips cut from a film and their still pictures, which are not gone; in the order they were made."""
    gone = (Asset.State.ERASING, Asset.State.ERASED)
    clips = Asset.objects.filter(parent=film).exclude(state__in=gone)
    below = Asset.objects.filter(parent__in=clips).exclude(state__in=gone)
    rows = Asset.objects.filter(pk__in=[*clips.values_list("pk", flat=True), *below.values_list("pk", flat=True)])
    return rows.select_related("clip__film__cycle", "still__clip").order_by("number")


def still_below(appearance: Appearance) -> bool:
    """Whether the same person is listed in something that was cut from it: then they are in it, too."""
    gone = (Asset.State.ERASING, Asset.State.ERASED)
    below = Asset.objects.filter(parent=appearance.asset_id).exclude(state__in=gone)
    listed = Appearance.objects.filter(person=appearance.person_id, taken_off_at=None)
    return listed.filter(asset__in=below).exists() or listed.filter(asset__parent__in=below).exists()
