"""Films of the field: what can be used of them is, what is left out is said, and a no says why."""

from pathlib import Path
from typing import Any

import av.sidedata.sidedata
import pytest

from tests.videos.films import make_film
from tests.videos.transcode import field
from tests.videos.transcode.test_probe import film as read
from tests.videos.transcode.test_probe import picture, report, sound
from tests.videos.transcode.test_probe import read as read_report
from tests.videos.transcode.work import inspected, load, numbers, prepared
from videos.transcode.engine import Engine
from videos.transcode.inspector import _name_all_side_data
from videos.transcode.refusals import Refusal, Why
from videos.transcode.remarks import About, Remark
from videos.transcode.workbench import Workbench

REFUSED = {
    "no pictures behind its table": (field.without_pictures, Why.CUT_OFF),
    "a packed table that grows beyond all measure": (field.with_packed_table, Why.TOO_HEAVY),
    "two films in one": (field.joined, Why.TIMES_AGAIN),
    "locked as PIFF is": (
        lambda folder: field.of_noise(folder, (32).to_bytes(4, "big") + b"uuid" + bytes(24)),
        Why.ENCRYPTED,
    ),
    "of noise": (field.of_noise, Why.DAMAGED),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_that_a_no_says_why(kind: str, engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    make, why = REFUSED[kind]
    refusal = engine.inspect_film(load(bench, make(tmp_path)))
    assert isinstance(refusal, Refusal)
    assert refusal.why is why


def test_that_a_track_with_a_key_is_locked() -> None:
    told = picture(first=None, codec="vp9", metadata={"enc_key_id": "AQID"})
    assert read_report(report(told, sound())) == Refusal(Why.ENCRYPTED)


def test_that_an_edit_which_ends_inside_the_last_picture_keeps_it(
    engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    made = prepared(engine, bench, field.ended_by_an_edit(tmp_path, 970))
    assert numbers(made.study) == list(range(30))


def test_that_what_an_edit_hides_is_in_no_copy_and_is_said(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    data = field.ended_by_an_edit(tmp_path, 1000, seconds=2.5)
    assert inspected(engine, bench, data).remarks == (Remark(About.HIDDEN, 1.5),)
    made = prepared(engine, bench, data)
    assert numbers(made.study) == numbers(made.study, ignore_editlist="1") == list(range(30))


def test_that_what_an_edit_hides_before_the_beginning_is_said_too(
    engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    info = inspected(engine, bench, field.begun_by_an_edit(tmp_path, 15_360, seconds=2.5))
    assert info.remarks == (Remark(About.HIDDEN, 1.0),)


def test_that_captions_beyond_the_end_are_no_promise(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    assert len(inspected(engine, bench, field.with_captions(tmp_path)).picture.pts) == 30


CAPTIONS = {"index": 2, "type": "subtitle", "codec": "srt", "time_base": [1, 1000], "metadata": {}}
PROMISED: dict[str, tuple[list[dict[str, Any]], bool]] = {
    "by nobody but captions": ([picture(), CAPTIONS], False),
    "by the track itself": ([picture(metadata={"DURATION": "00:00:10.000000000"}), CAPTIONS], True),
    "by the file alone": ([picture(), sound()], True),
}


@pytest.mark.parametrize("by", PROMISED)
def test_that_only_what_promises_picture_and_sound_can_be_cut_off(by: str) -> None:
    streams, is_cut = PROMISED[by]
    found = read_report(report(*streams, demuxer="matroska", length=10_000_000))
    assert (found == Refusal(Why.CUT_OFF)) == is_cut


def test_that_sound_is_whole_or_left_out_with_a_word(each_engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    info = inspected(each_engine, bench, field.with_five_in_one(tmp_path))
    assert info.sound or info.remarks == (Remark(About.UNHEARD),)


def test_that_sound_before_the_first_picture_is_said(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    late = ("-vf", "setpts=PTS+0.7/TB", "-fps_mode", "passthrough")
    info = inspected(engine, bench, make_film(tmp_path, seconds=1, options=late))
    assert info.remarks == (Remark(About.SOUND_FIRST, 0.7),)


def test_that_a_film_of_which_all_is_there_has_no_remark() -> None:
    assert read(picture(), sound()).remarks == read(picture()).remarks == ()
    assert read(picture(), sound(first=None)).remarks == (Remark(About.UNHEARD),)
    assert read(picture(), sound(first=None, packets=0)).remarks == ()


def test_that_side_data_without_a_name_is_no_damage() -> None:
    with pytest.raises(ValueError, match="9999"):
        av.sidedata.sidedata.Type(9999)
    _name_all_side_data()
    assert av.sidedata.sidedata.Type(9999).name == "KIND_9999"


def test_that_boxes_without_end_inside_an_edit_list_hide_nothing(
    engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    """They are counted where they lie; the film itself is used."""
    info = inspected(engine, bench, field.with_boxes_in_edits(tmp_path))
    assert info.remarks == ()
