"""What somebody says now: their own word alone, until when it holds, and how a page that stayed open takes it back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.actions.accepting import Line, Said
from consent.actions.declaring import declare
from consent.models import Action, Asset, Declaration, Purpose
from consent.queries import text_for
from consent.reading import may_give, reading_of
from consent.saying import Word, word_on, words_of
from families.models import Person, PersonFact
from tests.cast import Cast, events_of, make_cast, make_child, make_fact, make_guardianship, new_id, signed_in
from tests.consent.pages import GIVE, REFUSE, VIEW, WITHDRAW, send, words
from tests.videos.makers import allow_everything, say
from vigportal.management.night import remind_of_ends
from vigportal.notices.models import Notice
from vigportal.notices.sentences import SENTENCES

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
ONE_YEAR = timedelta(days=365)
SUPERVISION, TRAINING = Purpose.SUPERVISION, Purpose.TRAINING


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(clock: time_machine.Traveller, transactional_db: None) -> Cast:
    made = make_cast()
    allow_everything(made)
    return made


@pytest.fixture
def rosa(cast: Cast) -> Client:
    return signed_in(cast.rosa)


def word(cast: Cast, purpose: Purpose, maker: Person | None = None) -> Word:
    """What somebody (Rosa) says of all the work."""
    reading, who = reading_of(cast.case, timezone.now()), maker or cast.mother
    assert reading.root is not None
    return word_on(reading, who, may_give(reading, who, purpose), reading.root, purpose)


def test_that_a_yes_is_on_until_its_last_day_and_then_has_ended(cast: Cast, clock: time_machine.Traveller) -> None:
    say(cast, GIVE, VIEW)
    said = word(cast, VIEW)
    assert (said.is_yes, said.until) == (True, NOON + ONE_YEAR)
    clock.move_to(NOON + ONE_YEAR)
    over = word(cast, VIEW)
    assert (over.is_yes, over.ended, over.no_at) == (False, NOON + ONE_YEAR, None)


def test_that_a_yes_for_one_of_two_people_can_be_taken_back(cast: Cast, rosa: Client) -> None:
    say(cast, GIVE, VIEW, about=[cast.mother])
    said = word(cast, VIEW)
    assert (said.is_yes, said.people, said.missing) == (True, (cast.mother,), (cast.leo,))
    page = reverse("consent:who", args=[reading_of(cast.case, timezone.now()).root])
    assert "It is for yourself, not for Leo." in words(rosa.get(page))
    send(rosa, page, {"form_id": new_id(), "stop": VIEW.value})
    assert not word(cast, VIEW).is_yes


def test_that_a_yes_for_one_viewer_alone_names_them_and_can_be_taken_back(cast: Cast, rosa: Client) -> None:
    say(cast, GIVE, Purpose.PRACTICE)
    page = reverse("consent:who", args=[reading_of(cast.case, timezone.now()).root])
    assert "Priya" not in words(rosa.get(page))
    say(cast, GIVE, SUPERVISION, viewers=[cast.priya])
    assert word(cast, SUPERVISION).named == (cast.priya.pk,)
    assert "Priya" in words(rosa.get(page))
    say(cast, WITHDRAW, SUPERVISION)
    assert not word(cast, SUPERVISION).is_yes


def test_that_a_no_to_one_viewer_leaves_the_switch_on(cast: Cast) -> None:
    say(cast, GIVE, SUPERVISION)
    say(cast, REFUSE, SUPERVISION, viewers=[cast.omar])
    assert word(cast, SUPERVISION).is_yes


def test_that_nothing_the_father_says_changes_her_word(cast: Cast) -> None:
    say(cast, GIVE, VIEW)
    before = words_of(reading_of(cast.case, timezone.now()), cast.mother)
    say(cast, REFUSE, VIEW, by=cast.father, about=[cast.leo])
    say(cast, GIVE, SUPERVISION, by=cast.father, about=[cast.leo])
    assert words_of(reading_of(cast.case, timezone.now()), cast.mother) == before


def test_that_a_page_that_stayed_open_takes_back_what_was_said_since(cast: Cast, rosa: Client) -> None:
    """The key Back shows the page as it was, with the form's old id: it must not count as sent before."""
    say(cast, GIVE, VIEW)
    page = reverse("consent:who", args=[reading_of(cast.case, timezone.now()).root])
    old = {"form_id": new_id(), "stop": VIEW.value}
    send(rosa, page, old)
    say(cast, GIVE, VIEW)
    assert word(cast, VIEW).is_yes
    send(rosa, page, old)
    assert not word(cast, VIEW).is_yes


def test_that_two_keys_of_one_page_stop_each_its_own(cast: Cast, rosa: Client) -> None:
    for purpose in (VIEW, SUPERVISION):
        say(cast, GIVE, purpose)
    page, form_id = reverse("consent:who", args=[reading_of(cast.case, timezone.now()).root]), new_id()
    for purpose in (VIEW, SUPERVISION):
        send(rosa, page, {"form_id": form_id, "stop": purpose.value})
    assert not word(cast, VIEW).is_yes
    assert not word(cast, SUPERVISION).is_yes


