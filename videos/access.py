"""Doors of videos: role ∧ reach ∧ consent, for every byte and every page that shows one.

Reach is a table by purpose: whose case, whose supervisee, whose family, whose invitation. A purpose that is not in
the table reaches nothing. What is out of reach answers 404; what is within reach but not agreed to is `NotOpen`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from consent.access import confirming_decision, decision_on, own_speaking_for
from consent.decisions import Decision
from consent.hands import is_let_in
from consent.models import Action, Asset, Purpose
from families.queries import cases_held_by, cases_of_own_family, cases_supervised_by
from videos.models import Clip, Comment, Film, Rendition, Share, Still, Upload
from videos.queries import films_set_aside
from vigportal.accounts.access import seat_for
from vigportal.accounts.models import User, in_force
from vigportal.accounts.roles import Act

SERVED = (
    Rendition.Kind.DIRECT,
    Rendition.Kind.STUDY,
    Rendition.Kind.SEGMENT,
    Rendition.Kind.SMALL_PART,
    Rendition.Kind.SMALL,
    Rendition.Kind.SPRITE,
    Rendition.Kind.WAVEFORM,
    Rendition.Kind.POSTER,
    Rendition.Kind.CLIP,
    Rendition.Kind.FULL,
    Rendition.Kind.STILL,
)
"""What leaves the vault through the gate. A kind that is not listed here is served to nobody."""
CONFIRMING = "confirming"
"""Not a purpose of consent: the door for saying who is in a film. See consent.md, *Confirming*."""


@dataclass(frozen=True)
class Opened:
    """A door that opened: for whom, what, under which purpose, and the declarations that the yes rests on."""

    viewer: User
    asset: Asset
    purpose: str
    decision: Decision


class NotOpen(Exception):
    """Within reach, but not agreed to (or no longer). Carries the decision as data; words are for `wording`."""

    def __init__(self, asset: Asset, purpose: str, decision: Decision) -> None:
        super().__init__(decision.reason)
        self.asset, self.purpose, self.decision = asset, purpose, decision


def _own_cases(viewer: User, asset: Asset, now: datetime) -> bool:
    return cases_held_by(viewer, now).filter(pk=asset.case_id).exists()


def _shared_with(viewer: User, asset: Asset, purpose: Purpose, now: datetime) -> bool:
    """A clip that was put before one of the viewer's seats, or a still below such a clip."""
    shares = Share.objects.filter(
        in_force(now, "to__"),
        clip__asset__in={asset.pk, asset.parent_id},
        purpose=purpose,
        to__user=viewer,
        ended_at=None,
    )
    return shares.exists()


def _own_family(viewer: User, asset: Asset, now: datetime) -> bool:
    family = cases_of_own_family(viewer, now).filter(pk=asset.case_id)
    return family.exists() and _shared_with(viewer, asset, Purpose.FAMILY_VIEWING, now)


def _supervisee(viewer: User, asset: Asset, now: datetime) -> bool:
    supervised = cases_supervised_by(viewer, now).filter(pk=asset.case_id)
    return supervised.exists() and _shared_with(viewer, asset, Purpose.SUPERVISION, now)


def _own_cases_or_hand(viewer: User, asset: Asset, now: datetime) -> bool:
    """The case's practitioners, and for seven days a colleague whose hand is asked for on this very asset."""
    return _own_cases(viewer, asset, now) or is_let_in(viewer, asset, now)


REACH: Mapping[str, Callable[[User, Asset, datetime], bool]] = {
    Purpose.PRACTICE: _own_cases,
    CONFIRMING: _own_cases_or_hand,
    Purpose.FAMILY_VIEWING: _own_family,
    Purpose.SUPERVISION: _supervisee,
}


def _nobody(_viewer: User, _asset: Asset, _now: datetime) -> bool:
    return False


def open_asset(viewer: User, asset: Asset, purpose: str, now: datetime, action: Action = Action.VIEW) -> Opened:
    """Role ∧ reach ∧ consent for one asset, decided now. Raises Http404 out of reach, NotOpen where it isn't agreed."""
    if not REACH.get(purpose, _nobody)(viewer, asset, now):
        raise Http404
    if purpose == CONFIRMING:
        decision = confirming_decision(asset, viewer=viewer.pk, now=now)
    else:
        decision = decision_on(asset, viewer=viewer.pk, purpose=Purpose(purpose), action=action, now=now)
    if not decision.allowed:
        raise NotOpen(asset, purpose, decision)
    return Opened(viewer, asset, purpose, decision)


def rendition_for(viewer: User, rendition_id: UUID, purpose: str, now: datetime) -> tuple[Rendition, Opened]:
    """The sealed bytes and the pass for them. A rendition *is* the asset it came from; originals are never served."""
    served = Rendition.objects.filter(kind__in=SERVED)
    served = served.exclude(asset__film__state__in=(Film.State.ERASING, Film.State.EXPIRED, Film.State.ERASED))
    rendition = get_object_or_404(served.select_related("asset__case__family"), pk=rendition_id)
    return rendition, open_asset(viewer, rendition.asset, purpose, now)


