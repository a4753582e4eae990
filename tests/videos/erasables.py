"""Footage that can be erased without an engine having looked at it, and a worker killed at a chosen line."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from consent.facts import Stretch
from consent.models import Asset
from consent.writer import grow
from tests.cast import Cast
from videos.actions.films import erase_film
from videos.models import Clip, Film, Job, Rendition
from videos.transcode import erasing
from videos.transcode.publish import seal_bytes, show
from videos.writer import Order, begin_erasing
from vigportal.retention.models import Certificate
from vigportal.vault.keys import KeyDestroyed, create_key, key_for

NOT_NEEDED = Certificate.Why.NOT_NEEDED


class Killed(BaseException):
    """Stands for kill -9: no handler of the portal's may catch it."""


def bare_clip(cast: Cast, film: Film) -> Clip:
    with transaction.atomic():
        asset = grow(film.asset, Asset.Kind.CLIP, cast.now, Stretch(0, 1))
    create_key(asset.pk, cast.service.pk)
    Asset.objects.filter(pk=asset.pk).update(state=Asset.State.ACTIVE)
    show(asset.pk, [seal_bytes(asset.pk, Rendition.Kind.CLIP, b"a moment")], cast.now)
    return Clip.objects.create(
        asset=asset, film=film, place=1, title="You wait", note="Lovely", first_frame=1, end_frame=9,
        made_at=cast.now, made_by=cast.maya, state=Clip.State.READY,
    )  # fmt: skip


def erase(cast: Cast, film: Film) -> None:
    erase_film(actor=cast.maya, film=film, why=NOT_NEEDED, now=timezone.now())


def bytes_only(film: Film) -> None:
    rule = {"kind": "film", "trigger": "recording", "count": 1, "unit": "days"}
    with transaction.atomic(durable=True):
        begin_erasing(film.asset, Order(Certificate.Why.RULE, rule=dict(rule), is_bytes_only=True), timezone.now())


def is_destroyed(*assets: UUID) -> bool:
    gone = []
    for asset in assets:
        try:
            key_for(asset)
        except KeyDestroyed:
            gone.append(asset)
    return len(gone) == len(assets)


def objects_of(film: Film) -> list[str]:
    assets = [film.asset_id, *film.clips.values_list("asset", flat=True)]
    return list(Rendition.objects.filter(asset__in=assets).values_list("object_name", flat=True))


def lease_runs_out() -> None:
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))


@contextmanager
def killed_at(step: int) -> Iterator[list[str]]:
    """Ends whoever runs `erasing`'s lines at the `step`-th of them; tells the lines that were reached."""
    reached: list[str] = []

    def line(frame: FrameType, event: str, _argument: Any) -> Callable[..., Any]:
        if event == "line":
            reached.append(f"{frame.f_code.co_name}:{frame.f_lineno}")
            if len(reached) == step:
                raise Killed
        return line

    def call(frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any] | None:
        return line if frame.f_code.co_filename == erasing.__file__ else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield reached
    finally:
        sys.settrace(before)
