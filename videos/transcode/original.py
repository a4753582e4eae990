"""The phone's original, laid on a bench and looked into: so begin preparing, a stretch, and a clip in full detail."""

from __future__ import annotations

from videos.models import Film
from videos.queries import original_of
from videos.transcode.engine import Engine
from videos.transcode.heart import Heart
from videos.transcode.media import MediaInfo
from videos.transcode.refusals import Refusal
from videos.transcode.workbench import Nameless, Workbench


def looked_into(film: Film, bench: Workbench, engine: Engine, heart: Heart) -> tuple[Nameless, MediaInfo | Refusal]:
    """The original, and what it is or why it can't be used."""
    with original_of(film) as source:
        original = bench.load(source, size=source.size)
    return original, engine.inspect_film(original, heart.watching)
