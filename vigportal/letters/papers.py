"""From a template to the bytes of a PDF, with WeasyPrint. Pango, which it needs, is looked for at the first paper."""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any
from unicodedata import category

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from PIL import ImageFile

NOWHERE = "https://paper.invalid"
"""What a paper's own addresses are read against: a name that no machine can have (RFC 2606)."""

ONE_AT_A_TIME = Lock()  # fontconfig keeps one list of fonts for the whole process


UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Unicode's kinds of what has no ink: no font needs them."""


class NoPapers(RuntimeError):
    """This machine can't make papers: a library that WeasyPrint needs is missing, and is named."""


class NoLetters(NoPapers):
    """No font of this machine has some of the letters: a paper would show boxes in their place."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


class NotOurs(ValueError):
    """A paper named something that is not one of the portal's own static files."""


def paper_of(template: str, context: Mapping[str, Any]) -> bytes:
    """The paper, tagged, in the language and with the title that its template has. Raises NoPapers or NoLetters."""
    weasyprint = the_maker()
    words = render_to_string(template, {**context, "is_paper": True})
    page = weasyprint.HTML(string=words, base_url=NOWHERE, url_fetcher=partial(_fetched, weasyprint.urls))
    try:
        with ONE_AT_A_TIME, _boxes() as lacking:
            made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    except weasyprint.urls.FatalURLFetchingError as refused:  # no Exception: whoever catches those must not miss it
        raise NotOurs(str(refused)) from refused
    if lacking:
        raise NoLetters("".join(dict.fromkeys(lacking)))
    return made


def the_maker() -> Any:
    """WeasyPrint, or NoPapers with the name of what is missing."""
    try:
        import weasyprint
    except (ImportError, OSError) as lacking:
        raise NoPapers(str(lacking)) from lacking
    # Its import lets Pillow take pictures that were cut off, in the whole process: a photo as evidence must not be.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


@contextmanager
def _boxes() -> Iterator[list[str]]:
    """The letters that boxes are drawn for meanwhile: WeasyPrint tells of each in its log, and nowhere else."""
    heard: list[str] = []
    ear, log = _Ear(heard), logging.getLogger("weasyprint")
    level, is_passed_on = log.level, log.propagate
    log.addHandler(ear)
    log.setLevel(logging.WARNING)
    log.propagate = False  # a letter of a name is nothing for the portal's log
    try:
        yield heard
    finally:
        log.removeHandler(ear)
        log.setLevel(level)
        log.propagate = is_passed_on


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef glyph") and isinstance(record.args, tuple):
            self.heard += [letter for letter in str(record.args[0]) if category(letter) not in UNSEEN]


def own_file(address: str) -> Path:
    """The static file that an address on a paper means: as it lies in the source, or as collectstatic named it."""
    name = address.removeprefix(NOWHERE + settings.STATIC_URL).partition("?")[0]
    if name == address or not name:
        raise NotOurs(address)
    found = finders.find(name) or staticfiles_storage.path(name)
    if not Path(str(found)).is_file():
        raise NotOurs(address)
    return Path(str(found))


def _fetched(urls: Any, address: str) -> Any:
    """For WeasyPrint: our own static files and nothing else, no network. What is not ours ends the paper."""
    try:
        content = own_file(address).read_bytes()
    except (OSError, ValueError, SuspiciousFileOperation) as refused:
        raise urls.FatalURLFetchingError(address) from refused
    kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
    return urls.URLFetcherResponse(address, content, {"Content-Type": kind})
