"""A file that comes with a form and never touches a disk: it is kept in memory, and only so much of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


class KeptInMemory(FileUploadHandler):
    """Keeps `most` bytes of all files together, and one more, which tells that there was too much."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.room = most + 1

    def new_file(self, *parts: Any, **named: Any) -> None:
        """Another file begins."""
        super().new_file(*parts, **named)
        self.kept = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Takes what there is room for; the rest goes by."""
        taken = raw_data[: self.room]
        self.kept += taken
        self.room -= len(taken)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """What was kept of it."""
        return InMemoryUploadedFile(
            io.BytesIO(bytes(self.kept)), self.field_name, self.file_name, self.content_type, len(self.kept),
            self.charset, self.content_type_extra,
        )  # fmt: skip


def holding_files(most: int) -> Callable[[View], View]:
    """For a page that takes a file. Who sends it is asked first: only then its body is read, token and all."""

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt  # the token is checked by `protected`, once the way of taking files is set
        @wraps(view)
        def held(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
            request.upload_handlers = [KeptInMemory(request, most)]
            return protected(request, *parts, **named)

        return held

    return decorate
