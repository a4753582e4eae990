"""Notices: one's own, in words, read when one says so."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import make_cast, signed_in
from vigportal.ledger.models import Entry
from vigportal.notices.models import Notice
from vigportal.notices.writer import tell

pytestmark = pytest.mark.django_db
READY = "A film is ready."


def test_that_a_notice_stands_on_today_until_it_is_read() -> None:
    cast = make_cast()
    tell(to=cast.maya, sentence="film_ready", path="/films/1/", now=cast.now)
    maya = signed_in(cast.maya)
    assert READY in maya.get(reverse("home:today")).content.decode()
    answer = maya.post(reverse("home:notices"), {"home": "1"})
    assert answer.headers["Location"] == reverse("home:start")
    assert READY not in maya.get(reverse("home:today")).content.decode()
    assert READY in maya.get(reverse("home:notices")).content.decode()
    assert Entry.objects.get(event="notices_read").facts == {"count": 1}


def test_that_only_ones_own_notices_are_shown_and_read() -> None:
    cast = make_cast()
    tell(to=cast.priya, sentence="film_ready", path="/films/1/", now=cast.now)
    maya = signed_in(cast.maya)
    assert READY not in maya.get(reverse("home:notices")).content.decode()
    maya.post(reverse("home:notices"))
    assert Notice.objects.get().read_at is None
    assert not Entry.objects.filter(event="notices_read").exists()


def test_that_the_newest_stands_first() -> None:
    cast = make_cast()
    tell(to=cast.rosa, sentence="clips_to_watch", path="/clips/1/", now=cast.now - timedelta(days=1))
    tell(to=cast.rosa, sentence="consent_changed", path="/clips/2/", now=cast.now)
    page = signed_in(cast.rosa).get(reverse("home:notices")).content.decode()
    assert page.index("/clips/2/") < page.index("/clips/1/")
    assert 'class="parent"' in page
