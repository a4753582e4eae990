"""What lies where: the sealed parts of a film, its study copy, its frame index."""

from __future__ import annotations

from consent.models import Asset
from videos.models import Film, Rendition
from videos.transcode.frames import FrameIndex
from vigportal.vault.reader import SealedFile, open_joined, open_sealed


class NotThere(LookupError):
    """The film has no such rendition (yet, or any more)."""


def original_of(film: Film) -> SealedFile:
    """The phone's original, read as one file from the parts in which it arrived. For workers only."""
    parts = Rendition.objects.filter(asset=film.asset_id, kind=Rendition.Kind.ORIGINAL).order_by("part")
    return open_joined([(part.object_name, part.size) for part in parts], film.asset_id)


def study_of(film: Film) -> SealedFile:
    """The study copy, as one file. For workers only: what people watch goes through the gate."""
    return open_sealed(_rendition(film, Rendition.Kind.STUDY).object_name, film.asset_id)


def index_of(film: Film) -> FrameIndex:
    """Study-copy frames and the source times they stand for."""
    with open_sealed(_rendition(film, Rendition.Kind.INDEX).object_name, film.asset_id) as sealed:
        return FrameIndex.from_bytes(sealed.read())


def _rendition(film: Film, kind: Rendition.Kind) -> Rendition:
    row = Rendition.objects.filter(asset=film.asset_id, kind=kind).first()
    if row is None:
        raise NotThere(kind)
    return row


def below(asset: Asset) -> list[Asset]:
    """The asset, and every asset below it that is not gone yet."""
    found, layer = [asset], [asset]
    while layer:
        layer = list(Asset.objects.filter(parent__in=layer).exclude(state=Asset.State.ERASED))
        found += layer
    return found
