"""kill -9 of one machine's worker at moments that chance chooses: all ends as if nobody had killed it.

Two kills here; `VIG_KILLS=50 python3 manage.py test --database=sqlite tests/videos/test_kills.py` kills fifty times,
`--log-cli-level=INFO` tells of each, and VIG_DICE throws other moments. At each line of each step:
`test_kills_by_line.py`; with Redis and Celery: `test_kills_celery.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cast import Cast
from tests.videos import killing
from tests.videos.killing import TooSlow, Worker, wait_until
from tests.videos.surviving import Range, film_to_watch, plain_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.sqlite_only, pytest.mark.anew]


@pytest.fixture
def worker(childs_environment: dict[str, str], tmp_path: Path) -> Iterator[Worker]:
    one = Worker(childs_environment, tmp_path / "temporary")
    yield one
    one.stop()


def test_that_all_work_ends_as_if_nobody_had_killed_the_worker(
    cast: Cast, worker: Worker, settings: Settings, tmp_path: Path
) -> None:
    Range(cast, worker, settings, tmp_path).kill_often()


def test_that_one_who_outlives_a_worker_is_named(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(killing, "DEATH", 0.5)
    worker.line = ["/bin/sh", "-c", "/bin/sleep 5.25 & /bin/sleep 60"]
    worker.start()
    wait_until(lambda: worker.is_encoding, "it has started somebody")
    with pytest.raises(TooSlow, match=r"still there: .*/bin/sleep 5\.25"):
        worker.kill()


def test_that_what_would_give_a_film_away_is_found(tmp_path: Path) -> None:
    """The scan above, seen to bite."""
    (tmp_path / "left.mp4").write_bytes(film_to_watch())
    (tmp_path / "part").write_bytes(film_to_watch()[4000:5000])
    assert {line.split(":")[0] for line in plain_in(tmp_path, film_to_watch())} == {"left.mp4", "part"}
