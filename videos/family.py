"""What a family's pages say of its footage: clips to watch, who has watched, when it goes.

Nothing here tells what anybody of the family said, but for the reader; and of viewings within the family only one's
own carry a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.models import Asset, Purpose
from consent.queries import footage_of
from consent.reading import Reading, decisions, may_block
from consent.wording import family_sentence
from families.models import Case, Person
from videos.access import shared_clips
from videos.keeping import Kept, kept_in
from videos.models import Clip, Viewing
from videos.showing import posters_of
from videos.underway import hidden_in
from vigportal.accounts.models import Membership, User
from vigportal.accounts.roles import Role
from vigportal.retention.countdown import Countdown, countdown
from vigportal.retention.words import countdown_sentence

LATEST = 60
VIEW = Purpose.FAMILY_VIEWING
MEANT_FOR: Mapping[str, Promise] = {
    "practice": _("for the work with you"),
    "confirming": _("to say who is in it"),
    "family_viewing": _("at home"),
    "supervision": _("in supervision"),
    "accreditation": _("to look at how your practitioner works"),
    "intervision": _("to learn with other practitioners"),
    "team": _("to help your family"),
    "training": _("at a training day"),
    "presentation": _("in a talk"),
    "research": _("to study this work"),
}


@dataclass(frozen=True)
class Watchable:
    """A clip that was put before the reader: its poster, or the sentence that says why it is dark."""

    clip: Clip
    poster: UUID | None
    sentence: str

    @property
    def is_open(self) -> bool:
        """Whether it could be watched now. The gate asks again."""
        return not self.sentence


def clips_to_watch(viewer: User, reading: Reading) -> list[Watchable]:
    """The clips of a case that were put before `viewer`, newest film first, in a constant number of queries."""
    rows = shared_clips(viewer, VIEW, reading.now).filter(asset__case=reading.case)
    clips = [clip for clip in rows.order_by("-film__recorded_at", "place", "made_at") if clip.state == Clip.State.READY]
    assets = [clip.asset_id for clip in clips]
    decided, posters = decisions(reading, assets, [VIEW], viewer.pk), posters_of(assets)
    shown = []
    for clip in clips:
        decision = decided[clip.asset_id, VIEW]
        poster = posters.get(clip.asset_id) if decision.allowed else None
        shown.append(Watchable(clip, poster, "" if decision.allowed else family_sentence(decision.reason)))
    return shown


@dataclass(frozen=True)
class Watched:
    """One sitting, as a member of the family reads it."""

    name: str | Promise
    why: str | Promise
    at: datetime
    seconds: int
    is_whole_film: bool


def watched(clip: Clip, reader: User) -> list[Watched]:
    """Who has watched this clip, its stills, or the film it was cut from; newest first."""
    assets = [clip.asset_id, clip.film.asset_id, *clip.stills.values_list("asset", flat=True)]
    rows = list(Viewing.objects.filter(asset__in=assets).select_related("viewer").order_by("-started_at")[:LATEST])
    family = set(
        Membership.objects.filter(user__in={row.viewer_id for row in rows}, role=Role.GUARDIAN.value)
        .filter(person__family=clip.asset.case.family_id)
        .values_list("user", flat=True)
    )
    return [_watched(row, reader, clip, is_family=row.viewer_id in family) for row in rows]


def _watched(row: Viewing, reader: User, clip: Clip, *, is_family: bool) -> Watched:
    name: str | Promise = _("Somebody of your family") if is_family else row.viewer.name
    if row.viewer_id == reader.pk:
        name = _("You")
    why = MEANT_FOR.get(row.purpose) or row.get_purpose_display()
    return Watched(name, why, row.started_at, row.seconds, row.asset_id == clip.film.asset_id)


@dataclass(frozen=True)
class Going:
    """One film or clip, when it goes, and what its original holds until then that nobody can see."""

    asset: Asset
    countdown: Countdown
    hidden: str


def going(case: Case, assets: Sequence[Asset], now: datetime) -> list[Going]:
    """When each of these goes, what goes first at the top; what has no day at the end."""
    today = now.astimezone(case.family.service.zone).date()
    kept = {one.asset.pk: one for one in kept_in(case, now)}
    each = [_going(asset, kept[asset.pk], today) for asset in assets if asset.pk in kept]
    return sorted(each, key=lambda row: (row.countdown.on is None, row.countdown.on or today, row.asset.number))


def _going(asset: Asset, kept: Kept, today: date) -> Going:
    hidden = hidden_in(kept.film) if asset.kind == Asset.Kind.FILM else ""
    return Going(asset, countdown(kept.fate, today), hidden)


def when_it_goes(clip: Clip, now: datetime) -> str:
    """One clip's own last day, in a sentence."""
    rows = going(clip.asset.case, [clip.asset], now)
    return countdown_sentence(rows[0].countdown) if rows else ""


def assets_about(reading: Reading, person: Person) -> list[Asset]:
    """Films and clips that show this person, or somebody for whom their word counts."""
    theirs = {each.pk for each in may_block(reading, person)} | {person.pk}
    return [asset for asset in footage_of(reading.case) if theirs & {shown.pk for shown in reading.shown_in(asset.pk)}]
