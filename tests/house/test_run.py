"""The test command finds its servers, falls back to the pinned ones, and names what it can't have."""

import shutil
from pathlib import Path

import pytest

from tests import chromium, passes, run, servers

PASSED, FAILED, NONE_CHOSEN = 0, 1, 5


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is installed here but what the pins bring."""
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(servers, "DEBIAN", tmp_path)


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ([PASSED, PASSED], PASSED),
        ([PASSED, NONE_CHOSEN], PASSED),
        ([NONE_CHOSEN, NONE_CHOSEN], NONE_CHOSEN),
        ([PASSED, FAILED], FAILED),
        ([FAILED, NONE_CHOSEN], FAILED),
    ],
)
def test_that_one_failed_pass_fails_the_run(outcomes: list[int], verdict: int) -> None:
    assert run.verdict(outcomes) == verdict


def test_that_a_bare_machine_takes_its_servers_from_the_pins(bare_machine: None) -> None:
    assert (servers.postgres_programs() / "initdb").exists()
    assert servers.redis_program().name == "valkey-server"


@pytest.mark.parametrize("program", [servers.postgres_programs, servers.redis_program])
def test_that_a_server_that_is_nowhere_is_named_in_one_line(
    bare_machine: None, monkeypatch: pytest.MonkeyPatch, program: object
) -> None:
    monkeypatch.setattr(servers, "find_spec", lambda name: None)
    assert callable(program)
    with pytest.raises(servers.NotHere, match=r"^(PostgreSQL|Redis): .*wheel\.$"):
        program()


def test_that_a_browser_that_cannot_be_had_ends_the_run_with_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium, "_ways", list)
    assert run.main(["--database=sqlite"]) == 1
    assert "Chromium: not installed" in capsys.readouterr().out


def test_that_an_unknown_database_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--database=oracle"]) == 2
    assert "No such database: oracle" in capsys.readouterr().out


def test_that_what_a_pass_is_to_try_is_there() -> None:
    assert [place for place in (*passes.ON_BOTH, *passes.QUICK) if not (passes.TESTS / place).exists()] == []
