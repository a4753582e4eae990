"""tus as a test speaks it: through Django's client, and over a bare socket that can be cut at any byte."""

import base64
import http.client
import re
import socket
import struct
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

PART = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}
HANG_UP = struct.pack("ii", 1, 0)


def metadata(cast: Cast, **more: str) -> str:
    """What the page says of a film."""
    told = {
        "cycle": str(cast.cycle.pk),
        "kind": "interaction",
        "recorded_on": cast.since.date().isoformat(),
        "people": f"{cast.mother.pk} {cast.leo.pk}",
        **more,
    }
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())


def create(client: Client, cast: Cast, length: int, **more: str) -> Any:
    """POST."""
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata(cast, **more)}
    return client.post(reverse("videos:uploads"), b"", content_type=PART, headers=headers)


def id_in(answer: HttpResponse) -> UUID:
    """The upload's id, from where it was put."""
    return UUID(answer["Location"].rsplit("/", 1)[1])


def patch(client: Client, upload: UUID, data: bytes, offset: int = 0, checksum: bytes = b"") -> Any:
    """PATCH; with the SHA-256 that is promised, if any."""
    promised = {"Upload-Checksum": f"sha256 {base64.b64encode(checksum).decode()}"} if checksum else {}
    told = {**TUS, "Upload-Offset": str(offset), **promised}
    return client.patch(reverse("videos:upload", args=[upload]), data, content_type=PART, headers=told)


def begun(client: Client, cast: Cast, length: int) -> UUID:
    """An upload of so many bytes."""
    answer = create(client, cast, length)
    assert answer.status_code == 201, answer.content
    return id_in(answer)


def sent(client: Client, cast: Cast, data: bytes, **more: str) -> Any:
    """A whole film in one part; the answer to that part, or to the creation where that was refused."""
    answer = create(client, cast, len(data), **more)
    return patch(client, id_in(answer), data) if answer.status_code == 201 else answer


@dataclass(frozen=True)
class Line:
    """A browser's connection to a live server, one request a time."""

    address: str
    client: Client
    upload: UUID
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        names = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
        cookies = "; ".join(f"{name}={self.client.cookies[name].value}" for name in names)
        return {**TUS, "Cookie": cookies, "X-CSRFToken": self.token}

    @property
    def path(self) -> str:
        """Where the upload is."""
        return reverse("videos:upload", args=[self.upload])

    def offset(self) -> int:
        """HEAD."""
        return int(self._asked("HEAD", {}, b"").headers["Upload-Offset"])

    def send(self, data: bytes, offset: int) -> int:
        """A PATCH that arrives; says with which status."""
        return self._asked("PATCH", {"Content-Type": PART, "Upload-Offset": str(offset)}, data).status

    def begin(self, promised: int, data: bytes, offset: int) -> socket.socket:
        """A PATCH of which so far only `data` of `promised` bytes has left."""
        where = urlsplit(self.address)
        line = socket.create_connection((where.hostname or "", where.port or 0), timeout=60)
        told = {
            **self.headers,
            "Host": where.netloc,
            "Content-Type": PART,
            "Content-Length": str(promised),
            "Upload-Offset": str(offset),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        line.sendall(f"PATCH {self.path} HTTP/1.1\r\n{head}\r\n".encode() + data)
        return line

    def _asked(self, method: str, headers: dict[str, str], data: bytes) -> http.client.HTTPResponse:
        where = urlsplit(self.address)
        line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        line.request(method, self.path, data, {**self.headers, **headers, "Content-Length": str(len(data))})
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer


def line_to(live_server: object, client: Client, cast: Cast, length: int) -> Line:
    """An upload begun, with the token that the upload page gives to its script."""
    page = client.get(reverse("videos:add_film", args=[cast.cycle.pk])).content.decode()
    token = re.search(r'data-csrf="([^"]+)"', page)
    assert token
    return Line(str(live_server), client, begun(client, cast, length), token[1])


def status_on(line: socket.socket) -> int:
    """The answer's status."""
    with line, line.makefile("rb") as answer:
        return int(answer.readline().split()[1])


def cut(line: socket.socket, *, is_hung_up: bool) -> None:
    """Ends the connection: politely, or as when a phone loses its network and its socket is reset."""
    if is_hung_up:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, HANG_UP)
    line.close()
