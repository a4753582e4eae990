"""Footage. Each film, clip and still points at its asset (what consent is asked about); bytes lie in the vault."""

from videos.models.clips import Clip, ClipNote, Comment, Heading, Still
from videos.models.erasing import Erasing
from videos.models.films import Film, Rendition, Upload
from videos.models.jobs import LANES, PRIORITIES, TRIES, Job, kinds_of
from videos.models.sharing import Share, TurnedAway, Viewing

__all__ = [
    "LANES",
    "PRIORITIES",
    "TRIES",
    "Clip",
    "ClipNote",
    "Comment",
    "Erasing",
    "Film",
    "Heading",
    "Job",
    "Rendition",
    "Share",
    "Still",
    "TurnedAway",
    "Upload",
    "Viewing",
    "kinds_of",
]
