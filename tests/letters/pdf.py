"""Reads a PDF of ours without a library: what a screen reader is told, and the words as they can be copied out."""

import re
import zlib
from functools import cached_property

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
FONT = re.compile(r"/BaseFont /(\w+)\+[^/]*/ToUnicode (\d+) 0 R")
SHOWN = re.compile(r"/(\w+) [\d.]+ Tf|\[([^\]]*)\] TJ")
GLYPH = re.compile(r"<([0-9a-f]{4})> <([0-9a-f]+)>")


class Pdf:
    """The objects of one file by number, their streams opened."""

    def __init__(self, paper: bytes) -> None:
        self.objects = {int(number): _opened(content).decode("latin-1") for number, content in OBJECT.findall(paper)}
        self.text = "\n".join(self.objects.values())

    @cached_property
    def structure(self) -> list[str]:
        """The kinds of the structure's elements (H1, P, Table …), as often as they stand there."""
        return re.findall(r"/S /(\w+)", self.text)

    def says(self, words: str) -> bool:
        """Whether these words can be read out of it, however they are broken into lines."""
        return "".join(words.split()) in self.letters

    @cached_property
    def letters(self) -> str:
        """Every letter in the order they are drawn, without the spaces."""
        return "".join("".join(self._drawn()).split())

    @cached_property
    def fonts(self) -> dict[str, dict[str, str]]:
        """For each font of the file, the letter that a glyph stands for."""
        return {name: dict(GLYPH.findall(self.objects[int(number)])) for name, number in FONT.findall(self.text)}

    def _drawn(self) -> list[str]:
        letters: list[str] = []
        font: dict[str, str] = {}
        for name, shown in SHOWN.findall("\n".join(self.objects.values())):
            font = self.fonts.get(name, {}) if name else font
            letters += [bytes.fromhex(font[glyph]).decode("utf-16-be") for glyph in _codes(shown)]
        return letters


def _codes(shown: str) -> list[str]:
    codes = "".join(re.findall(r"<([0-9a-f]*)>", shown))
    return [codes[start : start + 4] for start in range(0, len(codes), 4)]


def _opened(content: bytes) -> bytes:
    """An object with its stream, if it has one, in the clear."""
    found = STREAM.search(content)
    if not found:
        return content
    packed = found[1]
    return content[: found.start()] + (_inflated(packed) if b"/FlateDecode" in content else packed)


def _inflated(packed: bytes) -> bytes:
    """The last byte of a stream may look like the end of a line, and be cut off with it: it's of the checksum."""
    return zlib.decompressobj().decompress(packed)
