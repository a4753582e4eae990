"""Footage for tests, made as in life: an upload through the actions, a worker's run, people confirmed, a yes given."""

import io
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone

from consent.actions.accepting import Line, Said
from consent.actions.ceilings import set_ceiling
from consent.actions.confirming import confirm_people
from consent.actions.declaring import declare
from consent.defaults import first_rules
from consent.models import Asset, Declaration, Purpose
from consent.queries import text_for
from consent.sealing import Shown
from consent.writer import root_of
from families.models import Person
from tests.cast import Cast
from tests.videos.films import make_film, numbers_in
from videos.actions.clips import Stretch, mark_clip
from videos.actions.sharing import offer_clip, share_with_family
from videos.actions.uploads import NewFilm, start_upload
from videos.models import Clip, Film, Job, Rendition, Upload
from videos.queries import joined
from videos.transcode import pipeline
from videos.upload import receive
from videos.upload.commands import Append
from vigportal.accounts.models import Membership, User


@cache
def numbered_film(seconds: float = 2) -> bytes:
    """A short numbered film, made once in a test run."""
    with TemporaryDirectory() as folder:
        return make_film(Path(folder), seconds=seconds).read_bytes()


def allow_everything(cast: Cast) -> None:
    """The ceiling of a service's first day, set long ago."""
    set_ceiling(actor=None, service=cast.service, rules=first_rules("england"), now=cast.since)


def make_upload(cast: Cast, length: int, now: datetime | None = None) -> Upload:
    """An upload that Maya has begun, of a film with Rosa and Leo."""
    now = now or timezone.now()
    film = NewFilm(cast.cycle, Film.Kind.INTERACTION, now - timedelta(hours=2), (cast.mother, cast.leo), length)
    return start_upload(actor=cast.maya, film=film, now=now)


def send(cast: Cast, upload: Upload, data: bytes) -> Upload:
    """One part, as a PATCH brings it."""
    return receive.append(cast.maya, upload, Append(upload.offset, len(data)), io.BytesIO(data))


def run_jobs() -> int:
    """Works until nothing waits, as a worker does; says how many jobs were done. What rests is left to rest."""
    done = 0
    while any(pipeline.run_next(lane) for lane in Job.Lane):
        done += 1
    return done


def run_jobs_three_times() -> None:
    """As long as a job is tried: nothing rests between two tries."""
    for _ in range(3):
        Job.objects.filter(state=Job.State.WAITING).update(lease_until=None)
        run_jobs()


def make_set_aside(cast: Cast, error: str = "crashed") -> Film:
    """A film that came and was tried three times in vain."""
    film = send(cast, make_upload(cast, 4), b"film").film
    tried = {"attempt": 3, "error": error, "ended_at": timezone.now(), "lease_until": None}
    Job.objects.filter(subject=film.asset_id).update(state=Job.State.PARKED, **tried)
    Film.objects.filter(pk=film.pk).update(state=Film.State.FAILED, refusal=error)
    return Film.objects.select_related("asset__case__family__service").get(pk=film.pk)


def make_film_of(cast: Cast, data: bytes | None = None) -> Film:
    """A film that is ready, with Rosa and Leo confirmed in it."""
    data = data or numbered_film()
    upload = send(cast, make_upload(cast, len(data)), data)
    run_jobs()
    film = Film.objects.select_related("asset__case__family__service").get(pk=upload.film_id)
    confirm(cast, film.asset, (cast.mother, cast.leo))
    return film


def numbers_of(film: Film) -> list[int]:
    """The number on every frame of its study copy."""
    study = Rendition.objects.get(asset=film.asset_id, kind=Rendition.Kind.STUDY)
    with joined([study], film.asset_id) as source:
        return numbers_in(io.BytesIO(source.read(study.size)))


def make_clip(cast: Cast, film: Film, first: int = 10, end: int = 40) -> Clip:
    """A clip that is ready, with Rosa and Leo confirmed in it."""
    clip = mark_clip(actor=cast.maya, film=film, stretch=Stretch(first, end), title="You wait", now=timezone.now())
    run_jobs()
    clip.refresh_from_db()
    confirm(cast, clip.asset, (cast.mother, cast.leo))
    return clip


def confirm(cast: Cast, asset: Asset, people: Iterable[Person]) -> None:
    """Maya says who is in it."""
    confirm_people(actor=cast.maya, asset=asset, people=people, now=timezone.now())


def say(
    cast: Cast,
    kind: Declaration.Kind,
    purpose: Purpose,
    *,
    scope: Asset | None = None,
    by: Person | None = None,
    about: Iterable[Person] = (),
    later_footage: bool = False,
    viewers: Iterable[User] = (),
    shown: Shown | None = None,
    until_at: datetime | None = None,
    said_on: date | None = None,
    evidence: str = Declaration.Evidence.SIGNED,
) -> list[Declaration]:
    """Rosa says it for herself and for Leo, for the whole case, unless told otherwise; Maya writes it down."""
    now = timezone.now()
    with transaction.atomic():
        root = root_of(cast.case, now)
    said = Said(
        form_id=uuid.uuid4(),
        case=cast.case,
        scope=scope or root,
        about=tuple(about) or (cast.mother, cast.leo),
        by=by or cast.mother,
        lines=(Line(purpose, text=text_for(cast.service, purpose) if kind == Declaration.Kind.GIVE else None),),
        later_footage=later_footage,
        viewers=tuple(viewers),
        shown=shown,
        until_at=until_at,
        said_on=said_on,
        evidence=evidence,
    )
    return declare(actor=cast.maya, kind=kind, said=said, now=now)


def share(cast: Cast, clip: Clip) -> None:
    """Maya puts the clip before Rosa."""
    share_with(cast, clip, [cast.rosa_seat])


def share_with(cast: Cast, clip: Clip, seats: list[Membership]) -> None:
    """Maya puts the clip before these of the family."""
    share_with_family(actor=cast.maya, clip=clip, seats=seats, now=timezone.now())


def offer(cast: Cast, clip: Clip) -> None:
    """Maya offers the clip to Omar."""
    offer_clip(actor=cast.maya, clip=clip, to=cast.omar_seat, question="How do I wait longer?", now=timezone.now())
