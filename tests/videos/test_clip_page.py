"""A clip's page for the practitioner, and the thread on it."""

import pytest
from django.urls import reverse

from consent.models import Declaration, Purpose
from tests.cast import Cast, signed_in
from tests.videos.makers import make_clip, make_film_of, offer, say, share
from videos.models import Clip, Comment
from vigportal.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, REFUSE = Declaration.Kind.GIVE, Declaration.Kind.REFUSE


@pytest.fixture
def clip(cast: Cast) -> Clip:
    return make_clip(cast, make_film_of(cast))


def page_of(clip: Clip, name: str = "clip") -> str:
    return reverse(f"videos:{name}", args=[clip.pk])


def test_that_only_who_holds_the_case_finds_the_page(cast: Cast, clip: Clip) -> None:
    share(cast, clip)
    offer(cast, clip)
    for name in ("maya", "priya", "omar", "rosa", "sam", "nadia"):
        wanted = 200 if name == "maya" else 404
        assert signed_in(getattr(cast, name)).get(page_of(clip)).status_code == wanted, name


def test_that_it_says_what_it_is_open_to_and_whom_it_is_before(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.PRACTICE)
    say(cast, GIVE, Purpose.SUPERVISION)
    share(cast, clip)
    offer(cast, clip)
    page = signed_in(cast.maya).get(page_of(clip))
    states = {use.purpose: use.cell.state for use in page.context["sheet"].uses}
    assert states == {"practice": "open", "family_viewing": "waiting", "supervision": "open"}
    before = [(each.name, str(each.cell.state)) for each in page.context["sheet"].before]
    assert before == [("Rosa", "waiting"), ("Omar", "open")]
    assert "How do I wait longer?" in page.text
    assert "/bytes/practice/" in page.text


def test_that_before_any_yes_it_is_seen_to_confirm_people_and_not_over_a_no(cast: Cast, clip: Clip) -> None:
    page = signed_in(cast.maya).get(page_of(clip))
    assert "/bytes/confirming/" in page.text
    say(cast, REFUSE, Purpose.PRACTICE)
    shut = signed_in(cast.maya).get(page_of(clip))
    assert shut.status_code == 200
    assert "/bytes/" not in shut.text


def test_that_both_sides_read_and_write_one_thread(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.SUPERVISION)
    offer(cast, clip)
    omar, maya = signed_in(cast.omar), signed_in(cast.maya)
    omar.post(page_of(clip, "clip_room"), {"frame": "4", "words": "You wait here."})
    maya.post(page_of(clip, "comment"), {"frame": "7", "words": "And he looks up."})
    for client, name in ((omar, "clip_room"), (maya, "clip")):
        page = client.get(page_of(clip, name))
        assert page.text.index("You wait here.") < page.text.index("And he looks up.")
        assert 'data-seek="4"' in page.text
    told = {(notice.to, notice.path) for notice in Notice.objects.filter(sentence="comment_written")}
    assert told == {(cast.maya, page_of(clip)), (cast.omar, page_of(clip, "clip_room"))}


@pytest.mark.parametrize(("frame", "status", "kept"), [("0", 302, 1), ("29", 302, 1), ("30", 422, 0), ("-1", 422, 0)])
def test_that_a_comment_stands_inside_the_clip(cast: Cast, clip: Clip, frame: str, status: int, kept: int) -> None:
    sent = signed_in(cast.maya).post(page_of(clip, "comment"), {"frame": frame, "words": "Here."})
    assert (sent.status_code, Comment.objects.count()) == (status, kept)


def test_that_words_are_not_lost_when_the_frame_is_wrong_and_not_doubled_when_sent_twice(
    cast: Cast, clip: Clip
) -> None:
    client = signed_in(cast.maya)
    assert "A look." in client.post(page_of(clip, "comment"), {"frame": "99", "words": "A look."}).text
    for _twice in range(2):
        client.post(page_of(clip, "comment"), {"frame": "9", "words": "A look."})
    assert Comment.objects.count() == 1


def test_that_only_the_writer_takes_a_comment_back(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.SUPERVISION)
    offer(cast, clip)
    signed_in(cast.omar).post(page_of(clip, "clip_room"), {"frame": "4", "words": "You wait here."})
    comment = Comment.objects.get()
    back = reverse("videos:take_comment_back", args=[comment.pk])
    for user in (cast.maya, cast.rosa, cast.nadia, cast.priya):
        assert signed_in(user).post(back).status_code == 404
    assert signed_in(cast.omar).post(back).status_code == 302
    assert "You wait here." not in signed_in(cast.maya).get(page_of(clip)).text
    assert signed_in(cast.omar).post(back).status_code == 404
