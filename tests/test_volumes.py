"""What a full disk sounds like, from whoever met it; and the page that says so wherever in a request it was met."""

import errno
import sqlite3
import sys

import pytest
from django.core.checks import run_checks
from django.db.utils import OperationalError
from django.http import HttpRequest
from pytest_django import Settings

from vigportal.volumes import DiskFull, Holds, means_full, telling_when_full, volumes
from vigportal.web.errors import broken

SQLITE_CONSTRAINT = 19


class FromPostgres(Exception):
    """As psycopg2 raises it: with the server's own code."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.pgcode = code


def of_sqlite(code: int) -> sqlite3.Error:
    fault = sqlite3.OperationalError("…")
    fault.sqlite_errorcode = code
    return fault


FULL: list[Exception] = [
    OSError(errno.ENOSPC, ""),
    OSError(errno.EDQUOT, ""),
    of_sqlite(sqlite3.SQLITE_FULL),
    FromPostgres("53100"),
    DiskFull(),
]
OTHER: list[Exception] = [
    OSError(errno.EIO, ""),
    OSError("no room"),
    of_sqlite(SQLITE_CONSTRAINT),
    of_sqlite(sqlite3.SQLITE_IOERR),
    FromPostgres("23505"),
    ValueError("No space left on device"),
]


@pytest.mark.parametrize("fault", FULL, ids=repr)
def test_that_whoever_meets_a_full_disk_is_understood(fault: Exception) -> None:
    assert means_full(fault)
    with pytest.raises(DiskFull), telling_when_full():
        _wrapped(fault)


@pytest.mark.parametrize("fault", OTHER, ids=repr)
def test_that_nothing_else_is_taken_for_a_full_disk(fault: Exception) -> None:
    assert not means_full(fault)
    with pytest.raises(OperationalError), telling_when_full():
        _wrapped(fault)


def test_that_what_sqlite_calls_a_failed_read_counts_where_a_disk_is_full(settings: Settings) -> None:
    settings.DISK_FLOOR_BYTES = 1 << 60
    assert means_full(of_sqlite(sqlite3.SQLITE_IOERR_SHMOPEN))
    assert not means_full(of_sqlite(SQLITE_CONSTRAINT))


@pytest.mark.parametrize(("fault", "status"), [(OSError(errno.ENOSPC, ""), 507), (ValueError(), 500)], ids=repr)
def test_that_a_page_that_met_a_full_disk_says_so(fault: Exception, status: int) -> None:
    try:
        _wrapped(fault)
    except OperationalError:
        answer = broken(HttpRequest())
    assert answer.status_code == status
    assert ("no room on the portal’s disk" in answer.content.decode()) is (status == 507)
    assert sys.exc_info()[1] is None


def test_that_an_object_store_is_not_looked_for_on_a_disk(settings: Settings) -> None:
    assert Holds.FILMS in {volume.holds for volume in volumes()}
    settings.STORAGES = {**settings.STORAGES, "vault": {"BACKEND": "storages.backends.s3.S3Storage"}}
    assert Holds.FILMS not in {volume.holds for volume in volumes()}


def test_that_a_full_disk_is_a_warning_that_keeps_nobody_from_starting(settings: Settings) -> None:
    settings.DISK_FLOOR_BYTES = 1 << 60
    told = [each for each in run_checks(tags=["files"]) if each.id == "vigportal.W009"]
    assert len(told) == len(volumes())
    assert not any(each.is_serious() for each in told)


def _wrapped(fault: Exception) -> None:
    """As Django's database layer passes on a fault."""
    raise OperationalError from fault
