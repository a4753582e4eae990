"""What kind of file is this? Told by its first bytes alone, before any demuxer sees it.

The law: only a container on this page is ever opened, and only by the one demuxer named here: what a file is called
counts for nothing. Playlists, concat scripts and manifests are text; they are recognised so that the person hears
why, and everything that is not recognised is refused.
"""

from videos.transcode.refusals import Refusal, Why

HEAD = 4096

_MP4_BOXES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"}
_PHOTO_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
_SOUND_BRANDS = {b"M4A ", b"M4B ", b"F4A "}

_KNOWN_STARTS: tuple[tuple[bytes, Why], ...] = (
    (b"#EXTM3U", Why.ADDRESSES),
    (b"ffconcat", Why.ADDRESSES),
    (b"[playlist]", Why.ADDRESSES),
    (b"[Reference]", Why.ADDRESSES),
    (b"v=0\r\no=", Why.ADDRESSES),
    (b"\xff\xd8\xff", Why.PHOTOGRAPH),
    (b"\x89PNG", Why.PHOTOGRAPH),
    (b"GIF8", Why.PHOTOGRAPH),
    (b"II*\x00", Why.PHOTOGRAPH),
    (b"MM\x00*", Why.PHOTOGRAPH),
    (b"ID3", Why.NO_PICTURE),
    (b"\xff\xfb", Why.NO_PICTURE),
    (b"\xff\xf1", Why.NO_PICTURE),
    (b"fLaC", Why.NO_PICTURE),
    (b"OggS", Why.NO_PICTURE),
    (b"#!AMR", Why.NO_PICTURE),
)
_KNOWN_TEXT: tuple[tuple[bytes, Why], ...] = (
    (b"<mpd", Why.ADDRESSES),
    (b"<smil", Why.ADDRESSES),
    (b"<smoothstreamingmedia", Why.ADDRESSES),
)


def demuxer_for(head: bytes) -> str | Refusal:
    """The demuxer that may open a file with these first bytes, or why it may not be opened."""
    if not head:
        return Refusal(Why.EMPTY)
    for name, fits in _CONTAINERS:
        if fits(head):
            return _without_picture(name, head) or name
    return Refusal(_guess(head))


def _without_picture(name: str, head: bytes) -> Refusal | None:
    brand = head[8:12] if name == "mov" and head[4:8] == b"ftyp" else b""
    if brand in _PHOTO_BRANDS:
        return Refusal(Why.PHOTOGRAPH)
    return Refusal(Why.NO_PICTURE) if brand in _SOUND_BRANDS else None


def _guess(head: bytes) -> Why:
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for start, why in _KNOWN_STARTS:
        if bare.startswith(start):
            return why
    if head.startswith(b"RIFF"):
        return {b"WAVE": Why.NO_PICTURE, b"WEBP": Why.PHOTOGRAPH}.get(head[8:12], Why.NOT_A_FILM)
    lowered = bare.lower()
    return next((why for text, why in _KNOWN_TEXT if text in lowered), Why.NOT_A_FILM)


def _is_mp4(head: bytes) -> bool:
    return head[4:8] in _MP4_BOXES


def _is_matroska(head: bytes) -> bool:
    return head.startswith(b"\x1a\x45\xdf\xa3") and (b"webm" in head[:64] or b"matroska" in head[:64])


def _is_avi(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"AVI "


def _is_transport_stream(head: bytes) -> bool:
    return _beats(head, 0, 188) or _beats(head, 4, 192)


def _beats(head: bytes, start: int, length: int) -> bool:
    marks = head[start::length][:8]
    return len(marks) >= 4 and set(marks) == {0x47}


_CONTAINERS = (
    ("mov", _is_mp4),
    ("matroska", _is_matroska),
    ("avi", _is_avi),
    ("mpegts", _is_transport_stream),
)
