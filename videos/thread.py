"""The talk about a clip: comments at its frames, as the practitioner and their supervisor both read them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from videos.models import Clip, Comment
from vigportal.accounts.models import User


@dataclass(frozen=True)
class Remark:
    """One comment, and whether the reader wrote it."""

    comment: Comment
    is_own: bool


@dataclass(frozen=True)
class Thread:
    """Everything said at frames of a clip; `rate` and `frames` place them in time."""

    rate: Fraction
    frames: int
    remarks: list[Remark]

    @property
    def seconds(self) -> float:
        """How long the clip is."""
        return float(self.frames / self.rate)


def frames_of(clip: Clip) -> int:
    """How many frames a clip has."""
    return clip.end_frame - clip.first_frame


def seconds_of(clip: Clip) -> float:
    """How long a clip is."""
    return frames_of(clip) * clip.film.rate_den / clip.film.rate_num


def thread_of(clip: Clip, reader: User) -> Thread:
    """The clip's comments in their order, without those that were taken back."""
    comments = Comment.objects.filter(clip=clip, taken_back_at=None).select_related("written_by")
    remarks = [Remark(comment, comment.written_by_id == reader.pk) for comment in comments]
    return Thread(Fraction(clip.film.rate_num, clip.film.rate_den), frames_of(clip), remarks)


def was_said(clip: Clip, writer: User, frame: int, words: str) -> bool:
    """Whether the same stands there already: a form that was sent twice."""
    return Comment.objects.filter(clip=clip, written_by=writer, frame=frame, words=words, taken_back_at=None).exists()
