"""Reader and range → answer. No film in memory: at most 1 MiB a piece, and the question asked anew before each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from videos.models import Rendition
from videos.player.ranges import LARGEST_PART, Reply, Representation, reply_to
from vigportal.vault.reader import SealedFile, open_joined


class GoneDark(ConnectionAbortedError):
    """A no was said while a long answer was under way. The connection ends; nothing more is sent."""


def respond(request: HttpRequest, rendition: Rendition, still_open: Callable[[], bool]) -> HttpResponseBase:
    """Answers a GET or HEAD for these sealed bytes, by RFC 9110. `still_open` is asked before each further MiB."""
    held = Representation(rendition.size, f'"{rendition.sha256}"', rendition.made_at)
    reply = reply_to(request.method or "", request.headers, held)
    if reply.start == reply.stop:
        return _finished(HttpResponse(status=reply.status), reply, rendition)
    source = open_joined([(rendition.object_name, rendition.size)], rendition.asset_id)
    if reply.stop - reply.start <= LARGEST_PART:
        with source:
            body = _piece(source, reply.start, reply.stop)
        return _finished(HttpResponse(body, status=reply.status), reply, rendition)
    pieces = _pieces(source, reply, still_open)
    return _finished(StreamingHttpResponse(pieces, status=reply.status), reply, rendition)


def _piece(source: SealedFile, start: int, stop: int) -> bytes:
    source.seek(start)
    return source.read(stop - start)


def _pieces(source: SealedFile, reply: Reply, still_open: Callable[[], bool]) -> Iterator[bytes]:
    with source:
        for start in range(reply.start, reply.stop, LARGEST_PART):
            if start > reply.start and not still_open():
                raise GoneDark
            yield _piece(source, start, min(start + LARGEST_PART, reply.stop))


def _finished(response: HttpResponseBase, reply: Reply, rendition: Rendition) -> HttpResponseBase:
    for name, value in reply.headers.items():
        response[name] = value
    response["Content-Type"] = rendition.content_type
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
