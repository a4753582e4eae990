"""Sealing what was made, and making it visible in one step: rows, states and the ledger's entry, or none of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from videos.models import Film, Rendition
from videos.transcode.lease import LostLease
from videos.transcode.states import FilmState, sources_of
from videos.transcode.workbench import Nameless, Readable
from vigportal.vault.storage import delete, seal

PIECE = 1024 * 1024
TYPES = {
    Rendition.Kind.ORIGINAL: "application/octet-stream",
    Rendition.Kind.DIRECT: "video/mp4",
    Rendition.Kind.STUDY: "video/mp4",
    Rendition.Kind.CLIP: "video/mp4",
    Rendition.Kind.FULL: "video/mp4",
    Rendition.Kind.SMALL: "video/mp4",
    Rendition.Kind.SEGMENT: "video/mp4",
    Rendition.Kind.SMALL_PART: "video/mp4",
    Rendition.Kind.SPRITE: "image/jpeg",
    Rendition.Kind.POSTER: "image/jpeg",
    Rendition.Kind.STILL: "image/jpeg",
    Rendition.Kind.INDEX: "application/json",
    Rendition.Kind.WAVEFORM: "application/json",
}


@dataclass(frozen=True)
class Sealed:
    """Bytes that lie in the vault already and that nothing points at yet."""

    kind: Rendition.Kind
    name: str
    size: int
    sha256: str
    part: int = 0


def seal_file(asset_id: UUID, kind: Rendition.Kind, file: Nameless) -> Sealed:
    """Seals what lies on the workbench, a piece at a time."""
    with file.reader() as reader:
        return _seal(asset_id, kind, iter(lambda: reader.read(PIECE), b""))


def seal_stream(asset_id: UUID, kind: Rendition.Kind, source: Readable) -> Sealed:
    """Seals what is read from elsewhere, a piece at a time."""
    return _seal(asset_id, kind, iter(lambda: source.read(PIECE), b""))


def seal_bytes(asset_id: UUID, kind: Rendition.Kind, data: bytes, part: int = 0) -> Sealed:
    """Seals something small."""
    return _seal(asset_id, kind, [data], part)


def _seal(asset_id: UUID, kind: Rendition.Kind, pieces: Iterable[bytes], part: int = 0) -> Sealed:
    with seal(asset_id) as writer:
        for piece in pieces:
            writer.write(piece)
    return Sealed(kind, writer.name, writer.size, writer.sha256, part)


def show(asset_id: UUID, made: Iterable[Sealed], now: datetime) -> None:
    """Points the asset at its sealed bytes. Call within the transaction that ends the job."""
    for sealed in made:
        Rendition.objects.create(
            asset_id=asset_id,
            kind=sealed.kind,
            part=sealed.part,
            object_name=sealed.name,
            content_type=TYPES[sealed.kind],
            size=sealed.size,
            sha256=sealed.sha256,
            made_at=now,
        )


def shift(film: Film, to: FilmState, **fields: object) -> None:
    """Moves the film along the table of states. Raises LostLease where it stands elsewhere: it is being erased."""
    sources = [*sources_of(to), to]
    if not Film.objects.filter(pk=film.pk, state__in=sources).update(state=to, **fields):
        raise LostLease


def drop(made: Iterable[Sealed]) -> None:
    """Takes away what was sealed for nothing."""
    for sealed in made:
        delete(sealed.name)
