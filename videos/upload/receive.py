"""Bytes on their way in: sealed as they stream, noted when they are safe, never in plain on a disk.

Each PATCH becomes one sealed part of the film's original. While bytes arrive no row is locked: a lease with a fence
keeps two tabs apart, and a part is noted by compare-and-set on the offset. A line that breaks keeps what has arrived.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from consent.carrying import carry_noes
from videos.models import Film, Job, Rendition, Upload
from videos.queries import same_file, sealed_parts
from videos.transcode.states import FilmState
from videos.transcode.workbench import Readable
from videos.upload.commands import Append, Refusal, State, Why
from videos.upload.protocol import judge
from videos.writer import expect
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter
from vigportal.vault.storage import delete, seal
from vigportal.volumes import DiskFull, full_volumes

LEASE = timedelta(seconds=30)
KEEPS = timedelta(days=7)
PIECE = 256 * 1024
GONE = frozenset({Film.State.ERASING, Film.State.ERASED, Film.State.EXPIRED})


class UploadRefused(Exception):
    """This part was not taken. Nothing of it stays."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.why)
        self.refusal = refusal


@dataclass(frozen=True)
class Part:
    """Sealed bytes that nothing points at yet."""

    name: str
    size: int
    sha256: str
    promised: bytes
    """Its hash by the algorithm that the sender promised one in."""


def state_of(upload: Upload) -> State:
    """How far an upload has come."""
    held = upload.lease_until is not None and upload.lease_until > timezone.now()
    return State(
        length=upload.length,
        offset=upload.offset,
        expires_at=upload.expires_at,
        is_held=held,
        is_erased=upload.film.state in GONE,
    )


def append(actor: User, upload: Upload, command: Append, source: Readable) -> Upload:
    """Takes one part from the line: the upload as it is then. Raises UploadRefused or DiskFull."""
    if full_volumes():  # what is left is for the portal's own notes, not for films
        raise DiskFull
    leased = _leased(upload)
    try:
        if refusal := judge(command, state_of_free(leased), now=timezone.now()):
            raise UploadRefused(refusal)
        part = _seal(leased, command, source)
        _require_checksum(part, command)
        _note(actor, leased, part)
    finally:
        _leave(leased)
    return leased


def state_of_free(upload: Upload) -> State:
    """How far it has come, asked by the one who holds its lease."""
    return State(upload.length, upload.offset, upload.expires_at, is_erased=upload.film.state in GONE)


def _leased(upload: Upload) -> Upload:
    """As it stands now that nobody else may write: its fence tells this lease from the next."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    if not Upload.objects.filter(free, pk=upload.pk).update(fence=F("fence") + 1, lease_until=now + LEASE):
        raise UploadRefused(Refusal(Why.LOCKED))
    return Upload.objects.select_related("film").get(pk=upload.pk)


def _renew(upload: Upload) -> None:
    if not Upload.objects.filter(pk=upload.pk, fence=upload.fence).update(lease_until=timezone.now() + LEASE):
        raise UploadRefused(Refusal(Why.LOCKED))


def _leave(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk, fence=upload.fence).update(lease_until=None)


def _seal(upload: Upload, command: Append, source: Readable) -> Part:
    """Seals what the line brings, up to the size it promised."""
    renewed = timezone.now()
    other = _hash_beside(command)
    with seal(upload.film.asset_id) as writer:
        for piece in _pieces(source, command.size):
            writer.write(piece)
            if other:
                other.update(piece)
            if timezone.now() - renewed > LEASE / 3:
                _renew(upload)
                renewed = timezone.now()
    promised = other.digest() if other else bytes.fromhex(writer.sha256)
    return Part(writer.name, writer.size, writer.sha256, promised)


def _hash_beside(command: Append) -> hashlib._Hash | None:
    """None where the vault's own SHA-256 is what was promised, as by the portal's page: one pass is enough."""
    if command.checksum is None or command.checksum.algorithm == "sha256":
        return None
    return hashlib.new(command.checksum.algorithm, usedforsecurity=False)


def _pieces(source: Readable, size: int) -> Iterator[bytes]:
    """Until the promised size, the end, or a broken line: then what came so far is kept."""
    left = size
    while left > 0:
        try:
            piece = source.read(min(PIECE, left))
        except OSError:
            return
        if not piece:
            return
        left -= len(piece)
        yield piece


def _require_checksum(part: Part, command: Append) -> None:
    """A part that came whole and hashes otherwise is thrown away; of one cut short only the end can tell."""
    if command.checksum and part.size == command.size and part.promised != command.checksum.digest:
        delete(part.name)
        raise UploadRefused(Refusal(Why.CHECKSUM_MISMATCH))


def _note(actor: User, upload: Upload, part: Part) -> None:
    if not part.size:
        delete(part.name)
        return
    try:
        _write(actor, upload, part)
    except BaseException:
        delete(part.name)
        raise
    upload.offset += part.size


@transaction.atomic(durable=True)
def _write(actor: User, upload: Upload, part: Part) -> None:
    now, film = timezone.now(), upload.film
    mine = Upload.objects.filter(pk=upload.pk, fence=upload.fence, offset=upload.offset, ended_at=None)
    upload.expires_at = now + KEEPS
    if not mine.update(offset=upload.offset + part.size, expires_at=upload.expires_at):
        raise UploadRefused(Refusal(Why.LOCKED))
    Rendition.objects.create(
        asset_id=film.asset_id,
        kind=Rendition.Kind.ORIGINAL,
        part=sealed_parts(film).count(),
        object_name=part.name,
        content_type="application/octet-stream",
        size=part.size,
        sha256=part.sha256,
        made_at=now,
    )
    if upload.offset + part.size == upload.length:
        _complete(actor, upload)


def _complete(actor: User, upload: Upload) -> None:
    """The last byte is safe: a state is flipped and the bell rung, nothing more."""
    now, film, digest = timezone.now(), upload.film, digest_of(upload.film)
    Upload.objects.filter(pk=upload.pk).update(ended_at=now)
    arriving = Film.objects.filter(pk=film.pk, state=FilmState.ARRIVING)
    if not arriving.update(state=FilmState.CHECKING, digest=digest):
        raise UploadRefused(Refusal(Why.GONE))
    film.digest = digest
    carried = [said for same in same_file(film) for said in carry_noes(same.asset, film.asset, actor, now)]
    expect(Job.Kind.PREPARE, film.asset_id, now)
    case = film.asset.case
    enter(
        "upload_completed", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        upload=upload.pk, film=film.pk, size=upload.length, digest=digest,
        declarations=[said.pk for said in carried],
    )  # fmt: skip


def digest_of(film: Film) -> str:
    """SHA-256 over the list of the parts' SHA-256 in their order: what a browser can check without a second read."""
    return hashlib.sha256("".join(sealed_parts(film).values_list("sha256", flat=True)).encode()).hexdigest()
