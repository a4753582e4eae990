"""One long answer under way: consent is asked again before each further MiB, and a no ends it."""

import os
from collections.abc import Iterator
from typing import cast as said_to_be

import pytest
from django.db import transaction
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from consent.facts import Stretch
from consent.models import Asset, Declaration, Purpose
from consent.writer import grow, move, root_of
from tests.cast import Cast, make_cast, signed_in
from tests.videos.makers import allow_everything, confirm, say
from videos.models import Rendition
from videos.player.stream import GoneDark
from vigportal.vault import keys, storage

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, WITHDRAW = Declaration.Kind.GIVE, Declaration.Kind.WITHDRAW
MIB = 1 << 20


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    allow_everything(cast)
    return cast


@pytest.fixture
def clip(cast: Cast) -> Rendition:
    """Three MiB of no film at all, sealed as a clip to which Rosa says yes."""
    now = timezone.now()
    with transaction.atomic():
        film = grow(root_of(cast.case, now), Asset.Kind.FILM, now)
        asset = grow(film, Asset.Kind.CLIP, now, Stretch(0, 1))
        for each in (film, asset):
            move(each, Asset.State.ACTIVE, now)
    confirm(cast, asset, (cast.mother, cast.leo))
    say(cast, GIVE, Purpose.PRACTICE)
    keys.create_key(asset.pk, cast.service.pk)
    with storage.seal(asset.pk) as sealed:
        sealed.write(os.urandom(3 * MIB))
    return Rendition.objects.create(
        asset=asset, kind=Rendition.Kind.CLIP, object_name=sealed.name, content_type="video/mp4", size=sealed.size,
        sha256=sealed.sha256, made_at=now,
    )  # fmt: skip


def pieces(cast: Cast, clip: Rendition) -> Iterator[bytes]:
    """A whole answer to Maya, piece by piece as it leaves."""
    answer = signed_in(cast.maya).get(reverse("videos:stream", args=["practice", clip.pk]))
    assert answer.status_code == 200
    return iter(said_to_be("StreamingHttpResponse", answer).streaming_content)  # type: ignore[arg-type]


def test_that_a_long_answer_comes_in_pieces_of_a_mebibyte(cast: Cast, clip: Rendition) -> None:
    assert [len(piece) for piece in pieces(cast, clip)] == [MIB, MIB, MIB]


def test_that_a_long_answer_ends_with_the_no(cast: Cast, clip: Rendition) -> None:
    answer = pieces(cast, clip)
    assert len(next(answer)) == MIB
    say(cast, WITHDRAW, Purpose.PRACTICE)
    with pytest.raises(GoneDark):
        next(answer)


def test_that_a_long_answer_ends_with_the_reach(cast: Cast, clip: Rendition) -> None:
    answer = pieces(cast, clip)
    assert len(next(answer)) == MIB
    cast.assignment.ends_at = timezone.now()
    cast.assignment.save()
    with pytest.raises(GoneDark):
        next(answer)
