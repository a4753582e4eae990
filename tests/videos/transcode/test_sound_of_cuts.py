"""The sound of a clip: the study copy's own packets between two ends made anew, and nothing from outside the clip."""

import io
from collections.abc import Callable
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest

from tests.videos.films import make_film
from tests.videos.transcode.work import content, prepared, sound
from videos.transcode import splicing
from videos.transcode.coding import sound_coding
from videos.transcode.engine import Engine
from videos.transcode.made import Study
from videos.transcode.outputs import Quality
from videos.transcode.workbench import Workbench

RATE, PACKET = 48_000, 1024
SAMPLES = RATE // 30  # of a frame
SOUNDER, SPLICER = (run_path(str(Path(splicing.__file__).with_name(f"{name}.py"))) for name in ("sounder", "splicer"))
CUTS = [(16, 108), (34, 166), (0, 180), (115, 235), (97, 240)]


def film_with(folder: Path, samples: np.ndarray, *options: str) -> Path:
    how = ("-c:a", "flac", *options)
    return make_film(folder, "film.mkv", seconds=8, sound=samples, sound_options=how)


def when(seconds: float = 8) -> np.ndarray:
    return np.arange(round(seconds * RATE)) / RATE


def chord(seconds: float = 8) -> np.ndarray:
    """Without noise, which decoders make up by chance."""
    return 0.4 * np.sin(2 * np.pi * 440 * when(seconds)) + 0.2 * np.sin(2 * np.pi * 1234 * when(seconds))


def packets(study: Study) -> dict[int, bytes]:
    """Those of the sound, by their times."""
    with av.open(io.BytesIO(content(study.file)), "r") as film:
        return {packet.pts or 0: bytes(packet) for packet in film.demux(audio=0) if packet.size}


def copied(clip: Study, study: Study, first: int) -> list[int]:
    """The times in the study copy of the packets that the clip has from there, behind its own beginning."""
    own = packets(study)
    times = [first * SAMPLES + time for time, data in packets(clip).items() if own.get(first * SAMPLES + time) == data]
    return [time for time in times if time > first * SAMPLES + 1.5 * PACKET]


def lasts(stream: Any) -> float:
    return float(stream.duration * stream.time_base)


@pytest.fixture(scope="module", params=[(), ("-ac", "2")], ids=["one channel", "two channels"])
def study(
    request: pytest.FixtureRequest, engine: Engine, wide_bench: Workbench, tmp_path_factory: pytest.TempPathFactory
) -> Study:
    film = film_with(tmp_path_factory.mktemp("chord"), chord(), *request.param)
    return prepared(engine, wide_bench, film).study


@pytest.fixture(scope="module")
def cut(study: Study, engine: Engine, wide_bench: Workbench) -> Callable[[int, int], Study]:
    """Each clip is made once; several tests look at it."""
    return cache(partial(engine.cut_clip, wide_bench, study))


