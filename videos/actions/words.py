"""Words about clips: what was said in a shared review, and a supervisor's comments at a frame."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from consent.models import Purpose
from sessions.models import SharedReview
from videos.models import Clip, ClipNote, Comment
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter
from vigportal.notices.writer import tell


class NotInThisClip(ValueError):
    """The frame lies outside the clip, or the clip outside the case of the review."""


@transaction.atomic(durable=True)
def write_note(
    *, actor: User, clip: Clip, review: SharedReview, voice: ClipNote.Voice, words: str, now: datetime
) -> ClipNote:
    """What was said about a clip in a shared review, in the family's words or the practitioner's."""
    if review.cycle.case_id != clip.asset.case_id:
        raise NotInThisClip
    note = ClipNote.objects.create(clip=clip, review=review, voice=voice, words=words, written_at=now, written_by=actor)
    case = clip.asset.case
    enter(
        "note_written", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        note=note.pk, clip=clip.pk,
    )  # fmt: skip
    return note


@transaction.atomic(durable=True)
def write_comment(*, actor: User, clip: Clip, frame: int, words: str, now: datetime) -> Comment:
    """A comment at one frame of the clip (counted from its first). The other side is told that there is one."""
    if not 0 <= frame < clip.end_frame - clip.first_frame:
        raise NotInThisClip
    comment = Comment.objects.create(clip=clip, frame=frame, words=words, written_at=now, written_by=actor)
    case = clip.asset.case
    enter(
        "comment_written", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        comment=comment.pk, clip=clip.pk,
    )  # fmt: skip
    for reader, path in _other_side(clip, actor):
        tell(to=reader, sentence="comment_written", path=path, now=now)
    return comment


def _other_side(clip: Clip, writer: User) -> Iterator[tuple[User, str]]:
    """Who else reads the thread: the practitioner who made the clip, the supervisors whom it is offered to."""
    if clip.made_by_id != writer.pk:
        yield clip.made_by, f"/clips/{clip.pk}/"
    offers = clip.shares.filter(purpose=Purpose.SUPERVISION, ended_at=None, to__user__isnull=False)
    for share in offers.exclude(to__user=writer).select_related("to__user"):
        if share.to.user is not None:
            yield share.to.user, f"/supervision/clips/{clip.pk}/"


@transaction.atomic(durable=True)
def take_comment_back(*, actor: User, comment: Comment, now: datetime) -> None:
    """The writer takes a comment back; it stays in the record, unseen."""
    Comment.objects.filter(pk=comment.pk, written_by=actor, taken_back_at=None).update(taken_back_at=now)
    case = comment.clip.asset.case
    enter(
        "comment_taken_back", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        comment=comment.pk, clip=comment.clip_id,
    )  # fmt: skip
