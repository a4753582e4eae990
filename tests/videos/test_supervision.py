"""The board: cases by number, never by a family's name; counts that mean something; the same cost at any length."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consent.models import Declaration, Purpose
from families.models import Case
from sessions.models import SharedReview
from tests.cast import Cast, make_case, make_cycle, make_family, make_seat, make_user, signed_in, user_of
from tests.videos.makers import confirm, make_clip, make_film_of, offer, run_jobs, say, share
from videos.actions.clips import Stretch, mark_clip
from videos.board import A_PAGE
from videos.models import Clip
from vigportal.accounts.models import Supervising
from vigportal.accounts.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
GIVE = Declaration.Kind.GIVE
BOARD = "/supervision/"
NAMES = ("Rosa", "Leo", "Sam", "The L. family", "The K. family", "Mio", "Nadia")


@pytest.fixture
def clip(cast: Cast) -> Clip:
    return make_clip(cast, make_film_of(cast))


def cost(client: Client, url: str = BOARD) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_that_a_supervisor_sees_cases_by_number_and_no_name(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.SUPERVISION)
    share(cast, clip)
    offer(cast, clip)
    page = signed_in(cast.omar).get(BOARD)
    assert cast.case.label in page.text
    assert "How do I wait longer?" in page.text
    assert reverse("videos:clip_room", args=[clip.pk]) in page.text
    room = signed_in(cast.omar).get(reverse("videos:clip_room", args=[clip.pk]))
    for name in NAMES:
        assert name not in page.text, name
        assert name not in room.text, name


def test_that_only_cases_of_supervisees_stand_there_while_supervising_lasts(cast: Cast) -> None:
    omar = signed_in(cast.omar)
    assert [line.case for line in omar.get(BOARD).context["board"].lines] == [cast.case]
    for row in Supervising.objects.all():
        row.ends_at = timezone.now()
        row.save(update_fields=["ends_at"])
    page = omar.get(BOARD)
    assert page.context["board"].lines == []
    assert "Nobody to supervise yet" in page.text


def test_that_an_overdue_review_comes_first_and_counts_are_of_what_was_done(cast: Cast) -> None:
    now = timezone.now()
    late = make_case(make_family(cast.service, "The M. family", cast.since), cast.maya_seat, cast.since)
    SharedReview.objects.create(cycle=make_cycle(late, 1, cast.since), planned_for=now - timedelta(days=2))
    SharedReview.objects.create(cycle=cast.cycle, held_at=now - timedelta(days=3))
    page = signed_in(cast.omar).get(BOARD)
    assert [(line.case, line.is_overdue) for line in page.context["board"].lines] == [(late, True), (cast.case, False)]
    (maya,) = page.context["board"].people
    assert (maya.name, maya.cycles, maya.families, maya.cases) == ("Maya", 1, 1, 2)
    assert "The M. family" not in page.text


def test_that_a_cycle_counts_for_who_held_the_case_when_it_was_reviewed(cast: Cast) -> None:
    SharedReview.objects.create(cycle=cast.cycle, held_at=cast.since - timedelta(days=1))
    (maya,) = signed_in(cast.omar).get(BOARD).context["board"].people
    assert (maya.cycles, maya.families) == (0, 0)


def consent_of(cast: Cast) -> tuple[int, int, int, bool]:
    (line,) = signed_in(cast.omar).get(BOARD).context["board"].lines
    stands = line.consent
    return stands.waiting, stands.closed, stands.open, stands.was_asked


def test_that_consent_gaps_are_told_from_noes_and_from_yeses(cast: Cast, clip: Clip) -> None:
    assert consent_of(cast) == (1, 0, 0, False)
    say(cast, GIVE, Purpose.PRACTICE)
    assert consent_of(cast) == (0, 0, 1, True)
    offer(cast, clip)
    assert consent_of(cast) == (1, 0, 0, True)
    say(cast, GIVE, Purpose.SUPERVISION)
    assert consent_of(cast) == (0, 0, 1, True)
    say(cast, Declaration.Kind.WITHDRAW, Purpose.SUPERVISION)
    assert consent_of(cast) == (0, 1, 0, True)


def test_that_a_closed_clip_is_named_neither_on_the_shelf_nor_in_its_room(cast: Cast, clip: Clip) -> None:
    offer(cast, clip)
    omar, room = signed_in(cast.omar), reverse("videos:clip_room", args=[clip.pk])
    assert clip.title not in omar.get(BOARD).text
    closed = omar.get(room)
    assert closed.status_code == 403
    assert "/bytes/" not in closed.text
    assert clip.title not in closed.text
    assert omar.post(room, {"frame": "1", "words": "I was here."}).status_code == 403
    assert not clip.comments.exists()
    say(cast, GIVE, Purpose.SUPERVISION)
    assert clip.title in omar.get(BOARD).text
    assert "/bytes/supervision/" in omar.get(room).text


def test_that_a_practitioner_sees_what_they_offered_and_the_comments_on_it(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.SUPERVISION)
    assert "What you have offered" in signed_in(cast.maya).get(BOARD).text
    offer(cast, clip)
    signed_in(cast.omar).post(reverse("videos:clip_room", args=[clip.pk]), {"frame": "1", "words": "Lovely."})
    page = signed_in(cast.maya).get(BOARD)
    (one,) = page.context["offered"]
    assert (one.share.clip, one.other, one.is_open, one.comments) == (clip, "Omar", True, 1)
    assert page.context["board"] is None
    for name in NAMES:
        assert name not in page.text, name


def test_that_a_board_is_for_who_holds_cases_or_supervises(cast: Cast) -> None:
    manager = make_seat(make_user("Grace"), cast.service, Role.MANAGER, cast.since)
    external = make_seat(make_user("Eve"), cast.service, Role.EXTERNAL_SUPERVISOR, cast.since)
    for user in (cast.rosa, cast.sam, user_of(manager)):
        assert signed_in(user).get(BOARD).status_code == 404
    for user in (cast.maya, cast.priya, cast.nadia, user_of(external)):
        page = signed_in(user).get(BOARD)
        assert page.status_code == 200
        assert cast.case.label not in page.text


def test_that_the_board_costs_the_same_at_one_case_and_at_fifty(cast: Cast) -> None:
    omar = signed_in(cast.omar)
    SharedReview.objects.create(cycle=cast.cycle, planned_for=timezone.now())
    before = cost(omar)
    for number in range(49):
        family = make_family(cast.service, f"Family {number}", cast.since)
        cycle = make_cycle(make_case(family, cast.maya_seat, cast.since), 1, cast.since)
        SharedReview.objects.create(cycle=cycle, planned_for=timezone.now())
    board = omar.get(BOARD).context["board"]
    assert (len(board.lines), board.cases.paginator.count) == (A_PAGE, 50)
    assert cost(omar) == before


def test_that_the_board_is_leafed_through_and_every_case_stands_on_one_page(cast: Cast) -> None:
    for number in range(A_PAGE):
        make_case(make_family(cast.service, f"Family {number}", cast.since), cast.maya_seat, cast.since)
    omar = signed_in(cast.omar)
    pages = [omar.get(BOARD, {"page": page}).context["board"].lines for page in (1, 2)]
    assert [len(lines) for lines in pages] == [A_PAGE, 1]
    assert {line.case.pk for lines in pages for line in lines} == set(
        Case.objects.filter(family__service=cast.service).values_list("pk", flat=True)
    )
    assert omar.get(BOARD, {"page": "x", "shelf": "y"}).context["board"].cases.number == 1


def test_that_the_shelf_costs_the_same_at_one_clip_and_at_six(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.SUPERVISION)
    offer(cast, clip)
    users = [signed_in(cast.omar), signed_in(cast.maya)]
    before = [cost(user) for user in users]
    for first in range(5):
        made = mark_clip(
            actor=cast.maya, film=clip.film, stretch=Stretch(first, first + 9), title="", now=timezone.now()
        )
        run_jobs()
        confirm(cast, made.asset, (cast.mother, cast.leo))
        offer(cast, made)
    assert len(users[0].get(BOARD).context["board"].shelf) == 6
    assert [cost(user) for user in users] == before
