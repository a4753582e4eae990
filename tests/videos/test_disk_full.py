"""Full disks, real ones: small file systems that are filled to the last byte, each in the place of one of the portal's.

Nothing is lost, nothing fails, nothing half made is seen; and when there is room again, everything goes on.
"""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, make_cast, signed_in
from tests.matrix.world import make_member
from tests.videos.makers import make_film_of, make_upload, numbered_film, send
from tests.videos.tus import TUS, begun, create, patch
from videos.actions.clips import Stretch, mark_clip
from videos.models import Clip, Film, Job, Rendition, Upload
from videos.queries import original_of
from videos.transcode import lease, pipeline, preparing
from videos.transcode.states import FilmState
from videos.transcode.workbench import Workbench
from vigportal.accounts.roles import Role
from vigportal.home.today import waiting_for
from vigportal.ledger.models import Entry
from vigportal.vault import strongbox

pytestmark = pytest.mark.django_db(transaction=True)
MIB = 1024**2
DETACH = 2


class SmallDisk:
    """A file system of its own: fills up, and empties again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.filler = folder, folder / "filler"

    def fill(self) -> None:
        """To the last byte."""
        with self.filler.open("ab", buffering=0) as file:
            while True:
                try:
                    file.write(bytes(4096))
                except OSError:
                    return

    def empty(self) -> None:
        """Takes away what filled it."""
        self.filler.unlink()

    def films(self) -> list[Path]:
        """What else lies there."""
        return [path for path in self.folder.rglob("*") if path.is_file() and path != self.filler]


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[SmallDisk]:
    """A tmpfs of so many bytes on this folder; needs the right to mount."""
    folder.mkdir(parents=True, exist_ok=True)
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"size={size},mode=700".encode()
    assert libc.mount(b"small", str(folder).encode(), b"tmpfs", 0, options) == 0, os.strerror(ctypes.get_errno())
    try:
        yield SmallDisk(folder)
    finally:
        strongbox.close()
        libc.umount2(str(folder).encode(), DETACH)


Mount = Callable[..., SmallDisk]


@pytest.fixture
def mount(settings: Settings) -> Iterator[Mount]:
    """`mount("VAULT_DIR")`: that folder is a small disk from now on. It is full when it is full: no floor."""
    settings.DISK_FLOOR_BYTES = 0
    stack = ExitStack()

    def on(room: str, size: int = 8 * MIB) -> SmallDisk:
        strongbox.close()
        return stack.enter_context(small_disk(Path(getattr(settings, room)), size))

    with stack:
        yield on


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in(cast.maya)


def offset(client: Client, upload: Any) -> int:
    return int(client.head(reverse("videos:upload", args=[upload]), headers=TUS)["Upload-Offset"])


def room_again() -> None:
    """The minute is over in which a job rests."""
    Job.objects.filter(state=Job.State.WAITING).update(lease_until=timezone.now() - timedelta(seconds=1))


def run_once() -> None:
    """What waits is tried once, as by a worker."""
    for job_id in list(lease.claimable(timezone.now()).values_list("pk", flat=True)):
        pipeline.run(job_id)


def test_that_a_part_without_room_is_answered_in_words_and_sent_again_later(
    cast: Cast, maya: Client, mount: Mount
) -> None:
    disk = mount("VAULT_DIR")
    data = os.urandom(2 * MIB)
    upload = begun(maya, cast, len(data))
    assert patch(maya, upload, data[:MIB]).status_code == 204
    stood = disk.films()
    disk.fill()
    for _ in range(3):
        answer = patch(maya, upload, data[MIB:], MIB)
        assert (answer.status_code, answer["Retry-After"]) == (507, "600")
        assert "no room on the portal’s disk" in answer.content.decode()
    assert (offset(maya, upload), disk.films()) == (MIB, stood), "nothing of a part that was not taken stays"
    assert Upload.objects.get().lease_until is None
    disk.empty()
    assert patch(maya, upload, data[MIB:], MIB).status_code == 204
    with original_of(Film.objects.get()) as file:
        assert file.read() == data
    reasons = {entry.facts["reason"] for entry in Entry.objects.filter(event="upload_refused")}
    assert reasons == {"disk_full"}


def test_that_a_disk_that_fills_up_within_a_part_keeps_nothing_of_it(cast: Cast, maya: Client, mount: Mount) -> None:
    disk = mount("VAULT_DIR", 3 * MIB)
    upload = make_upload(cast, 2 * MIB)
    Upload.objects.update(length=4 * MIB)
    assert patch(maya, upload.pk, os.urandom(4 * MIB)).status_code == 507
    assert (offset(maya, upload.pk), disk.films()) == (0, [])


def test_that_a_film_that_does_not_fit_is_said_to_be_before_it_travels(cast: Cast, maya: Client, mount: Mount) -> None:
    mount("VAULT_DIR", 4 * MIB)
    assert create(maya, cast, 5 * MIB).status_code == 507
    page = maya.get(reverse("videos:add_film", args=[cast.cycle.pk])).content.decode()
    assert f'data-room="{4 * MIB}"' in page
    assert create(maya, cast, 4 * MIB).status_code == 201


def test_that_films_stop_coming_while_there_is_a_little_left(
    cast: Cast, maya: Client, mount: Mount, settings: Settings
) -> None:
    upload = begun(maya, cast, 2 * MIB)
    mount("SCRATCH_DIR", 4 * MIB)
    settings.DISK_FLOOR_BYTES = 5 * MIB
    assert patch(maya, upload, bytes(MIB)).status_code == 507
    settings.DISK_FLOOR_BYTES = 3 * MIB
    assert patch(maya, upload, bytes(MIB)).status_code == 204


def test_that_a_full_key_store_begins_nothing_and_plays_on(cast: Cast, maya: Client, mount: Mount) -> None:
    disk = mount("VAULT_KEYS_DIR", MIB)
    film = make_film_of(cast)
    disk.fill()
    films, entries = Film.objects.count(), Entry.objects.count()
    for _ in range(3):
        assert create(maya, cast, 10).status_code == 507
    assert (Film.objects.count(), Upload.objects.count()) == (films, 1)
    assert Entry.objects.count() == entries + 3, "each no is entered, and nothing else"
    with original_of(film) as file:
        assert file.read() == numbered_film(), "keys that are there can be read"
    disk.empty()
    assert create(maya, cast, 10).status_code == 201


def test_that_erasing_waits_for_room_for_its_tombstone(cast: Cast, maya: Client, mount: Mount) -> None:
    disk = mount("VAULT_KEYS_DIR", MIB)
    upload = begun(maya, cast, 10)
    patch(maya, upload, b"12345")
    disk.fill()
    assert maya.delete(reverse("videos:upload", args=[upload]), headers=TUS).status_code == 204
    run_once()
    job = Job.objects.get(kind=Job.Kind.ERASE)
    assert (job.state, job.error, job.attempt) == ("waiting", "disk_full", 1)
    disk.empty()
    room_again()
    run_once()
    assert Film.objects.get().state == FilmState.ERASED


@pytest.mark.parametrize("room", ["VAULT_DIR", "SCRATCH_DIR"])
def test_that_making_a_film_ready_waits_for_room_and_goes_on(
    cast: Cast, mount: Mount, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    monkeypatch.setattr(preparing, "Workbench", lambda scratch: Workbench(scratch, memory=0))
    disk = mount(room)
    send(cast, make_upload(cast, len(numbered_film())), numbered_film())
    film = Film.objects.get()
    disk.fill()
    for _ in range(2):
        room_again()
        run_once()
        job = Job.objects.get(kind=Job.Kind.PREPARE)
        film.refresh_from_db()
        assert (job.state, job.error, job.attempt) == ("waiting", "disk_full", 1), "no try is used up"
        assert film.state in {FilmState.CHECKING, FilmState.PREPARING}
    kinds = Rendition.objects.values_list("kind", flat=True)
    assert set(kinds) <= {Rendition.Kind.ORIGINAL, Rendition.Kind.DIRECT}
    disk.empty()
    room_again()
    run_once()
    film.refresh_from_db()
    assert film.state == FilmState.READY
    if room == "VAULT_DIR":
        assert len(disk.films()) == Rendition.objects.count(), "nothing half made is left on the disk"


def test_that_a_clip_waits_for_room_and_is_cut_then(cast: Cast, mount: Mount) -> None:
    disk = mount("VAULT_DIR", 16 * MIB)
    film = make_film_of(cast)
    disk.fill()
    clip = Clip.objects.get(pk=_marked(cast, film))
    run_once()
    clip.refresh_from_db()
    assert clip.state == Clip.State.CUTTING
    disk.empty()
    room_again()
    run_once()
    clip.refresh_from_db()
    assert clip.state == Clip.State.READY


def test_that_a_job_that_needs_more_than_the_disk_has_is_not_tried_for_ever(
    cast: Cast, mount: Mount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "Workbench", lambda scratch: Workbench(scratch, memory=0))
    mount("SCRATCH_DIR", 16 * 1024)
    send(cast, make_upload(cast, len(numbered_film())), numbered_film())
    run_once()
    assert Film.objects.get().state == FilmState.CHECKING
    Job.objects.update(made_at=timezone.now() - timedelta(days=4))
    room_again()
    run_once()
    film = Film.objects.get()
    assert (film.state, film.refusal) == (FilmState.FAILED, "disk_full")


def test_that_only_erasing_begins_while_a_disk_is_full(cast: Cast, maya: Client, settings: Settings) -> None:
    send(cast, make_upload(cast, len(numbered_film())), numbered_film())
    given_up = begun(maya, cast, 10)
    maya.delete(reverse("videos:upload", args=[given_up]), headers=TUS)
    settings.DISK_FLOOR_BYTES = 1 << 60
    run_once()
    states = dict(Job.objects.values_list("kind", "state"))
    assert states == {Job.Kind.ERASE: Job.State.DONE, Job.Kind.PREPARE: Job.State.WAITING}
    film = Film.objects.get(state=FilmState.CHECKING)
    page = maya.get(reverse("videos:film", args=[film.pk])).content.decode()
    assert "it waits, and goes on by itself" in page
    settings.DISK_FLOOR_BYTES = 0
    run_once()
    film.refresh_from_db()
    assert film.state == FilmState.READY


def test_that_the_manager_and_the_terminal_say_which_disk_is_full(
    cast: Cast, mount: Mount, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    grace = make_member(cast, "Grace", Role.MANAGER)
    mount("VAULT_KEYS_DIR", 4 * MIB)
    assert "no room on the portal" not in signed_in(grace).get(reverse("videos:footage")).content.decode()
    call_command("volumes")
    settings.DISK_FLOOR_BYTES = 8 * MIB
    page = signed_in(grace).get(reverse("videos:footage")).content.decode()
    assert "disk for: keys." in page
    assert str(settings.VAULT_KEYS_DIR) not in page
    rows = [row.words for section in waiting_for(grace, cast.now) for row in section.rows]
    assert "There is no room on the portal’s disk: films wait" in rows
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        call_command("volumes")
    assert ended.value.code == 1
    full = [line for line in capsys.readouterr().out.splitlines() if "FULL" in line]
    assert [line.split()[0] for line in full] == ["keys"]


def _marked(cast: Cast, film: Film) -> Any:
    stretch = Stretch(10, 40)
    return mark_clip(actor=cast.maya, film=film, stretch=stretch, title="You wait", now=timezone.now()).pk
