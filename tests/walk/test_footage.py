"""A short film goes round: the same packets, later; how it lies is kept."""

from pathlib import Path

import av
import pytest

from tests.videos.films import make_film, numbers_in
from vigportal.management.walk.footage import SHORTEST, film_from, looped


def packets(path: Path) -> list[bytes]:
    with av.open(str(path), "r") as film:
        return [bytes(packet) for packet in film.demux(video=0) if packet.size]


@pytest.mark.parametrize("laid", ["upright", "turned right", "upside down"])
def test_that_a_film_that_goes_round_keeps_its_packets_its_frames_and_how_it_lies(laid: str, tmp_path: Path) -> None:
    once = make_film(tmp_path, "once.mp4", seconds=1, laid=laid)
    thrice = tmp_path / "thrice.mp4"
    thrice.write_bytes(looped(once.read_bytes(), 3))
    assert packets(thrice) == packets(once) * 3
    assert numbers_in(thrice) == numbers_in(once) * 3
    with av.open(str(once), "r") as before, av.open(str(thrice), "r") as after:
        assert [stream.type for stream in after.streams] == [stream.type for stream in before.streams]
        assert next(after.decode(video=0)).rotation == next(before.decode(video=0)).rotation


def test_that_it_is_said_when_a_film_goes_round_and_a_long_one_stays_as_it_is(tmp_path: Path) -> None:
    short = make_film(tmp_path, "short.mp4", seconds=2)
    data, words = film_from(short)
    with av.open(str(short), "r") as film:
        assert f"looped {-(-SHORTEST * av.time_base // (film.duration or 1))} times" in words
    assert len(data) > 10 * short.stat().st_size
    long = tmp_path / "long.mp4"
    long.write_bytes(data)
    assert film_from(long)[0] == data


@pytest.mark.phone_films
@pytest.mark.parametrize("name", ["dolbyVision-hdr.MOV", "portrait_4k60.mp4"])
def test_that_a_phones_film_goes_round_with_its_rotation_and_colours(
    name: str, phone_films: Path, tmp_path: Path
) -> None:
    once, thrice = phone_films / name, tmp_path / name
    thrice.write_bytes(looped(once.read_bytes(), 3))
    assert (
        packets(thrice) == packets(once) * 3
    )  # what an edit list of the phone hides is shown: it is a film to test with
    seen = []
    for each in (once, thrice):
        with av.open(str(each), "r") as film:
            frame = next(film.decode(video=0))
            seen.append((frame.rotation, frame.colorspace, frame.color_trc, film.streams.video[0].codec_tag))
    assert seen[0] == seen[1]
