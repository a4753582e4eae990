"""New words: written, looked at, published; read at once; and what becomes of the yeses given to older ones."""

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent.models import Action, ConsentText, Declaration, Purpose
from consent.queries import text_for
from consent.texts import wording_of, would_wait
from tests.cast import Cast, make_cast, make_service, new_id, signed_in
from tests.consent.pages import GIVE, VIEW, WITHDRAW, Stage, make_stage, say, send, words, yes
from tests.consent.service import in_ledger, main_of, make_grace, new_words, publish, rule_of, standing, text_page
from tests.videos.makers import allow_everything
from vigportal.accounts.models import User

OURS = "We put the moments here. You watch them when you like. Nobody can save them."
PUBLISHED = ("text_published", "text_published_anew")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast()
    allow_everything(cast)
    return cast


@pytest.fixture
def grace(cast: Cast) -> User:
    return make_grace(cast)


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return make_stage(cast)


def test_that_an_old_yes_goes_stale_exactly_when_the_manager_says_so(stage: Stage, grace: User) -> None:
    cast = stage.cast
    say(cast, GIVE, VIEW)
    assert stage.bytes_for(cast.rosa) == 200
    publish(cast, grace, VIEW, OURS, "counts")
    assert stage.bytes_for(cast.rosa) == 200
    publish(cast, grace, VIEW, f"{OURS} We tell you who did.", "waits")
    assert stage.bytes_for(cast.rosa) == 403
    grid = signed_in(cast.maya).get(reverse("consent:clip_grid", args=[stage.clip.asset_id]))
    assert "The words have changed since the yes was given." in words(grid)
    send(signed_in(cast.rosa), f"{stage.question()}?from=who", yes(cast))
    assert stage.bytes_for(cast.rosa) == 200


def test_that_going_back_lets_the_old_yes_count_again(stage: Stage, grace: User) -> None:
    cast, before = stage.cast, standing(stage.cast)
    say(cast, GIVE, VIEW)
    publish(cast, grace, VIEW, OURS, "waits")
    assert stage.bytes_for(cast.rosa) == 403
    page, browser = reverse("consent:earlier_limits", args=[before.pk]), signed_in(grace)
    assert "1 clip and 1 film of 1 family" in main_of(browser.get(page))
    browser.post(page, {"upon": str(standing(cast).pk), "sure": "on"})
    assert stage.bytes_for(cast.rosa) == 200


def test_that_before_it_is_published_the_page_says_whose_yes_would_wait(stage: Stage, grace: User) -> None:
    cast, page, browser = stage.cast, text_page("write_text", VIEW), signed_in(grace)
    told = new_words(cast, VIEW, {"en-gb": OURS})
    assert "No yes to these words holds today." in main_of(browser.post(page, told))
    say(cast, GIVE, VIEW)
    looked = main_of(browser.post(page, told))
    assert "2 yeses were given to older words in 1 family." in looked
    assert "Watching online: 1 clip and 1 film of 1 family" in looked
    assert wording_of(cast.service, VIEW, Action.VIEW).next_number == 2  # looking publishes nothing
    say(cast, WITHDRAW, VIEW)
    assert "No yes to these words holds today." in main_of(browser.post(page, told))


def test_that_the_new_words_are_read_at_once_by_practitioner_and_parent(stage: Stage, grace: User) -> None:
    cast = stage.cast
    publish(cast, grace, VIEW, OURS, "counts")
    for user in (cast.maya, cast.rosa):
        assert OURS in words(signed_in(user).get(stage.question()))
    send(signed_in(cast.rosa), f"{stage.question()}?from=who", yes(cast))
    read = {line.text for row in Declaration.objects.all() for line in row.lines.all()}
    assert {(text.body, text.version, text.published_by) for text in read if text} == {(OURS, 2, grace)}


def test_that_publishing_is_entered_once_and_says_what_became_of_older_yeses(cast: Cast, grace: User) -> None:
    publish(cast, grace, VIEW, OURS, "counts")
    publish(cast, grace, VIEW, f"{OURS} Always.", "waits")
    entered = [(event, facts["purposes"], facts["number"]) for event, facts in in_ledger(cast, *PUBLISHED)]
    assert entered == [("text_published", ["family_viewing"], 2), ("text_published_anew", ["family_viewing"], 3)]
    rule = rule_of(cast, VIEW)
    assert rule
    assert rule["oldest_text"] == 3
    assert rule_of(cast, VIEW, Action.KEEP_COPY) == {
        **rule,
        "action": "keep_copy",
        "evidence": "signed",
        "oldest_text": 1,
    }