@pytest.fixture(scope="module")
def ending(engine: Engine, wide_bench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Its sound ends after three seconds of eight."""
    return prepared(engine, wide_bench, film_with(tmp_path_factory.mktemp("ending"), chord(3))).study


@pytest.mark.parametrize(("first", "end"), CUTS)
def test_that_most_packets_are_the_copys_own_and_lie_where_they_lay(
    first: int, end: int, study: Study, cut: Callable[[int, int], Study]
) -> None:
    kept = copied(cut(first, end), study, first)
    assert len(kept) >= (end - first) * SAMPLES // PACKET - 25
    assert kept == list(range(kept[0], kept[-1] + 1, PACKET))
    assert kept[0] >= first * SAMPLES
    assert kept[-1] + 2 * PACKET <= end * SAMPLES  # the last sample that a packet tells of


@pytest.mark.parametrize(("first", "end"), CUTS)
def test_that_no_joint_is_heard(first: int, end: int, study: Study, cut: Callable[[int, int], Study]) -> None:
    """An error of 0.02 would be 30 dB below the chord; all packets anew at 96 kbit/s have up to 0.6 near the fade."""
    heard, own = sound(cut(first, end)), sound(study)[first * SAMPLES :]
    inside = slice(3 * PACKET, (end - first) * SAMPLES - 2 * PACKET)
    assert np.abs(heard[inside] - own[inside]).max() < 0.02


@pytest.mark.parametrize(("first", "end"), CUTS)
def test_that_sound_and_picture_begin_and_end_together(first: int, end: int, cut: Callable[[int, int], Study]) -> None:
    with av.open(io.BytesIO(content(cut(first, end).file)), "r") as film:
        picture, heard = film.streams
        assert (picture.start_time, heard.start_time) == (0, 0)
        assert lasts(picture) == lasts(heard)
        own = [packet.pts for packet in film.demux(heard) if packet.pts is not None]
    assert PACKET // 2 <= own[1] < 3 * PACKET // 2
    assert {after - before for before, after in pairwise(own[1:])} == {PACKET}


def test_that_a_clip_of_a_clip_still_has_the_first_copys_packets(
    study: Study, engine: Engine, bench: Workbench
) -> None:
    clip = engine.cut_clip(bench, study, 20, 220)
    again = engine.cut_clip(bench, clip, 31, 180)
    assert len(copied(again, study, 51)) > 200


def test_that_all_sound_is_made_anew_where_no_window_meets(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    """A knock in every packet: each is in short windows."""
    knocks = np.where(np.arange(8 * RATE) % 480 < 24, 0.8, 0.0)
    knocking = prepared(engine, bench, film_with(tmp_path, knocks)).study
    clip = engine.cut_clip(bench, knocking, 40, 160)
    assert not copied(clip, knocking, 40)
    heard, own = sound(clip), sound(knocking)[40 * SAMPLES :]
    inside = slice(3 * PACKET, 100 * SAMPLES)
    assert np.corrcoef(heard[inside], own[inside])[0, 1] > 0.9


def test_that_a_clip_is_made_by_ffmpeg_where_our_own_encoder_cannot_begin(
    study: Study, engine: Engine, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splicing, "sound_coding", lambda *_, **__: {"profile": "of no kind"})
    clip = engine.cut_clip(bench, study, 16, 108)
    assert not copied(clip, study, 16)
    assert clip.frames == 92
    assert clip.has_sound


@pytest.mark.parametrize("told", ["118856e500", "119056e500", ""])
def test_that_packets_of_one_track_are_described_alike(told: str) -> None:
    layout = SimpleNamespace(name="mono")
    stream = SimpleNamespace(rate=RATE, layout=layout, codec_context=SimpleNamespace(extradata=bytes.fromhex(told)))
    order = {"sound": {"anew": {"ends": sound_coding(Quality.CLEAR, is_short=True)}}}
    film = SimpleNamespace(streams=SimpleNamespace(audio=[stream]))
    assert SPLICER["_sounds_alike"](order, film) is (told == "118856e500")


@pytest.mark.parametrize(("first", "end"), [(0, 200), (80, 200), (150, 220), (88, 92), (120, 130)])
def test_that_silence_follows_where_the_sound_ends_before_the_picture(
    first: int, end: int, ending: Study, engine: Engine, bench: Workbench
) -> None:
    clip = engine.cut_clip(bench, ending, first, end)
    assert clip.has_sound
    heard = sound(clip)
    assert abs(len(heard) - (end - first) * SAMPLES) <= PACKET
    silent_from = max(0, 90 - first) * SAMPLES + 2 * PACKET
    assert np.abs(heard[silent_from:]).max(initial=0) < 0.001


LONG, START, SHORT, STOP = range(4)
BENT, ROUND = 1, 0


def packet(kind: int, shape: int, *, is_pair: bool = False, has_common: bool = True) -> bytes:
    """The first four bytes of one with this window."""
    window = kind << 1 | shape
    return (1 << 29 | has_common << 24 | window << 20 if is_pair else window << 13).to_bytes(4, "big")


MEETINGS = {
    "two long ones": (packet(LONG, BENT), packet(LONG, BENT), packet(LONG, BENT), True),
    "a stop before a start": (packet(STOP, BENT), packet(SHORT, BENT), packet(START, BENT), True),
    "a start leaves it short": (packet(START, BENT), packet(LONG, BENT), packet(LONG, BENT), False),
    "short ones before": (packet(SHORT, BENT), packet(LONG, BENT), packet(LONG, BENT), False),
    "short ones after": (packet(LONG, BENT), packet(LONG, BENT), packet(SHORT, BENT), False),
    "a stop comes out of short ones": (packet(LONG, BENT), packet(LONG, BENT), packet(STOP, BENT), False),
    "another shape": (packet(LONG, ROUND), packet(LONG, BENT), packet(LONG, BENT), False),
    "pairs": (packet(LONG, BENT, is_pair=True),) * 3 + (True,),
    "pairs with a window each": (packet(LONG, BENT, is_pair=True, has_common=False),) * 3 + (False,),
    "nothing there": (packet(LONG, BENT), packet(LONG, BENT), b"", False),
    "another element": (b"\xe0\0\0\0",) * 3 + (False,),
}


@pytest.mark.parametrize("name", MEETINGS)
def test_that_packets_meet(name: str) -> None:
    ends, own, begins, do_meet = MEETINGS[name]
    assert SOUNDER["_meet"]({0: ends}, {0: own, PACKET: begins}, PACKET) is do_meet
