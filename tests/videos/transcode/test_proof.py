"""What has to be true of an output. Each rule is seen to fail once."""

import copy
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from videos.transcode.frames import Grid
from videos.transcode.proof import Meant, Unfit, prove, prove_jpeg

MEANT = Meant(Grid(Fraction(30)), 1280, 720, 30, 40, has_sound=True)
LOOKS = {
    "width": 1280,
    "height": 720,
    "pixel_format": "yuv420p",
    "range": 1,
    "matrix": 1,
    "primaries": 1,
    "transfer": 1,
    "interlaced": False,
    "turn": None,
}
GOOD: dict[str, Any] = {
    "fault": None,
    "walked": True,
    "overflow": False,
    "chapters": 0,
    "metadata": {"major_brand": "isom", "compatible_brands": "isomiso2"},
    "streams": [
        {
            "type": "video",
            "codec": "h264",
            "profile": "High",
            "time_base": [1, 30_000],
            "first": LOOKS,
            "pts": list(range(0, 33_000, 1000)),
            "keys": [0, 15, 30],
            "reordered": False,
            "others": 0,
            "metadata": {"language": "und", "handler_name": "VideoHandler"},
        },
        {
            "type": "audio",
            "codec": "aac",
            "profile": "LC",
            "time_base": [1, 48_000],
            "first": {"rate": 48_000, "channels": 2},
            "start": 0,
            "metadata": {"language": "und", "handler_name": "SoundHandler"},
        },
    ],
}
Change = Callable[[dict[str, Any]], Any]
BROKEN: dict[str, tuple[str, Change]] = {
    "unreadable": ("unreadable", lambda told: told.update(fault="InvalidDataError")),
    "not walked": ("unreadable", lambda told: told.update(walked=False)),
    "a data track": ("tracks", lambda told: told["streams"].append({**told["streams"][1], "type": "data"})),
    "no sound": ("tracks", lambda told: told["streams"].pop()),
    "another codec": ("codecs", lambda told: told["streams"][0].update(codec="hevc")),
    "another profile": ("codecs", lambda told: told["streams"][0].update(profile="Baseline")),
    "another size": ("looks", lambda told: told["streams"][0]["first"].update(width=720, height=1280)),
    "a turn": ("looks", lambda told: told["streams"][0]["first"].update(turn=[0, 1, -1, 0])),
    "untagged": ("looks", lambda told: told["streams"][0]["first"].update(transfer=2)),
    "nothing decodes": ("looks", lambda told: told["streams"][0].update(first=None)),
    "too few frames": ("count", lambda told: told["streams"][0].update(pts=list(range(0, 29_000, 1000)), keys=[0, 15])),
    "a late start": ("even", lambda told: told["streams"][0].update(pts=list(range(1000, 34_000, 1000)))),
    "an uneven step": ("even", lambda told: told["streams"][0]["pts"].__setitem__(7, 7001)),
    "frames out of order": ("even", lambda told: told["streams"][0].update(reordered=True)),
    "another time base": ("even", lambda told: told["streams"][0].update(time_base=[1, 15_360])),
    "an extra key frame": ("keys", lambda told: told["streams"][0].update(keys=[0, 7, 15, 30])),
    "late sound": ("sound", lambda told: told["streams"][1].update(start=1024)),
    "silent sound": ("sound", lambda told: told["streams"][1].update(first=None)),
    "a place": ("bare", lambda told: told["metadata"].update(location="+51.5-0.1/")),
    "a language": ("bare", lambda told: told["streams"][1]["metadata"].update(language="eng")),
    "chapters": ("bare", lambda told: told.update(chapters=3)),
    "supplemental information": ("units", lambda told: told["streams"][0].update(others=1)),
}


def test_that_a_good_output_passes_with_its_count() -> None:
    assert prove(GOOD, set(), MEANT) == 33


def test_that_a_clip_may_have_key_frames_of_its_own_up_to_the_seam() -> None:
    told = copy.deepcopy(GOOD)
    told["streams"][0].update(keys=[0, 8, 16, 31])
    assert prove(told, set(), replace(MEANT, opening=(0, 8), seam=16)) == 33
    with pytest.raises(Unfit, match="keys"):
        prove(told, set(), replace(MEANT, opening=(0,), seam=16))


@pytest.mark.parametrize("name", BROKEN)
def test_that_each_fault_is_noticed(name: str) -> None:
    rule, change = BROKEN[name]
    told = copy.deepcopy(GOOD)
    change(told)
    with pytest.raises(Unfit) as unfit:
        prove(told, set(), MEANT)
    assert rule in unfit.value.faults


def test_that_a_telling_box_is_noticed() -> None:
    with pytest.raises(Unfit, match="boxes"):
        prove(GOOD, {b"elst"}, MEANT)


def segment(marker: int, content: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


SIZE = segment(0xC0, b"\x08\x02\xd0\x05\x00\x03")
PICTURE = b"\xff\xd8" + segment(0xE0, b"JFIF\0") + SIZE + segment(0xDA, b"\0") + b"...\xff\xd9"


def test_that_a_plain_jpeg_passes() -> None:
    prove_jpeg(PICTURE, 1280, 720)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "no_jpeg"),
        (PICTURE[:-2], "no_jpeg"),
        (PICTURE.replace(b"\x05\x00", b"\x05\x01"), "looks"),
        (PICTURE.replace(SIZE, b""), "looks"),
        (PICTURE.replace(SIZE, SIZE + segment(0xE1, b"Exif\0\0")), "bare"),
        (PICTURE.replace(SIZE, SIZE + segment(0xFE, b"Lavc")), "bare"),
    ],
)
def test_that_any_other_picture_is_unfit(data: bytes, fault: str) -> None:
    with pytest.raises(Unfit, match=fault):
        prove_jpeg(data, 1280, 720)