def test_that_the_same_form_sent_twice_is_one_version(cast: Cast, grace: User) -> None:
    told = {**new_words(cast, VIEW, {"en-gb": OURS}), "sure": "on", "older": "waits"}
    for _time in range(2):
        assert signed_in(grace).post(text_page("write_text", VIEW), told).status_code == 302
    assert ConsentText.objects.filter(service=cast.service).count() == 1
    assert len(in_ledger(cast, *PUBLISHED)) == 1


def test_that_words_written_upon_an_older_version_are_not_taken(cast: Cast, grace: User) -> None:
    told = {**new_words(cast, VIEW, {"en-gb": "Something else."}), "sure": "on", "older": "counts"}
    publish(cast, grace, VIEW, OURS, "counts")
    answer = signed_in(grace).post(text_page("write_text", VIEW), told)
    assert "Somebody changed this after you opened the page." in main_of(answer)
    assert ConsentText.objects.filter(service=cast.service).count() == 1
    assert [facts["reason"] for _event, facts in in_ledger(cast, "form_refused")] == ["overtaken"]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"words_en-gb": ""}, "This field is required."),
        ({"words_en-gb": " \n "}, "This field is required."),
        ({"words_en-gb": "x" * 4001}, "at most 4000 characters"),
        ({"number": "soon"}, "Enter a whole number."),
        ({"sure": "on"}, "Say whether the yeses given so far still count."),
        ({"sure": "on", "older": "perhaps"}, "Select a valid choice."),
    ],
)
def test_that_what_cannot_be_published_is_said_in_words(
    cast: Cast, grace: User, told: dict[str, str], sentence: str
) -> None:
    sent = {**new_words(cast, VIEW, {"en-gb": OURS}), **told}
    answer = signed_in(grace).post(text_page("write_text", VIEW), sent)
    assert sentence in main_of(answer)
    assert not ConsentText.objects.filter(service=cast.service).exists()


def test_that_the_words_of_today_are_no_new_version(cast: Cast, grace: User) -> None:
    told = new_words(cast, VIEW, {"en-gb": text_for(cast.service, VIEW).body})
    answer = signed_in(grace).post(text_page("write_text", VIEW), {**told, "sure": "on", "older": "waits"})
    assert "This is how it is already." in main_of(answer)
    assert "This is how it is already." in main_of(signed_in(grace).post(text_page("write_text", VIEW), told))
    assert not ConsentText.objects.filter(service=cast.service).exists()


def test_that_a_service_goes_back_to_the_portals_words_by_a_version_more(cast: Cast, grace: User) -> None:
    default = text_for(cast.service, VIEW)
    publish(cast, grace, VIEW, OURS, "counts")
    browser = signed_in(grace)
    assert "Go back to these words" in main_of(browser.get(text_page("text", VIEW)))
    assert default.body.splitlines()[0] in main_of(browser.get(f"{text_page('write_text', VIEW)}?from=default"))
    publish(cast, grace, VIEW, default.body, "counts")
    now = text_for(cast.service, VIEW)
    assert (now.body, now.version, now.service) == (default.body, 3, cast.service)
    assert "Go back to these words" not in main_of(browser.get(text_page("text", VIEW)))


def test_that_a_translation_belongs_to_the_version_that_it_translates(cast: Cast, grace: User) -> None:
    publish(cast, grace, VIEW, OURS, "waits")
    told = {"form_id": new_id(), "number": "2", "language": "pl", "words_in_it": "Ogladasz, kiedy chcesz."}
    page, browser = text_page("add_language", VIEW), signed_in(grace)
    assert "Ogladasz, kiedy chcesz." in main_of(browser.post(page, told))
    for _time in range(2):
        assert browser.post(page, {**told, "sure": "on"}).status_code == 302
    polish = text_for(cast.service, VIEW, language="pl")
    assert (polish.language, polish.version, polish.body) == ("pl", 2, "Ogladasz, kiedy chcesz.")
    assert text_for(cast.service, VIEW, language="cy").body == OURS
    assert len(in_ledger(cast, *PUBLISHED)) == 2


