"""A no goes along with the film: to another case of the family, and to the same file when it is added once more.

The law (consent.md, "A no follows the frames"): a film that moves takes its standing noes along as numbered
declarations of its new case. A yes never goes along. What was said of a clip or still is said again of a clip that has
nothing but its stretch: erased from the first moment on, so that there is nothing to watch and nothing to list.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from django.db.models import Q

from consent.counting import still_counts
from consent.facts import Stretch
from consent.models import Asset, Declaration, DeclarationLine
from consent.reading import reading_of
from consent.terms import CLOSING
from consent.writer import grow, lock_case, move, next_number
from vigportal.accounts.models import User


def carry_noes(old: Asset, new: Asset, by: User, now: datetime) -> list[Declaration]:
    """Says again of the film `new` every no that stands on the film `old`, or on what was cut from it.

    Nothing where it is another family's: nobody of the one can be noted in the films of the other. Done twice, it adds
    what was said in between. Call it in the transaction that makes the film one that can be watched.
    """
    if old.case.family_id != new.case.family_id:
        return []
    lock_case(new.case)
    return [_say_again(said, _scope_for(said.scope, new, now), by, now) for said in _standing(old, new, now)]


def _standing(old: Asset, new: Asset, now: datetime) -> Iterator[Declaration]:
    """In order. A no on the whole case covers a film of that case anyway."""
    scopes = Q(scope=old) | Q(scope__parent=old) | Q(scope__parent__parent=old)
    if old.case_id != new.case_id:
        scopes |= Q(scope__kind=Asset.Kind.CASE)
    again = Declaration.objects.filter(Q(scope=new) | Q(scope__parent=new)).exclude(carried_from=None)
    rows = Declaration.objects.filter(scopes, case=old.case_id, kind__in=CLOSING)
    rows = rows.exclude(pk__in=again.values("carried_from"))
    reading = reading_of(old.case, now)
    known = reading.facts.declaration_by_id
    for said in rows.select_related("scope").prefetch_related("lines", "viewers").order_by("number"):
        if still_counts(reading, known[said.pk]):
            yield said


def _scope_for(scope: Asset, new: Asset, now: datetime) -> Asset:
    if scope.first_pts is None or scope.end_pts is None:
        return new
    stretch = {"first_pts": scope.first_pts, "end_pts": scope.end_pts}
    mark = Asset.objects.filter(parent=new, kind=Asset.Kind.CLIP, clip=None, **stretch).first()
    if mark is None:
        mark = grow(new, Asset.Kind.CLIP, now, Stretch(scope.first_pts, scope.end_pts))
        move(mark, Asset.State.ERASED, now)
    return mark


def _say_again(said: Declaration, scope: Asset, by: User, now: datetime) -> Declaration:
    row = Declaration.objects.create(
        id=uuid4(),
        case=scope.case,
        number=next_number(scope.case),
        kind=said.kind,
        about_id=said.about_id,
        by_id=said.by_id,
        scope=scope,
        evidence=said.evidence,
        channel=said.channel,
        language=said.language,
        how_shown=said.how_shown,
        carried_from=said,
        recorded_at=now,
        recorded_by=by,
    )
    row.viewers.set(said.viewers.all())
    DeclarationLine.objects.bulk_create(
        DeclarationLine(declaration=row, purpose=line.purpose, action=line.action, text_id=line.text_id)
        for line in said.lines.all()
    )
    return row
