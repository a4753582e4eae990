"""Films that no phone makes: each ends refused in words, or ready and bare; none stuck, none as anybody's crash."""

import re
from pathlib import Path

import pytest

from tests.samples import sample
from tests.videos.transcode.odd import ODD
from tests.videos.transcode.work import content, exif, load
from videos.transcode.engine import Engine
from videos.transcode.made import Prepared
from videos.transcode.refusals import Refusal
from videos.transcode.workbench import Workbench

TELLING = re.compile(r"gps|location|make\b|model|software|create|author|comment|title|chapter", re.IGNORECASE)


def ended(engine: Engine, bench: Workbench, data: bytes) -> Refusal | Prepared:
    """As a worker does it, the watchable copy included. Whatever is raised fails the test."""
    film = load(bench, data)
    info = engine.inspect_film(film)
    if isinstance(info, Refusal):
        return info
    copy = engine.free_film(bench, film, info)
    if copy is not None:
        assert not [line for line in exif(content(copy)) if TELLING.search(line)]
    return engine.prepare_film(bench, film, info)


def assert_well_ended(end: Refusal | Prepared) -> None:
    """In words, or ready with nothing of the home in it."""
    if isinstance(end, Refusal):
        assert "{" not in end.sentence
        return
    assert end.index.count == end.study.frames > 0
    for output in (end.study.file, end.poster):
        assert not [line for line in exif(content(output)) if TELLING.search(line)]


@pytest.mark.parametrize("name", sample(list(ODD), 24))
def test_that_an_odd_film_ends_well(name: str, engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    assert_well_ended(ended(engine, bench, ODD[name](tmp_path)))
