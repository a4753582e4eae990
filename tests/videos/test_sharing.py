"""Putting a clip before the family or a supervisor. It opens nothing; a share that ended is out of reach at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.models import Declaration, Purpose
from tests.cast import Cast, make_seat, make_user, signed_in
from tests.videos.makers import make_clip, make_film_of, offer, say, share
from videos.models import Clip, Rendition, Share
from vigportal.accounts.models import Supervising
from vigportal.accounts.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
GIVE = Declaration.Kind.GIVE


@pytest.fixture
def clip(cast: Cast) -> Clip:
    return make_clip(cast, make_film_of(cast))


def address(name: str, clip: Clip) -> str:
    return reverse(f"videos:{name}", args=[clip.pk])


def stream(clip: Clip, purpose: str) -> str:
    return reverse("videos:stream", args=[purpose, Rendition.objects.get(asset=clip.asset, kind="clip").pk])


def shared_with(clip: Clip, purpose: str) -> set[str]:
    shares = Share.objects.filter(clip=clip, purpose=purpose, ended_at=None)
    return {share.to.user.name for share in shares if share.to.user}


def test_that_who_is_ticked_finds_it_and_who_is_unticked_does_not(cast: Cast, clip: Clip) -> None:
    client = signed_in(cast.maya)
    client.post(address("share_clip", clip), {"seats": [cast.rosa_seat.pk, cast.sam_seat.pk]})
    assert shared_with(clip, "family_viewing") == {"Rosa", "Sam"}
    client.post(address("share_clip", clip), {"seats": [cast.sam_seat.pk]})
    assert shared_with(clip, "family_viewing") == {"Sam"}
    client.post(address("share_clip", clip), {})
    assert shared_with(clip, "family_viewing") == set()


def test_that_sharing_opens_nothing_and_the_page_says_so(cast: Cast, clip: Clip) -> None:
    client = signed_in(cast.maya)
    client.post(address("share_clip", clip), {"seats": [cast.rosa_seat.pk]})
    assert signed_in(cast.rosa).get(stream(clip, "family_viewing")).status_code == 403
    page = client.get(address("share_clip", clip))
    assert [str(each.cell.state) for each in page.context["onlookers"]] == ["waiting", "waiting"]
    assert reverse("consent:ask", args=[clip.asset_id]) in page.text
    say(cast, GIVE, Purpose.FAMILY_VIEWING)
    page = client.get(address("share_clip", clip))
    assert [str(each.cell.state) for each in page.context["onlookers"]] == ["open", "open"]
    assert signed_in(cast.rosa).get(stream(clip, "family_viewing")).status_code == 200


def test_that_only_seats_of_the_own_family_can_be_ticked(cast: Cast, clip: Clip) -> None:
    for seat in (cast.omar_seat, cast.nadia_seat, cast.priya_seat):
        sent = signed_in(cast.maya).post(address("share_clip", clip), {"seats": [seat.pk]})
        assert sent.status_code == 422
    assert not Share.objects.exists()


def test_that_a_clip_is_offered_with_a_question_to_who_supervises_now(cast: Cast, clip: Clip) -> None:
    sent = signed_in(cast.maya).post(address("offer_clip", clip), {"to": cast.omar_seat.pk, "question": "Too fast?"})
    assert sent.status_code == 302
    assert shared_with(clip, "supervision") == {"Omar"}
    assert Share.objects.get().question == "Too fast?"


def test_that_it_is_offered_to_nobody_who_does_not_supervise(cast: Cast, clip: Clip) -> None:
    other = make_seat(make_user("Una"), cast.service, Role.SUPERVISOR, cast.since)
    external = make_seat(make_user("Eve"), cast.service, Role.EXTERNAL_SUPERVISOR, cast.since)
    for seat in (other, external, cast.nadia_seat, cast.priya_seat, cast.rosa_seat, cast.maya_seat):
        sent = signed_in(cast.maya).post(address("offer_clip", clip), {"to": seat.pk, "question": ""})
        assert sent.status_code == 422, seat.role
    Supervising.objects.update(ends_at=timezone.now())
    assert signed_in(cast.maya).post(address("offer_clip", clip), {"to": cast.omar_seat.pk}).status_code == 422
    assert "Nobody supervises you on record" in signed_in(cast.maya).get(address("offer_clip", clip)).text
    assert not Share.objects.exists()


def test_that_supervising_that_ends_later_holds_until_then(cast: Cast, clip: Clip) -> None:
    Supervising.objects.update(ends_at=timezone.now() + timedelta(days=1))
    assert signed_in(cast.maya).post(address("offer_clip", clip), {"to": cast.omar_seat.pk}).status_code == 302
    assert shared_with(clip, "supervision") == {"Omar"}


def test_that_offering_says_when_supervision_is_not_agreed_to_yet(cast: Cast, clip: Clip) -> None:
    client = signed_in(cast.maya)
    assert str(client.get(address("offer_clip", clip)).context["onlookers"][0].cell.state) == "waiting"
    say(cast, GIVE, Purpose.SUPERVISION)
    assert str(client.get(address("offer_clip", clip)).context["onlookers"][0].cell.state) == "open"


def room_and_bytes(client: Client, clip: Clip) -> tuple[int, int]:
    return (
        client.get(address("clip_room", clip)).status_code,
        client.get(stream(clip, "supervision")).status_code,
    )


def test_that_omar_watches_only_with_share_and_supervising_and_consent(cast: Cast, clip: Clip) -> None:
    omar = signed_in(cast.omar)
    say(cast, GIVE, Purpose.SUPERVISION)
    assert room_and_bytes(omar, clip) == (404, 404)
    offer(cast, clip)
    assert room_and_bytes(omar, clip) == (200, 200)
    say(cast, Declaration.Kind.WITHDRAW, Purpose.SUPERVISION)
    assert room_and_bytes(omar, clip) == (403, 403)
    say(cast, GIVE, Purpose.SUPERVISION)
    assert room_and_bytes(omar, clip) == (200, 200)
    Supervising.objects.update(ends_at=timezone.now())
    assert room_and_bytes(omar, clip) == (404, 404)


def test_that_a_share_that_was_ended_is_out_of_reach_at_once(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.SUPERVISION)
    offer(cast, clip)
    end = reverse("videos:end_share", args=[Share.objects.get().pk])
    for user in (cast.omar, cast.priya, cast.nadia, cast.rosa):
        assert signed_in(user).post(end).status_code == 404
    assert room_and_bytes(signed_in(cast.omar), clip) == (200, 200)
    assert signed_in(cast.maya).post(end).status_code == 302
    assert room_and_bytes(signed_in(cast.omar), clip) == (404, 404)


def test_that_nobody_else_finds_the_clip_room(cast: Cast, clip: Clip) -> None:
    external = make_seat(make_user("Eve"), cast.service, Role.EXTERNAL_SUPERVISOR, cast.since)
    assert external.user is not None
    say(cast, GIVE, Purpose.SUPERVISION)
    share(cast, clip)
    offer(cast, clip)
    for user in (external.user, cast.maya, cast.priya, cast.rosa, cast.sam, cast.nadia):
        assert room_and_bytes(signed_in(user), clip) == (404, 404), user.name


def test_that_an_offer_to_a_seat_that_ended_is_out_of_reach(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.SUPERVISION)
    offer(cast, clip)
    cast.omar_seat.ends_at = timezone.now() - timedelta(seconds=1)
    cast.omar_seat.save(update_fields=["ends_at"])
    assert room_and_bytes(signed_in(cast.omar), clip) == (404, 404)


def test_that_what_a_seat_was_shown_is_not_shown_to_the_next_seat_of_the_same_person(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.FAMILY_VIEWING)
    share(cast, clip)
    assert signed_in(cast.rosa).get(stream(clip, "family_viewing")).status_code == 200
    cast.rosa_seat.ends_at = timezone.now() - timedelta(seconds=1)
    cast.rosa_seat.save(update_fields=["ends_at"])
    cast.mother.membership = make_seat(cast.rosa, cast.service, Role.GUARDIAN, cast.since)
    cast.mother.save(update_fields=["membership"])
    assert signed_in(cast.rosa).get(stream(clip, "family_viewing")).status_code == 404
    assert signed_in(cast.rosa).get(address("watch", clip)).status_code == 404
