"""What is sent squeezed: whole answers in words, where nothing of them came with the request."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.urls import reverse

from tests.cast import make_cast, signed_in
from vigportal.web.hashed import Hashed
from vigportal.web.squeezed import Squeezed

LONG = "words " * 200


def encoding(answer: HttpResponseBase, path: str = "/cases/", method: str = "GET") -> str:
    request = RequestFactory().generic(method, path, HTTP_ACCEPT_ENCODING="gzip, br")
    return Squeezed(lambda _request: answer).process_response(request, answer).get("Content-Encoding", "")


@pytest.mark.parametrize("path", ["/cases/", "/cases/people/?panel"])
def test_that_pages_and_data_are_squeezed(path: str) -> None:
    assert encoding(HttpResponse(LONG), path) == "gzip"
    assert encoding(JsonResponse({"words": LONG}), path) == "gzip"


@pytest.mark.parametrize(
    ("path", "method"), [("/cases/?words=x", "GET"), ("/cases/new/", "POST"), ("/account/2fa/", "GET")]
)
def test_that_nothing_that_could_show_what_was_sent_is_squeezed(path: str, method: str) -> None:
    assert encoding(HttpResponse(LONG), path, method) == ""


def test_that_no_film_stream_or_range_is_squeezed() -> None:
    for kind in ("video/mp4", "application/vnd.apple.mpegurl", "image/jpeg", "application/pdf"):
        assert encoding(HttpResponse(LONG, content_type=kind)) == ""
    assert encoding(StreamingHttpResponse([LONG])) == ""
    assert encoding(HttpResponse(LONG, status=206, headers={"Content-Range": "bytes 0-9/99"})) == ""


@pytest.mark.django_db
def test_that_a_browser_gets_the_same_page_in_fewer_bytes() -> None:
    maya, address = signed_in(make_cast().maya), reverse("home:today")
    plain, squeezed = maya.get(address), maya.get(address, HTTP_ACCEPT_ENCODING="gzip")
    assert squeezed["Content-Encoding"] == "gzip"
    assert len(squeezed.content) * 2 < len(plain.content)
    assert gzip.decompress(squeezed.content).startswith(plain.content[:200])
    assert "Accept-Encoding" in squeezed["Vary"]


def test_that_style_and_scripts_are_laid_ready_in_brotli(tmp_path: Path) -> None:
    storage = Hashed(location=tmp_path, base_url="/static/")
    found = {name: (store, name) for finder in get_finders() for name, store in finder.list(["vendor", "img", "js"])}
    name = min(name for name in found if name.endswith(".css"))
    with found[name][0].open(name) as file:
        storage._save(name, file)
    list(storage.post_process({name: found[name]}))
    assert {path.suffix for path in (tmp_path / name).parent.iterdir()} >= {".br", ".gz"}
