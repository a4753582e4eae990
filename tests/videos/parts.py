"""A film that is being made ready, as its worker leaves it while it makes the study copy: sealed parts, ever more."""

import io
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from consent.models import Asset
from consent.writer import move
from tests.cast import Cast
from tests.videos.films import make_film
from tests.videos.makers import make_upload, send
from videos.models import Film, Job, Rendition
from videos.transcode.boxes import walk
from videos.transcode.clearing import take_parts_away
from videos.transcode.publish import Sealed, seal_bytes, show

RATE, MOOFS_PER_PART = 30, 4
CLEAR, SMALL = (320, 180), (160, 90)
LIKE_A_STUDY = ("-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "high", "-pix_fmt", "yuv420p", "-bf", "0")
SOUND_FROM_0 = ("-c:a", "aac", "-b:a", "64k", "-af", "aresample=async=1:first_pts=1024")
KEYS = ("-g", "15", "-keyint_min", "15", "-sc_threshold", "0")
IN_PARTS = ("-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-use_editlist", "0")
WHOLE = ("-movflags", "+faststart", "-use_editlist", "0")


@cache
def study_copy(seconds: int, *options: str, size: tuple[int, int] = CLEAR) -> bytes:
    """A numbered film as the engine writes its study copies."""
    with TemporaryDirectory() as folder:
        film = make_film(
            Path(folder),
            seconds=seconds,
            size=size,
            picture_options=LIKE_A_STUDY + KEYS,
            sound_options=SOUND_FROM_0,
            options=options or WHOLE,
        )
        return film.read_bytes()


def parts_of_study(seconds: int, size: tuple[int, int] = CLEAR) -> list[bytes]:
    """The same frames in parts of two seconds: first the beginning that all of them need."""
    data = study_copy(seconds, *IN_PARTS, size=size)
    boxes = walk(io.BytesIO(data), len(data))
    moofs = [box.start - 8 for box in boxes if box.kind == b"moof" and not box.path]
    starts = [0, *moofs[::MOOFS_PER_PART], data.rindex(b"mfra") - 4]
    return [data[start:end] for start, end in pairwise(starts)]


def free_box(size: int) -> bytes:
    """Bytes that stand for nothing (ISO/IEC 14496-12, 8.1.2), to make a part heavier than its pictures."""
    return size.to_bytes(4, "big") + b"free" + bytes(size - 8)


def make_film_in_parts(cast: Cast, pieces: list[bytes]) -> Film:
    """Maya's film, in the middle of being made ready: the beginning and so many parts are there."""
    film = send(cast, make_upload(cast, 4), b"film").film
    running = {"state": Job.State.RUNNING, "attempt": 1, "progress": 400, "seconds_left": 100}
    until = timezone.now() + timedelta(hours=1)
    Job.objects.filter(subject=film.asset_id).update(**running, lease_until=until)
    known = {"rate_num": RATE, "rate_den": 1, "width": 320, "height": 180, "has_sound": True}
    Film.objects.filter(pk=film.pk).update(state=Film.State.PREPARING, **known)
    for number, piece in enumerate(pieces):
        add_part(film, number, piece)
    move(Asset.objects.get(pk=film.asset_id), Asset.State.ACTIVE, timezone.now())
    return Film.objects.select_related("asset__case__family__service").get(pk=film.pk)


def add_part(film: Film, number: int, piece: bytes, kind: Rendition.Kind = Rendition.Kind.SEGMENT) -> Rendition:
    """One more."""
    sealed = seal_bytes(film.asset_id, kind, piece)
    return Rendition.objects.create(
        asset_id=film.asset_id, kind=sealed.kind, part=number, object_name=sealed.name, content_type="video/mp4",
        size=sealed.size, sha256=sealed.sha256, made_at=timezone.now(),
    )  # fmt: skip


def make_ready(film: Film, seconds: int) -> Rendition:
    """The study copy stands in the place of the parts."""
    sealed: Sealed = seal_bytes(film.asset_id, Rendition.Kind.STUDY, study_copy(seconds))
    show(film.asset_id, [sealed], timezone.now())
    take_parts_away(film.asset_id)
    Job.objects.filter(subject=film.asset_id).update(state=Job.State.DONE, ended_at=timezone.now())
    ready = {"state": Film.State.READY, "frames": seconds * RATE, "ready_at": timezone.now()}
    Film.objects.filter(pk=film.pk).update(**ready)
    return Rendition.objects.get(asset=film.asset_id, kind=Rendition.Kind.STUDY)
