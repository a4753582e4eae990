"""What outlives a kill -9: work to be killed over at any moment, and what must be true when all of it has ended.

Each piece of work is done once undisturbed, to see how long it takes and what it leaves; then a worker is killed over
it, once or twice, and it must leave the same: every row in the same state, one entry for one action, as many objects.
"""

import io
import logging
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone
from pytest_django import Settings

from consent.models import Asset
from tests.cast import Cast, make_case, make_cycle, make_family
from tests.videos.films import make_film
from tests.videos.killing import Worker, rounds, wait_until
from tests.videos.makers import make_film_of, make_upload, run_jobs, send
from videos.actions.clips import Stretch, erase_clip, mark_clip, take_still
from videos.actions.films import move_film
from videos.models import Clip, Film, Job, Rendition
from videos.writer import OPEN
from vigportal.ledger.models import Entry
from vigportal.management.night import sweep_vault
from vigportal.retention.models import Certificate
from vigportal.vault import strongbox

logger = logging.getLogger(__name__)
KILLS = rounds(2)
DICE = int(os.environ.get("VIG_DICE", "1"))
TWICE = 0.2  # the share of the work that is killed over a second time; the third silence parks it
LONG = 400  # seconds for a piece of work, on a machine with much else to do
TRIES = 3  # for a kill in the middle of a piece of work
NOTHING = "nothing"
PLAIN = (b"ftypisom", b"ftypmp42", b"JFIF\x00\x01", b"moov\x00\x00\x00lmvhd", b"Lavc6", b"Lavf6")


@cache
def film_to_watch() -> bytes:
    """Three seconds without an edit list: it has every step, the copy to be watched at once among them."""
    with TemporaryDirectory() as folder:
        return make_film(Path(folder), seconds=3, options=("-use_editlist", "0")).read_bytes()


def arrived(cast: Cast, data: bytes) -> tuple[Film, Job]:
    """A film that has come, and the job that makes it ready."""
    film = send(cast, make_upload(cast, len(data)), data).film
    return film, Job.objects.get(kind=Job.Kind.PREPARE, subject=film.asset_id)


Begin = Callable[[], object]
Made = Callable[[Cast, Film], Begin]
"""Makes what a piece of work needs; what it gives back begins the work."""


def _clip(cast: Cast, film: Film) -> Clip:
    return mark_clip(actor=cast.maya, film=film, stretch=Stretch(7, 67), title="", now=timezone.now())


def _ready_clip(cast: Cast, film: Film) -> Clip:
    clip = _clip(cast, film)
    run_jobs()
    return Clip.objects.select_related("asset__case__family").get(pk=clip.pk)


def _film(cast: Cast, _film: Film) -> Begin:
    return lambda: arrived(cast, film_to_watch())


def _cut(cast: Cast, film: Film) -> Begin:
    return lambda: _clip(cast, film)


def _both(cast: Cast, film: Film) -> Begin:
    return lambda: (arrived(cast, film_to_watch()), _clip(cast, film))


def _still(cast: Cast, film: Film) -> Begin:
    clip = _ready_clip(cast, film)
    return lambda: take_still(actor=cast.maya, clip=clip, frame=9, now=timezone.now())


def _move(cast: Cast, _film: Film) -> Begin:
    film = make_film_of(cast, film_to_watch())
    family = make_family(cast.service, "The M. family", cast.since)
    elsewhere = make_cycle(make_case(family, cast.maya_seat, cast.since), 1, cast.since)
    return lambda: move_film(actor=cast.maya, film=film, cycle=elsewhere, now=timezone.now())


def _erase(cast: Cast, film: Film) -> Begin:
    clip = _ready_clip(cast, film)
    return lambda: erase_clip(actor=cast.maya, clip=clip, now=timezone.now())


WORK: dict[str, Made] = {
    "film": _film, "clip": _cut, "film and clip": _both, "still": _still, "move": _move, "erase": _erase,
}  # fmt: skip
ROTA = ("film", "clip", "film and clip", "film", "clip", "still", "film", "clip", "move", "erase")
PREPARED = ("still", "move", "erase")
"""Work for which something has to be made first."""

Stand = Counter[tuple[str, ...]]
"""How many rows stand how."""


