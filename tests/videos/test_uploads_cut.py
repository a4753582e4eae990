"""A bad line: a PATCH that is cut at any byte goes on where it stopped, and what arrives is what was sent."""

import hashlib
import os
import random
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, make_cast, signed_in
from tests.videos.tus import Line, cut, line_to, status_on
from videos.models import Film, Job, Rendition, Upload
from videos.queries import original_of
from vigportal.vault.storage import Condition, check

pytestmark = pytest.mark.django_db(transaction=True)
CUTS = 32
SIZE = 3 * 1024 * 1024


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def until(so: Callable[[], bool]) -> None:
    """Waits for the server's thread."""
    for _moment in range(2000):
        if so():
            return
        time.sleep(0.02)
    raise AssertionError("the server did not come that far")


def is_held(line: Line, fence: int) -> bool:
    """Whether the server reads a part under this fence."""
    return Upload.objects.filter(pk=line.upload, fence=fence).exclude(lease_until=None).exists()


def is_free(line: Line) -> bool:
    return Upload.objects.filter(pk=line.upload, lease_until=None).exists()


def sha256_of(film: Film) -> str:
    with original_of(film) as file:
        return hashlib.sha256(file.read()).hexdigest()


def test_that_a_film_cut_at_many_bytes_arrives_as_it_was(live_server: object, cast: Cast) -> None:
    data, chance = os.urandom(SIZE), random.Random(30)
    line = line_to(live_server, signed_in(cast.maya), cast, SIZE)
    offset, kept = 0, 0
    for number in range(CUTS):
        most = min(SIZE - offset - 1, 2 * (SIZE - offset) // (CUTS - number))
        sent = data[offset : offset + chance.randint(0, max(0, most))]
        request = line.begin(SIZE - offset, sent, offset)
        until(lambda fence=number + 1: is_held(line, fence))  # type: ignore[misc]
        cut(request, is_hung_up=number % 2 == 1)
        until(lambda: is_free(line))
        at = line.offset()
        assert offset <= at <= offset + len(sent)
        offset, kept = at, kept + (at > offset)
    assert kept > CUTS // 4, "a broken line keeps what has arrived"
    assert line.send(data[offset:], offset) == 204
    film = Film.objects.get()
    assert sha256_of(film) == hashlib.sha256(data).hexdigest()
    assert film.state == "checking"
    assert Job.objects.count() == 1
    found = check(Rendition.objects.values_list("object_name", "asset"))
    assert {each.condition for each in found} == {Condition.WHOLE}


def test_that_a_second_tab_waits_while_the_first_one_sends(live_server: object, cast: Cast) -> None:
    line = line_to(live_server, signed_in(cast.maya), cast, 10)
    first = line.begin(10, b"12345", 0)
    until(lambda: is_held(line, 1))
    assert line.send(b"abcdefghij", 0) == 423
    first.sendall(b"67890")
    assert status_on(first) == 204
    with original_of(Film.objects.get()) as file:
        assert file.read() == b"1234567890"


def test_that_a_request_that_fell_silent_is_overtaken_and_can_do_no_more_harm(live_server: object, cast: Cast) -> None:
    line = line_to(live_server, signed_in(cast.maya), cast, 10)
    silent = line.begin(10, b"12345", 0)
    until(lambda: is_held(line, 1))
    Upload.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert line.send(b"abcdefghij", 0) == 204
    silent.sendall(b"67890")
    assert status_on(silent) == 423
    with original_of(Film.objects.get()) as file:
        assert file.read() == b"abcdefghij"
    assert Rendition.objects.count() == 1
