"""Which tests a run tries: all on SQLite, on PostgreSQL what differs there, in a quick run what needs no servers.

A new test runs on SQLite. It runs on PostgreSQL too where its file stands here, and it stands here where the two may
differ: triggers, locks, numbers given under a lock, jobs that are claimed, SQL of our own. That every page's SQL is
understood there, the matrix shows.
"""

import os
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ON_POSTGRES = bool(os.environ.get("VIG_DATABASE_URL"))
IS_QUICK = bool(os.environ.get("VIG_QUICK"))
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
SERVERS = {"browser", "live_server", "childs_environment"}

ON_BOTH = (
    "accounts/test_invitations.py", "accounts/test_service_people.py", "accounts/test_sittings.py",
    "consent/test_grid.py", "consent/test_limits.py", "consent/test_publishing.py", "consent/test_saying.py",
    "consent/test_second_look.py", "consent/test_texts.py", "consent/test_gate_reads.py",
    "families", "home/test_today.py", "house/test_frame.py", "ledger", "management/test_backup.py",
    "management/test_witness.py",
    "matrix/test_matrix.py", "retention", "sessions",
    "videos/test_at_once.py", "videos/test_celery.py", "videos/test_early.py", "videos/test_erasing.py",
    "videos/test_gate.py", "videos/test_keeping.py", "videos/test_kills_celery.py", "videos/test_lanes.py",
    "videos/test_moving.py", "videos/test_others.py", "videos/test_quota.py", "videos/test_races.py",
    "videos/test_set_aside.py", "videos/test_sharing.py", "videos/test_stretches.py", "videos/test_supervision.py",
    "videos/test_turns.py", "videos/test_uploads.py",
)  # fmt: skip
"""Files and folders of which PostgreSQL runs what touches the database."""

QUICK = (
    "accounts", "consent/test_confirming.py", "consent/test_growing.py", "consent/test_masks.py",
    "consent/test_policy.py", "consent/test_policy_mutants.py", "consent/test_policy_wording.py",
    "consent/test_gate_reads.py", "consent/test_prose.py", "consent/test_rules.py", "families", "faults", "house",
    "ledger",
    "matrix/test_matrix.py", "retention", "sessions", "videos/player", "videos/upload",
)  # fmt: skip
"""Rules, house, doors, and the matrix of one role."""


def belongs(item: pytest.Item) -> bool:
    """Whether this run tries it."""
    if IS_QUICK:
        return stands_in(item, QUICK) and not needs(item, SERVERS) and not marked(item, "postgres", "slow")
    if not ON_POSTGRES:
        return not marked(item, "postgres")
    if marked(item, "sqlite_only", "journey"):
        return False
    touches = needs(item, DATABASE_FIXTURES) or marked(item, "django_db")
    return touches and stands_in(item, ON_BOTH)


def stands_in(item: pytest.Item, places: tuple[str, ...]) -> bool:
    """Whether its file is one of these, or lies in one of these folders."""
    path = item.path.relative_to(TESTS)
    return any(str(each) in places for each in (path, *path.parents))


def marked(item: pytest.Item, *names: str) -> bool:
    """Whether it, its file or its folder has one of these marks."""
    return any(item.get_closest_marker(name) for name in names)


def needs(item: pytest.Item, fixtures: set[str]) -> bool:
    """Whether it asks for one of these fixtures, itself or by another."""
    return bool(fixtures & set(getattr(item, "fixturenames", ())))
