"""The frame around every test: no network, a vault of its own, the right database, the truncation door."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as portal
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from tests import remembering, truncation
from tests.passes import ON_POSTGRES, belongs
from tests.settings import FOLDER

pytest_plugins = ["tests.browser", "tests.recording"]

ROOMS = ("VAULT_DIR", "VAULT_KEYS_DIR", "SCRATCH_DIR")
# No deadline: no test is about speed. No store of examples: a run is the same for everybody.
hypothesis.settings.register_profile("house", deadline=None, database=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("house")

LOOPBACK = {"::1", "localhost", "", "None"}
PHONE_FILMS = Path(os.environ.get("VIG_PHONE_FILMS", Path(__file__).parents[2] / "shared" / "media"))
ENGINE_TESTS = Path(__file__).parent / "videos/transcode"


class NetworkBlocked(RuntimeError):
    """A test tried to leave this machine."""


def _stay_home(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        _allow_only_loopback(args[0])
    elif event in {"socket.connect", "socket.sendto"} and isinstance(args[1], tuple):
        _allow_only_loopback(args[1][0])


def _allow_only_loopback(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name not in LOOPBACK and not name.startswith("127."):
        raise NetworkBlocked(f"A test tried to reach {name}.")


sys.addaudithook(_stay_home)


def pytest_configure(config: pytest.Config) -> None:
    """Folders for the data and for each test, in our own: two runs side by side would clear up each other's."""
    Path(portal.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # stays empty: static files come from the source
    if not config.option.basetemp:
        config.option.basetemp = FOLDER / "tests"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what this pass tries, and what the films beside the repository allow."""
    config.hook.pytest_deselected(items=[item for item in items if not _belongs(item)])
    items[:] = filter(_belongs, items)


def _belongs(item: pytest.Item) -> bool:
    if item.get_closest_marker("phone_films") and not PHONE_FILMS.is_dir():
        return False
    return belongs(item)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the house says of itself, and what was left out for want of films."""
    told = [value for report in terminalreporter.stats.get("passed", []) for value in report.user_properties]
    for _, line in sorted(told):
        terminalreporter.write_line(f"The house: {line}")
    if not PHONE_FILMS.is_dir():
        terminalreporter.write_line(f"No phone films in {PHONE_FILMS}: the tests marked phone_films were left out.")


def pytest_unconfigure(config: pytest.Config) -> None:
    """The throw-away folder goes with whoever came first; a worker leaves it to the process above it."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """A name per worker on PostgreSQL; on SQLite each worker has a folder already."""
    if ON_POSTGRES:
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Append-only tables refuse to be emptied; a transactional test's clearing up is let through."""
    with contextlib.ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(truncation.door(connection))
        yield


@pytest.fixture(autouse=True)
def rooms_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """A vault, its keys and a scratch folder for this test alone, made when first written to."""
    for room in ROOMS:
        setattr(settings, room, tmp_path / room.lower())
    vault = {**settings.STORAGES["vault"], "OPTIONS": {"location": settings.VAULT_DIR}}
    settings.STORAGES = {**settings.STORAGES, "vault": vault}


@pytest.fixture(autouse=True)
def work_remembered(request: pytest.FixtureRequest) -> Iterator[None]:
    """Films are made once in a run, but where the making itself is tried."""
    if request.path.is_relative_to(ENGINE_TESTS) or request.node.get_closest_marker("anew"):
        yield
        return
    with remembering.each_work_once():
        yield


@pytest.fixture
def phone_films() -> Path:
    """The folder of real phone films beside the repository; a test that asks for it is marked phone_films."""
    return PHONE_FILMS


@pytest.fixture
def childs_environment(transactional_db: None, settings: Settings) -> dict[str, str]:
    """What a child process (a worker, say) needs to see this test's database, vault and scratch."""
    told = {f"VIG_{room}": str(getattr(settings, room)) for room in ROOMS}
    if ON_POSTGRES:
        address, _, _ = os.environ["VIG_DATABASE_URL"].rpartition("/")
        told["VIG_DATABASE_URL"] = f"{address}/{connection.settings_dict['NAME']}"
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "vigportal.settings", **told}
