"""Photos of papers, good and forged, and a signature: what comes as evidence."""

import io
import json
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from consent.pictures import Fault

PAYLOAD = b"<html><script>alert('from behind the picture')</script></html>"


def a_photo(kind: str = "JPEG", **how: object) -> bytes:
    """A sheet with a line on it."""
    sheet = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(sheet).line([(20, 250), (200, 240)], fill="black", width=3)
    file = io.BytesIO()
    sheet.save(file, kind, **how)
    return file.getvalue()


def giant_png(width: int, height: int) -> bytes:
    """A PNG that says it is so large; its pixels are one run of zeros, so the file stays small."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(bytes(width // 8 + 1)) for _row in range(min(height, 64))) + packer.flush()
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def forgeries() -> list[tuple[bytes, Fault]]:
    """What somebody might send in a photo's place, and why it isn't taken."""
    gif, bmp = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (9, 9)).save(gif, "GIF")
    Image.new("RGB", (9, 9)).save(bmp, "BMP")
    return [
        (b"", Fault.NOT_A_PICTURE),
        (PAYLOAD, Fault.NOT_A_PICTURE),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', Fault.NOT_A_PICTURE),
        (b"%PDF-1.7\n" + PAYLOAD, Fault.NOT_A_PICTURE),
        (b"\xff\xd8\xff\xe0" + PAYLOAD, Fault.NOT_A_PICTURE),  # a JPEG's beginning, and a page
        (gif.getvalue() + PAYLOAD, Fault.NOT_A_PICTURE),  # a picture, of a kind that isn't taken
        (bmp.getvalue(), Fault.NOT_A_PICTURE),
        (a_photo("JPEG")[:-400], Fault.NOT_A_PICTURE),  # cut off
        (a_photo("PNG")[:-60], Fault.NOT_A_PICTURE),
        (a_photo("WEBP")[:-20], Fault.NOT_A_PICTURE),
        (giant_png(20_000, 20_000), Fault.TOO_LARGE),
        (giant_png(10_000, 6_000), Fault.TOO_LARGE),
    ]


def as_file(data: bytes, name: str = "paper.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    """As a browser sends it: what it is called says nothing."""
    return SimpleUploadedFile(name, data, kind)


def signature() -> str:
    """A name, drawn."""
    return json.dumps([[100, 100, 300, 180, 500, 90], [520, 200, 700, 210]])
