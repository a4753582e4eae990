"""What comes as evidence, made into a picture of our own: strokes on a screen, the photo of a paper form.

Nothing that was sent is kept as it came. A photo is decoded and drawn anew, upright, on white, without whatever else
the file carried (places, names, a second file behind the first); a drawing is a list of points, and drawn here. What
can't be decoded as what we take isn't taken, whatever it is called.
"""

from __future__ import annotations

import io
import json
import warnings
from enum import StrEnum
from itertools import pairwise

from PIL import Image, ImageDraw, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""A phone's finest photo; any larger picture would cost more memory than a page may take."""
LONGEST_SIDE = 2400
"""Enough to read a page of small print, photographed whole."""
QUALITY = 85

WIDTH, HEIGHT = 1000, 320
"""The field that is drawn in, in points."""
MOST_STROKES, MOST_POINTS = 300, 12_000
LEAST_LENGTH = 60
"""A dot is no signature."""
PEN, FINER = 5, 2


class Fault(StrEnum):
    """Why something isn't taken as evidence."""

    NOT_A_PICTURE = "not_a_picture"
    TOO_LARGE = "too_large"
    NOT_DRAWN = "not_drawn"


class NotTaken(ValueError):
    """It can't be kept as evidence."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def photo_of(data: bytes) -> bytes:
    """The photo as a JPEG of our own. Raises NotTaken."""
    if len(data) > LARGEST_FILE:
        raise NotTaken(Fault.TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # its size is asked below
            with Image.open(io.BytesIO(data), formats=FORMATS) as sent:
                return _drawn_anew(sent)
    except Image.DecompressionBombError as bomb:
        raise NotTaken(Fault.TOO_LARGE) from bomb
    except (OSError, SyntaxError, ValueError, EOFError) as broken:
        raise (broken if isinstance(broken, NotTaken) else NotTaken(Fault.NOT_A_PICTURE)) from broken


def _drawn_anew(sent: Image.Image) -> bytes:
    width, height = sent.size
    if width * height > MOST_PIXELS:
        raise NotTaken(Fault.TOO_LARGE)
    sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is read at half or a quarter of its size
    sent.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(sent).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    return _saved(paper, "JPEG", quality=QUALITY)


def drawing_of(told: str) -> bytes:
    """The strokes `[[x, y, x, y, …], …]` as a PNG. Raises NotTaken."""
    strokes = _strokes(told)
    if sum(_length(stroke) for stroke in strokes) < LEAST_LENGTH:
        raise NotTaken(Fault.NOT_DRAWN)
    fine = Image.new("L", (WIDTH * FINER, HEIGHT * FINER), "white")
    pen = ImageDraw.Draw(fine)
    for stroke in strokes:
        pen.line([(x * FINER, y * FINER) for x, y in stroke], fill="black", width=PEN * FINER, joint="curve")
    return _saved(fine.resize((WIDTH, HEIGHT)), "PNG")


Stroke = list[tuple[int, int]]


def _strokes(told: str) -> list[Stroke]:
    try:
        rows = json.loads(told)
    except (ValueError, RecursionError) as broken:
        raise NotTaken(Fault.NOT_DRAWN) from broken
    if not (isinstance(rows, list) and 0 < len(rows) <= MOST_STROKES and all(map(_is_stroke, rows))):
        raise NotTaken(Fault.NOT_DRAWN)
    if sum(len(row) for row in rows) > 2 * MOST_POINTS:
        raise NotTaken(Fault.NOT_DRAWN)
    return [list(zip(row[::2], row[1::2], strict=True)) for row in rows]


def _is_stroke(row: object) -> bool:
    """Pairs of whole numbers within the field."""
    if not isinstance(row, list) or len(row) < 2 or len(row) % 2:
        return False
    return all(type(value) is int and 0 <= value <= (HEIGHT if place % 2 else WIDTH) for place, value in enumerate(row))


def _length(stroke: Stroke) -> float:
    return float(sum(abs(x - u) + abs(y - v) for (x, y), (u, v) in pairwise(stroke)))


def _saved(picture: Image.Image, kind: str, **how: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()
