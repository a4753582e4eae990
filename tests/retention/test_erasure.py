"""The list that a certificate vouches for: ids alone, in one order, checkable with sha256sum."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from vigportal.retention.erasure import Erased, as_data, digest_of, from_data, text_of
from vigportal.retention.rules import Kind

AT = datetime(2027, 7, 1, 2, 0, tzinfo=UTC)
FILM = Erased(Kind.FILM, UUID(int=2), AT)
CLIP = Erased(Kind.CLIP, UUID(int=1), AT.astimezone(timezone(timedelta(hours=1))))

KNOWN = (
    "clip 00000000-0000-0000-0000-000000000001 2027-07-01T02:00:00.000000+00:00\n"
    "film 00000000-0000-0000-0000-000000000002 2027-07-01T02:00:00.000000+00:00\n"
)


def test_that_the_list_has_one_form() -> None:
    assert text_of([FILM, CLIP]) == text_of([CLIP, FILM, CLIP]) == KNOWN


def test_that_the_digest_is_what_sha256sum_gives() -> None:
    assert digest_of([FILM, CLIP]) == "2ed2fb1b200d8fa9dcc6798a45a54fba5393a8a75ee3e1e128ffe4056a4a67c2"


def test_that_the_list_comes_back_from_its_column() -> None:
    assert digest_of(from_data(as_data([FILM, CLIP]))) == digest_of([FILM, CLIP])


def test_that_any_other_list_has_another_digest() -> None:
    others = [
        [FILM],
        [FILM, Erased(Kind.STILL, CLIP.asset, AT)],
        [FILM, Erased(Kind.CLIP, UUID(int=3), AT)],
        [FILM, Erased(Kind.CLIP, CLIP.asset, AT + timedelta(microseconds=1))],
    ]
    assert len({digest_of(erased) for erased in [[FILM, CLIP], *others]}) == 5
