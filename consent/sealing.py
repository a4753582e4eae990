"""What shows that a word was given, sealed before it touches a disk, under a key of its own (the proof's id).

Plain functions for actions. What is sealed by an action that doesn't commit is nobody's, and the night takes it away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consent.models import Proof
from consent.pictures import Fault, NotTaken, drawing_of, photo_of
from families.models import Case
from vigportal.accounts.models import User
from vigportal.vault.keys import create_key
from vigportal.vault.reader import SealedFile, open_joined
from vigportal.vault.storage import seal

Kind = Proof.Kind


@dataclass(frozen=True)
class Shown:
    """Evidence as it came: a typed name, the points of a drawing, the bytes of a photo. Nothing of it is believed."""

    id: UUID
    kind: Proof.Kind
    words: str = ""
    photo: bytes = b""


def _drawn(shown: Shown) -> bytes:
    return drawing_of(shown.words)


def _photographed(shown: Shown) -> bytes:
    return photo_of(shown.photo)


PICTURES: Mapping[Proof.Kind, tuple[Callable[[Shown], bytes], str]] = {
    Kind.DRAWN: (_drawn, "image/png"),
    Kind.PHOTO: (_photographed, "image/jpeg"),
}


def keep_proof(shown: Shown, case: Case, by: User, now: datetime) -> Proof:
    """Makes it a picture of our own and seals that; a typed name stands in its row. Raises NotTaken."""
    row = Proof(pk=shown.id, case=case, kind=shown.kind, made_at=now, made_by=by)
    if shown.kind in PICTURES:
        draw, row.content_type = PICTURES[shown.kind]
        _seal(row, draw(shown))
    elif not (name := shown.words.strip()):
        raise NotTaken(Fault.NOT_DRAWN)
    else:
        row.words = name
    row.save(force_insert=True)
    return row


def _seal(row: Proof, picture: bytes) -> None:
    create_key(row.pk, row.case.family.service_id)
    with seal(row.pk) as writer:
        writer.write(picture)
    row.object_name, row.size, row.sha256 = writer.name, writer.size, writer.sha256


def open_proof(proof: Proof) -> SealedFile:
    """The sealed picture, to be read."""
    return open_joined([(proof.object_name, proof.size)], proof.pk)
