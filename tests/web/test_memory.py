"""A file that comes with a form is held in memory, only so much of it, and its token is asked for all the same."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from vigportal.web.memory import KeptInMemory, holding_files

MOST = 1000


@holding_files(MOST)
def held(request: HttpRequest) -> HttpResponse:
    """Tells how much of each file has come."""
    files: dict[str, Any] = dict(request.FILES.items())
    return HttpResponse(" ".join(f"{name}={file.size}" for name, file in files.items()))


def sent(*sizes: int, is_trusted: bool = True) -> Any:
    """A request with files of these sizes."""
    files = {f"file{place}": SimpleUploadedFile("a", bytes(size)) for place, size in enumerate(sizes)}
    request: Any = RequestFactory().post("/", files)
    request._dont_enforce_csrf_checks = is_trusted
    request.session = {}
    return request


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ((0,), "file0=0"),
        ((MOST,), "file0=1000"),
        ((MOST + 1,), "file0=1001"),
        ((5 * MOST,), "file0=1001"),  # one byte too many tells that it was too much
        ((600, 600), "file0=600 file1=401"),
        ((200_000, 5), "file0=1001 file1=0"),  # more than one piece of a request
    ],
)
def test_that_no_more_is_held_than_there_is_room_for(sizes: tuple[int, ...], kept: str) -> None:
    assert held(sent(*sizes)).content.decode() == kept


def test_that_it_lies_in_memory_alone() -> None:
    request = sent(10)
    held(request)
    assert isinstance(request.FILES["file0"].file, io.BytesIO)
    assert [type(each) for each in request.upload_handlers] == [KeptInMemory]


def test_that_the_token_is_asked_for_all_the_same(settings: Any) -> None:
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
    assert held(sent(10)).status_code == 200
    assert held(sent(10, is_trusted=False)).status_code == 403