def test_that_a_yes_to_keeping_copies_is_taken_back_apart(cast: Cast, rosa: Client) -> None:
    say(cast, GIVE, VIEW)
    page = reverse("consent:who", args=[reading_of(cast.case, timezone.now()).root])
    on, off = (f'name="{key}" value="family_viewing:keep_copy"' for key in ("start", "stop"))
    assert on in rosa.get(page).content.decode()
    root = Asset.objects.get(case=cast.case, kind=Asset.Kind.CASE)
    line = Line(VIEW, Action.KEEP_COPY, text_for(cast.service, VIEW, Action.KEEP_COPY))
    yes = Said(uuid4(), cast.case, root, (cast.mother, cast.leo), cast.mother, (line,))
    declare(actor=cast.maya, kind=GIVE, said=yes, now=timezone.now())
    assert off in rosa.get(page).content.decode()
    assert off in rosa.get(reverse("consent:answers")).content.decode()
    send(rosa, page, {"form_id": new_id(), "stop": "family_viewing:keep_copy"})
    assert on in rosa.get(page).content.decode()
    assert word(cast, VIEW).is_yes


def test_that_what_she_said_stands_on_one_page_with_the_way_to_change_it(cast: Cast, rosa: Client) -> None:
    say(cast, GIVE, VIEW)
    say(cast, REFUSE, SUPERVISION)
    read = words(rosa.get(reverse("consent:answers")))
    assert read.index("What you have said yes to") < read.index("Watching online") < read.index("no to")
    assert "Your yes holds until 15 June 2027." in read
    assert "You said no on 15 June. You can say yes again." in read
    send(rosa, reverse("consent:stop_everything"), {"form_id": new_id()})
    read = words(rosa.get(reverse("consent:answers")))
    assert "Nothing at the moment. Without your yes nobody watches." in read
    assert read.count("You said no on") == 1  # to everything, in one line


def test_that_a_yes_that_is_about_to_end_says_so_at_home(
    cast: Cast, rosa: Client, clock: time_machine.Traveller
) -> None:
    say(cast, GIVE, VIEW)
    home = reverse("home:family")
    assert "ends on" not in words(rosa.get(home))
    clock.move_to(NOON + ONE_YEAR - timedelta(days=10))
    rosa = signed_in(cast.rosa)
    assert "Your yes to “Watching online” ends on 15 June. You can say yes again." in words(rosa.get(home))
    assert "ends on" not in words(signed_in(cast.sam).get(home))
    clock.move_to(NOON + ONE_YEAR + timedelta(days=3))
    assert "Your yes to “Watching online” ended on 15 June." in words(signed_in(cast.rosa).get(home))


def test_that_stop_everything_reaches_a_yes_to_the_training_of_a_competent_child(cast: Cast) -> None:
    """Her yes is needed for his training and not for his supervision: what is hers to give is hers to stop."""
    nils = make_child(cast.family, "Nils", cast.maya, cast.since, age=13, now=cast.now, relation="Son")
    make_fact(nils, PersonFact.Kind.COMPETENCE, "yes", cast.maya, cast.since)
    make_guardianship(nils, cast.mother, cast.maya, cast.since)
    say(cast, GIVE, TRAINING, about=[nils])
    assert word(cast, TRAINING).people == (nils,)
    send(signed_in(cast.rosa), reverse("consent:stop_everything"), {"form_id": new_id()})
    assert not word(cast, TRAINING).is_yes
    assert set(Declaration.objects.filter(kind=WITHDRAW).values_list("about__name", flat=True)) >= {"Nils", "Rosa"}


def test_that_papers_are_found_by_day_and_read_in_either_order(
    cast: Cast, rosa: Client, clock: time_machine.Traveller
) -> None:
    say(cast, GIVE, VIEW, about=[cast.mother])
    clock.move_to(NOON + timedelta(days=40))
    say(cast, GIVE, SUPERVISION, about=[cast.mother])
    rosa, papers = signed_in(cast.rosa), reverse("consent:papers")
    read = words(rosa.get(papers))
    assert read.index("Supervision") < read.index("Watching online")
    read = words(rosa.get(papers, {"order": "oldest"}))
    assert read.index("Watching online ·") < read.index("Supervision ·")
    assert "Watching online ·" not in words(rosa.get(papers, {"since": "2026-07-01"}))
    assert "Supervision ·" not in words(rosa.get(papers, {"until": "2026-06-15"}))
    assert "Nothing on these days." in words(rosa.get(papers, {"since": "2030-01-01"}))
    assert "Supervision ·" in words(rosa.get(papers, {"since": "soon"}))


def test_that_the_night_tells_of_an_end_once_and_in_words_that_name_nothing(
    cast: Cast, clock: time_machine.Traveller, mailoutbox: list[EmailMessage]
) -> None:
    for purpose in (VIEW, SUPERVISION):
        say(cast, GIVE, purpose)
    remind_of_ends(timezone.now())
    assert not Notice.objects.exists()
    clock.move_to(NOON + ONE_YEAR - timedelta(days=10))
    for _night in range(2):
        remind_of_ends(timezone.now())
    notice = Notice.objects.get()
    assert (notice.to, notice.path) == (cast.rosa, "/family/answers/#2027-06-15")
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([cast.rosa.email], "You have a message")
    for word_of_consent in ("yes", "consent", "Leo", "film", "watch", "supervis"):
        assert word_of_consent not in f"{mail.subject} {mail.body}".lower()
    assert events_of(cast.case).count("end_announced") == 1


def test_that_the_night_tells_nothing_of_an_end_that_a_newer_yes_outlasts(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    say(cast, GIVE, VIEW)
    clock.move_to(NOON + ONE_YEAR - timedelta(days=10))
    say(cast, GIVE, VIEW)
    remind_of_ends(timezone.now())
    assert not Notice.objects.exists()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_that_no_line_on_screen_names_anybody_or_what_a_film_is_for(sentence: str) -> None:
    told = str(SENTENCES[sentence]).lower()
    for purpose in Purpose:
        assert str(purpose.label).lower() not in told or (purpose == SUPERVISION and sentence == "clip_offered")
    assert "%" not in told
    assert "{" not in told
