"""The world of the matrix is made once for all its rows; what a request changes is undone after it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.conftest import ROOMS
from tests.matrix.world import World, make_world

SITTINGS = ("ACCOUNT_REAUTHENTICATION_TIMEOUT", "SESSION_IDLE_SECONDS", "SESSION_IDLE_SECONDS_FAMILY")
A_DAY = 24 * 60 * 60


@pytest.fixture(autouse=True)
def rooms_of_its_own(world: World) -> None:
    """The world's, not the test's: its films are sealed there."""


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Committed for good, and cleared up after the last row.

    Everybody signs in once, so no sitting ends while the rows are asked, however slow the machine is.
    """
    from django.conf import settings

    folder = tmp_path_factory.mktemp("world")
    rooms: dict[str, Any] = {room: folder / room.lower() for room in ROOMS}
    stores: dict[str, Any] = {**settings.STORAGES}
    stores["vault"] = {**stores["vault"], "OPTIONS": {"location": rooms["VAULT_DIR"]}}
    with override_settings(**rooms, **dict.fromkeys(SITTINGS, A_DAY), STORAGES=stores), django_db_blocker.unblock():
        yield make_world()
        call_command("flush", verbosity=0, interactive=False)
