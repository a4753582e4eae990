"""The drawn films as files: what a player, a phone film's pipeline and an ear find in them."""

import io
import sys
from itertools import pairwise
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from vigportal.demo.film import Kind, Wish, draw_film, turns_in
from vigportal.demo.looks import look_of
from vigportal.demo.play import tell_play
from vigportal.demo.stage import play_stage
from vigportal.demo.voices import A_SECOND, PITCH, sound


def small(kind: Kind, family: int = 0, cycle: int = 1) -> Wish:
    return Wish(kind, family, cycle, seconds=4, width=320)


def drawn(wish: Wish) -> bytes:
    film = io.BytesIO()
    draw_film(wish, film)
    return film.getvalue()


@pytest.mark.parametrize("kind", Kind)
def test_that_a_film_is_an_h264_film_with_sound_at_25_frames_a_second(kind: Kind) -> None:
    with av.open(io.BytesIO(drawn(small(kind))), "r") as film:
        picture, voice = film.streams.video[0], film.streams.audio[0]
        assert (picture.codec_context.name, voice.codec_context.name) == ("h264", "aac")
        assert (picture.width, picture.height) == (320, 180)
        assert picture.average_rate == 25
        assert (picture.frames, picture.codec_context.has_b_frames) == (100, False)
        frames = list(film.decode(picture))
        assert [round((frame.time or 0) * 25) for frame in frames] == list(range(100))
        assert voice.duration is not None
        assert float(voice.duration * (voice.time_base or 0)) == pytest.approx(4, abs=0.03)


def test_that_the_same_wish_gives_the_same_film_in_a_path_or_an_open_file(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    draw_film(small(Kind.PLAY, 1, 2), path)
    assert path.read_bytes() == drawn(small(Kind.PLAY, 1, 2))


def test_that_no_numpy_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert drawn(Wish(seconds=0.4, width=320))


def picture_of(family: int, cycle: int, now: float = 3.0) -> Image.Image:
    look = look_of(family, cycle)
    return play_stage(look, tell_play(9, look.shape), 320)(now)


def apart(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are from each other: the mean over all points and colours, of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def test_that_three_cycles_of_a_family_look_different() -> None:
    pictures = [picture_of(0, cycle) for cycle in (1, 2, 3)]
    assert all(apart(pictures[one], pictures[other]) > 8 for one, other in ((0, 1), (0, 2), (1, 2)))


def test_that_the_picture_moves_even_when_nobody_acts() -> None:
    assert 0 < apart(picture_of(0, 1, 0.0), picture_of(0, 1, 0.24)) < 3


def test_that_the_turns_of_a_film_can_be_asked_for() -> None:
    turns = turns_in(Wish(seconds=60))
    assert [turn.begun_by for turn in turns[:2]] == ["child", "mother"]
    assert turns_in(Wish(cycle=2, seconds=60))[0].begun_by == "mother"
    assert turns_in(Wish(Kind.REVIEW, seconds=60))[0].begun_by == "practitioner"


def loudness(samples: list[int]) -> float:
    return sum(abs(sample) for sample in samples) / len(samples)


def crossings(samples: list[int]) -> int:
    return sum(before < 0 <= after for before, after in pairwise(samples))


def test_that_voices_are_heard_in_their_turns_and_each_at_its_own_pitch() -> None:
    score = tell_play(12, "cube")
    heard = sound(score, 1.0)
    assert len(heard) == 12 * A_SECOND
    assert max(map(abs, heard)) < 32_000
    assert loudness(list(heard[: A_SECOND // 4])) < 60
    for it in (it for it in score.syllables if it.at + it.length < 12):
        sung = list(heard[round(it.at * A_SECOND) : round((it.at + it.length) * A_SECOND)])
        middle = PITCH[it.who] * (it.rises_from + it.rises_to) / 2
        assert loudness(sung) > 800
        assert crossings(sung) / it.length == pytest.approx(middle, rel=0.1)
