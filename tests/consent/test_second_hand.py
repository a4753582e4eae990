"""What takes somebody out needs another hand: nobody in it, somebody taken off, somebody left out over a no."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consent.access import confirming_decision
from consent.actions.confirming import Kept, agree, confirm_people, say_nobody, take_person_off
from consent.actions.seconding import object_to_people, say_absent
from consent.appearances import absent_from, is_confirmed, shown_in_asset
from consent.facts import Stretch
from consent.hands import Waiting, hands_wanted_of, is_let_in, waiting_on
from consent.models import Asset, Declaration, Purpose, SecondHand
from consent.writer import grow, move, root_of
from families.writer import Refused
from tests.cast import Cast, make_cast, signed_in
from tests.videos.makers import allow_everything, confirm, say
from videos.models import Clip, Film
from vigportal.accounts.models import Membership, User
from vigportal.ledger.models import Entry
from vigportal.notices.models import Notice

pytestmark = pytest.mark.django_db
KIND, ACT, ANSWER = Declaration.Kind, SecondHand.Act, SecondHand.Answer


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def film(cast: Cast) -> Asset:
    allow_everything(cast)
    asset = made(root_of(cast.case, cast.since), Asset.Kind.FILM, cast)
    Film.objects.create(
        asset=asset, cycle=cast.cycle, recorded_at=cast.now, added_at=cast.now, added_by=cast.maya, state="ready"
    )
    return asset


def made(parent: Asset, kind: Asset.Kind, cast: Cast, stretch: Stretch | None = None) -> Asset:
    asset = grow(parent, kind, cast.now, stretch)
    move(asset, Asset.State.ACTIVE, cast.now)
    return asset


def clip_of(film: Asset, cast: Cast, first: int = 0, end: int = 10) -> Asset:
    asset = made(film, Asset.Kind.CLIP, cast, Stretch(first, end))
    Clip.objects.create(
        asset=asset, film=film.film, place=first + 1, first_frame=first, end_frame=end, made_at=cast.now,
        made_by=cast.maya, state="ready",
    )  # fmt: skip
    return asset


@pytest.fixture
def clip(film: Asset, cast: Cast) -> Asset:
    return clip_of(film, cast)


def waiting(asset: Asset) -> SecondHand:
    return SecondHand.objects.get(asset=asset, answer=None)


def wanted_of(user: User, at: datetime | None = None) -> list[SecondHand]:
    return [each.hand for each in hands_wanted_of(user, at or timezone.now())]


def names_on(asset: Asset) -> str:
    found = waiting_on(asset, timezone.now())
    assert isinstance(found, Waiting)
    return found.names


def nobody(cast: Cast, asset: Asset) -> SecondHand:
    say_nobody(actor=cast.maya, asset=asset, why="A hand with a toy.", now=timezone.now())
    return waiting(asset)


def post(client: Client, hand: SecondHand, answer: str = "agree") -> int:
    return client.post(reverse("videos:second_hand", args=[hand.pk]), {"answer": answer}).status_code


def test_that_an_empty_form_confirms_nothing(cast: Cast, clip: Asset) -> None:
    with pytest.raises(Refused, match=Kept.NOBODY.value):
        confirm_people(actor=cast.maya, asset=clip, people=[], now=timezone.now())
    maya = signed_in(cast.maya)
    maya.post(reverse("consent:people", args=[clip.pk]), {})
    assert not is_confirmed(clip)
    assert Entry.objects.filter(event="form_refused").exists()


def test_that_nobody_is_in_it_opens_only_with_a_colleague_who_is_not_assigned(cast: Cast, clip: Asset) -> None:
    maya, priya = signed_in(cast.maya), signed_in(cast.priya)
    maya.post(reverse("consent:nobody", args=[clip.pk]), {"why": "An empty room."})
    hand = waiting(clip)
    assert not is_confirmed(clip)
    assert "Priya" in maya.get("/today/").content.decode()
    assert post(maya, hand) == post(signed_in(cast.nadia), hand) == post(signed_in(cast.rosa), hand) == 404
    assert "An empty room." in priya.get(reverse("videos:second_hand", args=[hand.pk])).content.decode()
    assert post(priya, hand) == 302
    assert is_confirmed(clip)
    assert not shown_in_asset(clip).exists()
    assert post(priya, hand) == 404, "it is answered once"
    assert Notice.objects.filter(to=cast.rosa, sentence="people_settled").exists()


def test_that_a_colleague_who_says_no_leaves_it_shut_and_the_asker_is_told(cast: Cast, clip: Asset) -> None:
    hand = nobody(cast, clip)
    assert post(signed_in(cast.priya), hand, "decline") == 302
    assert not is_confirmed(clip)
    assert Notice.objects.filter(to=cast.maya, sentence="second_hand_declined").exists()


def test_that_whoever_is_in_it_after_all_shuts_it_at_once(cast: Cast, clip: Asset) -> None:
    hand = nobody(cast, clip)
    agree(actor=cast.priya, hand=hand, now=timezone.now())
    rosa = signed_in(cast.rosa)
    assert "I am in it" in rosa.get(reverse("consent:own_hand", args=[hand.pk])).content.decode()
    form = {"form_id": hand.pk}
    assert rosa.post(reverse("consent:own_hand", args=[hand.pk]), form).status_code == 302
    assert not is_confirmed(clip)
    assert [row.person for row in shown_in_asset(clip)] == [cast.mother]
    assert Notice.objects.filter(to=cast.maya, sentence="people_objected_to").exists()
    assert signed_in(cast.nadia).get(reverse("consent:own_hand", args=[hand.pk])).status_code == 404


def test_that_a_hand_is_let_in_for_seven_days_and_one_asset(cast: Cast, clip: Asset, film: Asset) -> None:
    hand = nobody(cast, clip)
    later = hand.asked_at + timedelta(days=7)
    assert wanted_of(cast.priya) == [hand]
    assert wanted_of(cast.priya, later) == []


def off(cast: Cast, asset: Asset) -> None:
    row = asset.appearances.get(person=cast.mother, taken_off_at=None)
    take_person_off(actor=cast.maya, appearance=row, why="It was her sister.", now=timezone.now())


def test_that_one_hand_never_removes_somebody_about_whom_something_was_said(cast: Cast, clip: Asset) -> None:
    confirm(cast, clip, (cast.mother, cast.leo))
    say(cast, KIND.GIVE, Purpose.PRACTICE)
    off(cast, clip)
    confirm(cast, clip, (cast.leo,))
    hand = waiting(clip)
    assert (hand.act, [*hand.concerned.all()]) == (ACT.TAKEN_OFF, [cast.mother])
    assert not is_confirmed(clip)
    agree(actor=cast.priya, hand=hand, now=timezone.now())
    assert is_confirmed(clip)
    confirm(cast, clip, (cast.leo,))
    assert not SecondHand.objects.filter(answer=None).exists(), "what was agreed isn't asked again"


def test_that_whoever_refused_is_removed_by_their_own_word_alone(cast: Cast, clip: Asset) -> None:
    confirm(cast, clip, (cast.mother, cast.leo))
    say(cast, KIND.REFUSE, Purpose.SUPERVISION, about=[cast.mother])
    off(cast, clip)
    confirm(cast, clip, (cast.leo,))
    hand = waiting(clip)
    assert wanted_of(cast.priya) == []
    assert names_on(clip) == cast.mother.name
    assert post(signed_in(cast.priya), hand) == post(signed_in(cast.sam), hand) == 404
    assert post(signed_in(cast.rosa), hand) == 302
    assert is_confirmed(clip)


@pytest.mark.parametrize(("first", "asked"), [(5, [ACT.LEFT_OUT]), (10, [])])
def test_that_leaving_somebody_out_over_the_frames_they_stopped_counts_as_taking_off(
    cast: Cast, clip: Asset, film: Asset, first: int, asked: list[str]
) -> None:
    confirm(cast, clip, (cast.mother, cast.leo))
    say(cast, KIND.WITHDRAW, Purpose.PRACTICE, scope=clip, about=[cast.leo])
    other = clip_of(film, cast, first, first + 10)
    confirm(cast, other, (cast.mother,))
    assert is_confirmed(other) is not bool(asked)
    waits = SecondHand.objects.filter(asset=other, answer=None, concerned=cast.leo)
    assert [*waits.values_list("act", flat=True)] == asked
    confirm(cast, other, (cast.mother, cast.leo))
    assert is_confirmed(other), "listing them needs no other hand"


def test_that_without_colleagues_an_adult_of_the_family_is_the_other_hand(cast: Cast, clip: Asset) -> None:
    Membership.objects.filter(pk__in=[cast.priya_seat.pk, cast.omar_seat.pk]).update(ends_at=cast.now)
    hand = nobody(cast, clip)
    assert {cast.mother.name, cast.father.name} <= {*names_on(clip).split(", ")}
    assert post(signed_in(cast.rosa), hand) == 302
    assert is_confirmed(clip)


def test_that_a_no_of_somebody_who_is_not_said_to_be_absent_shuts_the_confirming_door(cast: Cast, film: Asset) -> None:
    def is_open() -> bool:
        return confirming_decision(film, viewer=cast.maya.pk, now=timezone.now()).allowed

    confirm(cast, film, (cast.mother,))
    assert is_open()
    say(cast, KIND.REFUSE, Purpose.PRACTICE, by=cast.father, about=[cast.father])
    assert not is_open(), "somebody else is noted, and his no still counts"
    signed_in(cast.maya).post(reverse("consent:absent", args=[film.pk, cast.father.pk]))
    assert [*absent_from(film)] == [cast.father]
    assert is_open()
    sam = signed_in(cast.sam)
    assert "You are not in this film" in sam.get(reverse("consent:own_in_it")).content.decode()
    sam.post(reverse("consent:own_absence", args=[film.pk]), {"form_id": film.pk})
    assert not absent_from(film).exists()
    assert not is_open()
    assert not is_confirmed(film)


def test_that_whoever_is_listed_is_not_absent(cast: Cast, film: Asset) -> None:
    confirm(cast, film, (cast.mother,))
    with pytest.raises(Refused, match="listed"):
        say_absent(actor=cast.maya, film=film, person=cast.mother, now=timezone.now())


def test_that_an_objection_asks_for_another_hand_again(cast: Cast, clip: Asset) -> None:
    confirm(cast, clip, (cast.mother, cast.leo))
    say(cast, KIND.GIVE, Purpose.PRACTICE)
    off(cast, clip)
    confirm(cast, clip, (cast.leo,))
    agree(actor=cast.priya, hand=waiting(clip), now=timezone.now())
    object_to_people(actor=cast.rosa, asset=clip, person=cast.mother, now=timezone.now())
    assert not is_confirmed(clip)
    off(cast, clip)
    confirm(cast, clip, (cast.leo,))
    assert waiting(clip).act == ACT.TAKEN_OFF


def test_that_whoever_said_they_are_in_it_is_never_taken_off_by_one_hand(cast: Cast, film: Asset) -> None:
    say_absent(actor=cast.maya, film=film, person=cast.father, now=timezone.now())
    object_to_people(actor=cast.sam, asset=film, person=cast.father, now=timezone.now())
    confirm(cast, film, (cast.mother,))
    assert not is_confirmed(film), "nothing was ever declared about him, and the film was never confirmed"
    assert (waiting(film).act, [*waiting(film).concerned.all()]) == (ACT.TAKEN_OFF, [cast.father])


def test_that_what_waits_is_replaced_by_what_is_said_next(cast: Cast, clip: Asset) -> None:
    hand = nobody(cast, clip)
    confirm(cast, clip, (cast.mother, cast.leo))
    assert is_confirmed(clip)
    assert post(signed_in(cast.priya), hand) == 404
    with pytest.raises(Refused, match="answered"):
        agree(actor=cast.priya, hand=hand, now=timezone.now())
    assert SecondHand.objects.get().answer == ANSWER.REPLACED


def test_that_it_is_opened_to_a_colleague_and_to_nobody_of_the_family(cast: Cast, clip: Asset) -> None:
    now = timezone.now()
    nobody(cast, clip)
    assert is_let_in(cast.priya, clip, now)
    Membership.objects.filter(pk__in=[cast.priya_seat.pk, cast.omar_seat.pk]).update(ends_at=cast.now)
    assert wanted_of(cast.rosa) == [waiting(clip)]
    assert not is_let_in(cast.rosa, clip, now)


def test_that_the_family_reads_no_title_of_what_they_may_not_watch(cast: Cast, clip: Asset) -> None:
    Clip.objects.filter(asset=clip).update(title="Her secret")
    hand = nobody(cast, clip)
    agree(actor=cast.priya, hand=hand, now=timezone.now())
    sam = signed_in(cast.sam)
    for page in (reverse("consent:own_in_it"), reverse("consent:own_hand", args=[hand.pk])):
        read = sam.get(page).content.decode()
        assert "A moment of:" in read
        assert "Her secret" not in read


def test_that_today_asks_as_much_whatever_waits(
    cast: Cast, film: Asset, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    nobody(cast, clip_of(film, cast))
    with CaptureQueriesContext(connection) as queries:
        assert len(wanted_of(cast.priya)) == 1
    for first in range(20, 80, 20):
        nobody(cast, clip_of(film, cast, first, first + 10))
    with django_assert_num_queries(len(queries)):
        assert len(wanted_of(cast.priya)) == 4
