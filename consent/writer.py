"""What other apps write into consent's tables within their own transaction. Plain functions, never atomic themselves.

The asset tree is owned here: nothing else makes an asset, moves its state or notes who is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from consent.facts import Stretch
from consent.models import Appearance, Asset, AssetChange, Declaration
from families.models import Case, Person
from vigportal.accounts.models import User


class PeopleSettled(ValueError):
    """People of a confirmed asset change only through `actions.take_person_off` and `actions.add_person`."""


def lock_case(case: Case) -> Case:
    """Holds the case's row until commit, so that the order of numbers is the order of commits."""
    return Case.objects.select_for_update().get(pk=case.pk)


def next_number(case: Case) -> int:
    """The next number of the sequence that assets and declarations of a case share. Call under `lock_case`."""
    newest = [
        model.objects.filter(case=case).aggregate(newest=Max("number"))["newest"] or 0 for model in (Asset, Declaration)
    ]
    return max(newest) + 1


def root_of(case: Case, now: datetime) -> Asset:
    """The asset that stands for the whole case (number 0), made at first need under the case's lock."""
    lock_case(case)
    root, made = Asset.objects.get_or_create(
        case=case, kind=Asset.Kind.CASE, defaults={"number": 0, "made_at": now, "state": Asset.State.ACTIVE}
    )
    if made:
        AssetChange.objects.create(asset=root, state=root.state, changed_at=now)
    return root


def grow(parent: Asset, kind: Asset.Kind, now: datetime, stretch: Stretch | None = None) -> Asset:
    """A new asset below `parent`, PROCESSING, with nobody confirmed. It is "later" than every yes given before.

    `stretch` is the part of its film that a clip or still shows; a film has none.
    """
    lock_case(parent.case)
    asset = Asset.objects.create(
        case=parent.case,
        parent=parent,
        kind=kind,
        number=next_number(parent.case),
        first_pts=stretch.first if stretch else None,
        end_pts=stretch.end if stretch else None,
        made_at=now,
    )
    AssetChange.objects.create(asset=asset, state=asset.state, changed_at=now)
    return asset


def move(asset: Asset, state: Asset.State, now: datetime) -> None:
    """Moves an asset to `state`; does nothing where it stands there already."""
    if Asset.objects.filter(pk=asset.pk).exclude(state=state).update(state=state):
        AssetChange.objects.create(asset=asset, state=state, changed_at=now)
    asset.state = state


def note_people(asset: Asset, people: Iterable[Person], by: User, now: datetime) -> None:
    """Notes who is seen or heard in an asset that is not confirmed yet, in place of what was noted before."""
    if asset.confirmations.exists():
        raise PeopleSettled
    wanted = {person.pk: person for person in people}
    noted = Appearance.objects.filter(asset=asset, taken_off_at=None)
    noted.exclude(person__in=wanted).update(taken_off_at=now, taken_off_by=by)
    known = set(noted.values_list("person_id", flat=True))
    Appearance.objects.bulk_create(
        Appearance(asset=asset, person=person, noted_at=now, noted_by=by)
        for key, person in wanted.items()
        if key not in known
    )
