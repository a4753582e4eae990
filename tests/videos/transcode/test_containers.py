"""What a file is, told by its first bytes."""

import pytest

from videos.transcode.containers import demuxer_for
from videos.transcode.refusals import SENTENCES, Refusal, Why

OPENED = {
    b"\x00\x00\x00\x18ftypmp42": "mov",
    b"\x00\x00\x00\x14ftypqt  ": "mov",
    b"\x00\x00\x00\x18ftyp3gp5": "mov",
    b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat": "mov",
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm": "matroska",
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska": "matroska",
    b"RIFF\x10\x00\x00\x00AVI LIST": "avi",
    (b"\x47" + bytes(187)) * 5: "mpegts",
    (bytes(4) + b"\x47" + bytes(187)) * 5: "mpegts",
}
REFUSED = {
    b"": Why.EMPTY,
    b"Dear Rosa,\n": Why.NOT_A_FILM,
    b"#EXTM3U\n#EXT-X-VERSION:3\n/etc/passwd\n": Why.ADDRESSES,
    b"\xef\xbb\xbf \n#EXTM3U\n": Why.ADDRESSES,
    b"ffconcat version 1.0\nfile /etc/passwd\n": Why.ADDRESSES,
    b'<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">': Why.ADDRESSES,
    b"<!DOCTYPE html><html><body><video src=x>": Why.NOT_A_FILM,
    b"PK\x03\x04 a zip": Why.NOT_A_FILM,
    b"\x7fELF": Why.NOT_A_FILM,
    b"\xff\xd8\xff\xe1 a photograph": Why.PHOTOGRAPH,
    b"\x89PNG\r\n\x1a\n": Why.PHOTOGRAPH,
    b"\x00\x00\x00\x18ftypheic": Why.PHOTOGRAPH,
    b"\x00\x00\x00\x18ftypM4A ": Why.NO_PICTURE,
    b"ID3\x03 a song": Why.NO_PICTURE,
    b"RIFF\x10\x00\x00\x00WAVEfmt ": Why.NO_PICTURE,
    b"\x47" + bytes(187): Why.NOT_A_FILM,
    b"\x1a\x45\xdf\xa3 and then nothing known": Why.NOT_A_FILM,
}


@pytest.mark.parametrize(("head", "demuxer"), OPENED.items())
def test_that_each_container_gets_its_one_demuxer(head: bytes, demuxer: str) -> None:
    assert demuxer_for(head) == demuxer


@pytest.mark.parametrize(("head", "why"), REFUSED.items())
def test_that_anything_else_is_refused_with_its_reason(head: bytes, why: Why) -> None:
    assert demuxer_for(head) == Refusal(why)


def test_that_every_refusal_has_a_sentence_for_the_person() -> None:
    facts: dict[str, int | str] = {"megabytes": 1, "minutes": 1, "limit": 1, "width": 1, "height": 1, "codec": "x"}
    for why in Why:
        assert Refusal(why, facts).sentence == SENTENCES[why].format(**facts)
        assert SENTENCES[why].endswith(".")