@dataclass
class Range:
    """The stage of the kills: whose footage, which worker, and where it may leave nothing."""

    cast: Cast
    worker: Worker
    settings: Settings
    folder: Path
    told: list[str] = field(default_factory=list)
    usual: dict[str, Stand] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    stand: Stand | None = None

    def kill_often(self) -> None:
        """As often as VIG_KILLS says, at moments spread evenly over the whole of the work."""
        chance = random.Random(DICE)
        film = make_film_of(self.cast, film_to_watch())
        for name, share in zip(islice(cycle(ROTA), KILLS), _shares(chance), strict=True):
            if name not in self.usual:
                self._see_undisturbed(name, self._made(name, film))
            moments = [share, chance.random()] if chance.random() < TWICE else [share]
            for _ in range(TRIES):
                if self._kill_over(name, self._made(name, film), moments):
                    break

    def _made(self, name: str, film: Film) -> Begin:
        """Where something has to be there first, it is made here, and no worker meddles."""
        if name in PREPARED or name not in self.usual:
            self.worker.end()
            self.stand = None
        return WORK[name](self.cast, film)

    def _see_undisturbed(self, name: str, begin: Begin) -> None:
        before = self._left()
        begin()
        began = time.monotonic()
        run_jobs()
        self.seconds[name], self.stand = time.monotonic() - began, self._left()
        self.usual[name] = _more(self.stand, before)

    def _kill_over(self, name: str, begin: Begin, moments: list[float]) -> bool:
        """Says whether work was under way then, or ended before on a machine less busy than it was."""
        before, began = self.stand or self._left(), time.monotonic()
        begin()
        ordered = [job.pk for job in _open()]
        hits = [self._kill_at(name, share) for share in moments]
        is_all_to_do = _open().filter(pk__in=ordered).count() == len(ordered)
        seconds = self._settled_after()
        if is_all_to_do:  # then that is how long all of it takes, on a machine as busy as now
            self.seconds[name] = (self.seconds[name] + seconds) / 2
        told = ", ".join(f"{share:.0%} {hit}" for share, hit in zip(moments, hits, strict=True))
        self.told.append(f"{name}: killed at {told}; all done after {time.monotonic() - began:.1f} s")
        logger.info(self.told[-1])
        self.stand = self._left()
        assert _more(self.stand, before) == self.usual[name], self._why()
        assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}, self._why()
        assert not Job.objects.filter(pk__in=ordered, attempt__gt=1 + len(moments)).exists(), self._why()
        return NOTHING not in hits[0]

    def _kill_at(self, name: str, share: float) -> str:
        """Kills it so far into the work; says what was under way. Nothing can be read even then."""
        self._taken()
        began, is_taken = time.monotonic(), _open().exists()
        moment = began + share * self.seconds[name]
        self._wait(lambda: time.monotonic() >= moment or not _open().exists(), "the moment comes")
        if is_taken and not _open().exists():
            self.seconds[name] = time.monotonic() - began
        under_way = sorted(_open().filter(state=Job.State.RUNNING).values_list("kind", flat=True))
        struck = self.worker.kill()
        assert plain_in(self.folder, film_to_watch()) == [], self._why()
        return f"({struck}; under way: {' and '.join(under_way) or NOTHING})"

    def _taken(self) -> None:
        self.worker.start()
        self._wait(lambda: not _open().exists() or _open().filter(state=Job.State.RUNNING).exists(), "work is taken")

    def _settled_after(self) -> float:
        self._taken()
        began = time.monotonic()
        self._wait(lambda: not _open().exists(), "all is done")
        return time.monotonic() - began

    def _wait(self, comes: Callable[[], bool], what: str) -> None:
        def looked() -> bool:
            self.worker.look_after()
            return comes()

        try:
            wait_until(looked, what, LONG)
        except RuntimeError as fault:
            raise AssertionError(self._why()) from fault

    def _left(self) -> Stand:
        """What there is, once the night has cleared up: rows by their states, entries, objects."""
        nothing_is_left(self.settings, self.folder, film_to_watch())
        return Counter(_rows(Path(self.settings.VAULT_DIR)))

    def _why(self) -> str:
        jobs = list(Job.objects.exclude(state=Job.State.DONE).values_list("kind", "state", "attempt", "error"))
        return f"VIG_DICE={DICE} VIG_KILLS={KILLS}; {self.told}; {jobs}; {self.worker.said[-3000:]}"


def _shares(chance: random.Random) -> list[float]:
    """One in each part of the time, in any order."""
    return chance.sample([(part + chance.random()) / KILLS for part in range(KILLS)], KILLS)


def _open() -> QuerySet[Job]:
    return Job.objects.filter(state__in=OPEN)


def _rows(vault: Path) -> Iterator[tuple[str, ...]]:
    for model, names in (
        (Entry, ("event",)),
        (Job, ("kind", "state")),
        (Film, ("state", "asset__state")),
        (Clip, ("state", "asset__state")),
        (Asset, ("kind", "state")),
        (Rendition, ("asset__kind", "kind")),
        (Certificate, ("why",)),
    ):
        yield from ((model.__name__, *map(str, row)) for row in model._default_manager.values_list(*names))
    yield from (("object",) for path in vault.rglob("*") if path.is_file())


def _more(after: Stand, before: Stand) -> Stand:
    """What has come (and, below zero, gone)."""
    change = Counter(after)
    change.subtract(before)
    return Counter({row: number for row, number in change.items() if number})


def plain_in(folder: Path, original: bytes) -> list[str]:
    """Files in which something of a film can be read.

    Whoever opens a file of the key store and closes it again lets go of all the locks that SQLite holds on it here.
    """
    strongbox.close()
    marks = (*PLAIN, original[4096:4128], original[-4128:-4096])
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".log"):
        data = path.read_bytes()
        found += [f"{path.name}: {mark!r}" for mark in marks if mark in data]
    return found


def nothing_is_left(settings: Settings, tmp_path: Path, original: bytes) -> None:
    """The vault holds what somebody owns, whole, and no more; nothing of it can be read anywhere in the folder."""
    sweep_vault(timezone.now() + timedelta(days=30))
    call_command("vault", "check", stdout=io.StringIO())  # raises where an object is damaged, missing or nobody's
    assert not list(Path(settings.VAULT_DIR).rglob("*.part"))
    for place in (Path(settings.SCRATCH_DIR), tmp_path / "temporary"):  # where a killed Celery leaves an empty folder
        assert not [path for path in place.rglob("*") if not path.is_dir()]
    assert plain_in(tmp_path, original) == []
