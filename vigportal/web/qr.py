"""Addresses drawn as QR codes, to be taken from a screen by a phone."""

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn_code(address: str) -> SafeString:
    """An inline picture without styles, black on white whatever the page's colours, because cameras ask for it."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr-code", lineclass=None)
    return mark_safe(drawing)  # noqa: S308 -- drawn here: an address becomes squares, never markup
