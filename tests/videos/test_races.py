"""A withdrawal races requests under way, on PostgreSQL and over real sockets: nothing that was asked for later comes.

A hundred races here; `VIG_RACES=1000 python3 manage.py test --database=postgres tests/videos/test_races.py` runs more.
"""

import os
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from pytest_django.live_server_helper import LiveServer

from consent.access import decision_on
from consent.decisions import Decision
from consent.models import Action, Asset, Purpose
from tests.cast import Cast, make_cast
from tests.videos.makers import allow_everything
from tests.videos.racing import FILM, MIB, Race, races
from videos import access
from videos.views import gate

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RACES = int(os.environ.get("VIG_RACES", "100"))
A_FEW = 5


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    made = make_cast()
    allow_everything(made)
    return made


def faults(run: list[Race]) -> list[str]:
    """What no race may show."""
    return [
        *(
            f"race {number}: {race.footage_after} bytes after the no"
            for number, race in enumerate(run)
            if race.footage_after
        ),
        *(f"race {number}: the long answer went on to its end" for number, race in enumerate(run) if not race.is_cut),
    ]


def test_that_no_byte_comes_of_what_was_asked_for_after_the_no(
    cast: Cast, live_server: LiveServer, record_property: Callable[[str, object], None]
) -> None:
    run = list(races(cast, live_server.url, RACES))
    record_property("races", told(run))
    assert all(race.after for race in run)
    assert not faults(run)
    assert {each.status for race in run for each in race.after} == {403}


def told(run: list[Race]) -> str:
    """The figures, for whoever asks."""
    asked = [each for race in run for each in race.asked]
    after = [each for race in run for each in race.after]
    longest = max(race.long_answer for race in run) / MIB
    return (
        f"{len(run)} races of a withdrawal: {len(asked)} requests, {sum(each.footage > 0 for each in asked)} served; "
        f"{len(after)} began after the commit and brought {sum(each.footage for each in after)} bytes; "
        f"long answers of {FILM // MIB} MiB broke off after {longest:.1f} MiB at most"
    )


def test_that_the_races_find_a_decision_that_is_remembered(
    cast: Cast, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered: dict[UUID, Decision] = {}

    def lazy(asset: Asset, *, viewer: UUID, purpose: Purpose, action: Action, now: datetime) -> Decision:
        if asset.pk not in remembered:
            remembered[asset.pk] = decision_on(asset, viewer=viewer, purpose=purpose, action=action, now=now)
        return remembered[asset.pk]

    monkeypatch.setattr(access, "decision_on", lazy)
    found = faults(list(races(cast, live_server.url, A_FEW)))
    assert any("bytes after the no" in fault for fault in found)


def test_that_the_races_find_a_long_answer_that_does_not_ask_again(
    cast: Cast, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_still_open", lambda _opened: True)
    found = faults(list(races(cast, live_server.url, A_FEW)))
    assert len(found) == A_FEW
    assert all("went on to its end" in fault for fault in found)