def test_that_translating_the_portals_words_makes_them_the_services_own_as_they_are(cast: Cast, grace: User) -> None:
    default = text_for(cast.service, VIEW)
    told = {"form_id": new_id(), "number": "1", "language": "cy", "words_in_it": "Gwyliwch yma.", "sure": "on"}
    signed_in(grace).post(text_page("add_language", VIEW), told)
    stands = wording_of(cast.service, VIEW, Action.VIEW).in_force
    assert stands
    assert (stands.number, stands.is_own, stands.words) == (2, True, {"en-gb": default.body, "cy": "Gwyliwch yma."})
    rule = rule_of(cast, VIEW)
    assert rule
    assert rule["oldest_text"] == 1


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("cy", "cy"), ("cy-GB,cy;q=0.9,en;q=0.8", "cy"), ("en-GB,en;q=0.9,cy;q=0.8", "en-gb"), ("de,cy;q=0.5", "cy"),
     ("ko", "en-gb"), ("", "en-gb"), ("*", "en-gb"), (";;q=cy", "en-gb")],
)  # fmt: skip
def test_that_the_words_are_read_in_the_language_that_the_browser_wishes_for(
    stage: Stage, grace: User, accepted: str, language: str
) -> None:
    told = {"form_id": new_id(), "number": "1", "language": "cy", "words_in_it": "Gwyliwch yma.", "sure": "on"}
    signed_in(grace).post(text_page("add_language", VIEW), told)
    answer = signed_in(stage.cast.rosa).get(stage.question(), headers={"Accept-Language": accepted})
    assert ("Gwyliwch yma." in main_of(answer)) == (language == "cy")
    assert '<html lang="en-gb"' in answer.content.decode()  # the page itself is in one language


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"language": "en-gb"}, "These words are there in this language already."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"words_in_it": ""}, "This field is required."),
        ({"number": "7"}, "Somebody changed this after you opened the page."),
    ],
)
def test_that_a_translation_of_nothing_is_said_in_words(
    cast: Cast, grace: User, told: dict[str, str], sentence: str
) -> None:
    sent = {"form_id": new_id(), "number": "1", "language": "cy", "words_in_it": "Yma.", "sure": "on", **told}
    assert sentence in main_of(signed_in(grace).post(text_page("add_language", VIEW), sent))
    assert not ConsentText.objects.filter(service=cast.service).exists()


def test_that_an_older_translation_never_stands_in_for_newer_words(cast: Cast, grace: User) -> None:
    told = {"form_id": new_id(), "number": "1", "language": "pl", "words_in_it": "Stare.", "sure": "on"}
    signed_in(grace).post(text_page("add_language", VIEW), told)
    sent = {**new_words(cast, VIEW, {"en-gb": OURS, "pl": ""}), "sure": "on", "older": "waits"}
    signed_in(grace).post(text_page("write_text", VIEW), sent)
    assert text_for(cast.service, VIEW, language="pl").body == OURS


def test_that_words_are_published_for_what_had_none(cast: Cast, grace: User) -> None:
    page, browser = text_page("write_text", Purpose.TEAM, Action.KEEP_COPY), signed_in(grace)
    assert "No words yet" in main_of(browser.get(text_page("text", Purpose.TEAM, Action.KEEP_COPY)))
    told = {"form_id": new_id(), "number": "1", "words_en-gb": "They may keep a copy."}
    assert "yeses given so far" not in main_of(browser.post(page, told))
    assert browser.post(page, {**told, "sure": "on"}).status_code == 302
    assert text_for(cast.service, Purpose.TEAM, Action.KEEP_COPY).version == 1


@pytest.mark.parametrize("purpose", ["everything", "fun"])
def test_that_there_are_no_words_for_what_is_no_purpose(cast: Cast, grace: User, purpose: str) -> None:
    for name in ("text", "write_text", "add_language"):
        assert signed_in(grace).get(reverse(f"consent:{name}", args=[purpose, "view"])).status_code == 404


def test_that_what_was_published_is_changed_by_nobody(cast: Cast, grace: User) -> None:
    publish(cast, grace, VIEW, OURS, "counts")
    text = text_for(cast.service, VIEW)
    for change in ({"body": "Something else"}, {"version": 9}, {"language": "nl"}):
        with pytest.raises(Error), transaction.atomic():
            ConsentText.objects.filter(pk=text.pk).update(**change)
    with pytest.raises(Error), transaction.atomic():
        ConsentText.objects.filter(pk=text.pk).delete()
    told = {**new_words(cast, VIEW, {"en-gb": "Something else."}), "sure": "on", "older": "counts", "number": "2"}
    signed_in(grace).post(text_page("write_text", VIEW), told)
    assert ConsentText.objects.get(pk=text.pk).body == OURS
    assert text_for(cast.service, VIEW) == text


def test_that_another_services_words_and_yeses_are_nobody_elses_business(cast: Cast, grace: User) -> None:
    publish(cast, grace, VIEW, OURS, "waits")
    other = make_service("Another")
    assert text_for(other, VIEW).service is None
    assert wording_of(other, VIEW, Action.VIEW).next_number == 2
    say(cast, GIVE, VIEW)
    assert would_wait(other, (VIEW, Action.VIEW), 9, cast.now).yeses == 0


def test_that_the_list_of_texts_takes_the_same_queries_however_many_versions_there_are(cast: Cast, grace: User) -> None:
    browser, page, counts = signed_in(grace), reverse("consent:texts"), []
    browser.get(page)
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            browser.get(page)
        counts.append(len(queries))
        publish(cast, grace, VIEW, f"{OURS} {number}.", "counts")
    assert len(set(counts)) == 1