def film_for(actor: User, film_id: UUID, now: datetime) -> Film:
    """The film's record (no byte of it), for a practitioner who holds its case now."""
    films = Film.objects.filter(asset__case__in=cases_held_by(actor, now))
    return get_object_or_404(films.select_related("asset__case__family__service", "cycle"), pk=film_id)


def set_aside_for(actor: User, film_id: UUID, now: datetime) -> Film:
    """The record of a film that was set aside in the service that `actor` manages, or 404. Opens no byte of it."""
    service = seat_for(actor, Act.MANAGE_PEOPLE, now).service
    return get_object_or_404(films_set_aside(service.pk), pk=film_id)


def clip_for(actor: User, clip_id: UUID, now: datetime) -> Clip:
    """The clip's record (no byte of it), for a practitioner who holds its case now."""
    clips = Clip.objects.filter(asset__case__in=cases_held_by(actor, now))
    return get_object_or_404(clips.select_related("asset__case__family__service", "film__cycle"), pk=clip_id)


def shared_clips(viewer: User, purpose: Purpose, now: datetime) -> QuerySet[Clip]:
    """Clips that were put before `viewer` for `purpose`. Consent is asked apart, for each."""
    shares = Share.objects.filter(
        in_force(now, "to__"), clip=OuterRef("pk"), purpose=purpose, to__user=viewer, ended_at=None
    )
    clips = Clip.objects.filter(Exists(shares)).exclude(state=Clip.State.ERASED)
    return clips.select_related("asset__case__family__service", "film__cycle")


def own_clip_for(viewer: User, clip_id: UUID, now: datetime) -> Clip:
    """A clip shared with the viewer's own family and with them, or 404. Opens its pages, not its bytes."""
    own = cases_of_own_family(viewer, now)
    clips = shared_clips(viewer, Purpose.FAMILY_VIEWING, now).filter(asset__case__in=own)
    return get_object_or_404(clips, pk=clip_id)


def offered_clip_for(viewer: User, clip_id: UUID, now: datetime) -> Clip:
    """A clip offered to the viewer for supervision by somebody whom they supervise now, or 404."""
    supervised = cases_supervised_by(viewer, now)
    clips = shared_clips(viewer, Purpose.SUPERVISION, now).filter(asset__case__in=supervised)
    return get_object_or_404(clips, pk=clip_id)


def upload_for(actor: User, upload_id: UUID, now: datetime) -> Upload:
    """An upload that `actor` began, in a case that they hold now, or 404."""
    mine = Upload.objects.filter(actor=actor, film__asset__case__in=cases_held_by(actor, now))
    return get_object_or_404(mine.select_related("film__asset__case__family__service"), pk=upload_id)


def upload_of_film_for(actor: User, film_id: UUID, now: datetime) -> Upload:
    """What a film is coming in by, for whoever holds its case now: they may give it up, not go on with it."""
    uploads = Upload.objects.filter(film__asset__case__in=cases_held_by(actor, now))
    return get_object_or_404(uploads.select_related("film__asset__case__family__service"), film=film_id)


def still_for(actor: User, still_id: UUID, now: datetime) -> Still:
    """The still's record (no byte of it), for a practitioner who holds its case now."""
    stills = Still.objects.filter(asset__case__in=cases_held_by(actor, now))
    return get_object_or_404(stills.select_related("asset__case__family__service", "clip"), pk=still_id)


def share_for(actor: User, share_id: UUID, now: datetime) -> Share:
    """A standing share of a clip, for a practitioner who holds its case now."""
    shares = Share.objects.filter(clip__asset__case__in=cases_held_by(actor, now), ended_at=None)
    return get_object_or_404(shares.select_related("clip__asset__case__family__service"), pk=share_id)


def comment_for(actor: User, comment_id: UUID, now: datetime) -> Comment:
    """The actor's own comment, on a clip that they hold or are offered now; not taken back yet."""
    held = Q(clip__asset__case__in=cases_held_by(actor, now))
    offered = Q(
        clip__in=shared_clips(actor, Purpose.SUPERVISION, now), clip__asset__case__in=cases_supervised_by(actor, now)
    )
    own = Comment.objects.filter(held | offered, written_by=actor, taken_back_at=None)
    return get_object_or_404(own.select_related("clip__asset__case__family__service"), pk=comment_id)


def family_clip_for(viewer: User, clip_id: UUID, now: datetime) -> Clip:
    """A clip of the viewer's family that was put before them, or in which they speak for somebody; else 404."""
    clips = Clip.objects.filter(asset__case__in=cases_of_own_family(viewer, now)).exclude(state__in=Clip.GONE)
    clip = get_object_or_404(clips.select_related("asset__case__family__service", "film__cycle"), pk=clip_id)
    if not shared_clips(viewer, Purpose.FAMILY_VIEWING, now).filter(pk=clip_id).exists():
        own_speaking_for(viewer, clip.asset_id, now)
    return clip
