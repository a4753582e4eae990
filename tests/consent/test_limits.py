"""The service's limits: looked at before they are set, set from a moment on, and they mask without destroying."""

import pytest
from django.db import Error, transaction
from django.urls import reverse

from consent.models import Ceiling, Declaration, Purpose
from tests.cast import Cast, make_cast, signed_in
from tests.consent.pages import GIVE, VIEW, Stage, make_stage, say
from tests.consent.service import (
    in_ledger,
    limits_page,
    main_of,
    make_grace,
    purpose_form,
    rule_of,
    set_limits,
    standing,
)
from tests.videos.makers import allow_everything
from vigportal.accounts.models import User

AGES = {"presumed_competent": "16", "assent_from": "5", "ask_again_at": "12, 13, 16", "verify_by": "anybody"}


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


def test_that_limits_shut_at_once_and_open_again_with_what_was_agreed(stage: Stage, grace: User) -> None:
    cast, browser = stage.cast, signed_in(grace)
    say(cast, GIVE, VIEW)
    assert stage.bytes_for(cast.rosa) == 200
    before, said = standing(cast), Declaration.objects.count()
    looked = main_of(browser.post(limits_page(VIEW), purpose_form(cast, allow_view="")))
    assert "Watching online · Watch: not allowed any more" in looked
    assert "Watching online · Watch: 1 clip and 1 film of 1 family" in looked
    assert stage.bytes_for(cast.rosa) == 200  # looking changes nothing
    set_limits(browser, limits_page(VIEW), purpose_form(cast, allow_view=""))
    assert rule_of(cast, VIEW) is None
    assert stage.bytes_for(cast.rosa) == 403
    assert Declaration.objects.count() == said
    page = reverse("consent:earlier_limits", args=[before.pk])
    assert "What it opens" in main_of(browser.get(page))
    browser.post(page, {"upon": str(standing(cast).pk), "sure": "on"})
    assert stage.bytes_for(cast.rosa) == 200


def test_that_the_page_before_names_nobody(stage: Stage, grace: User) -> None:
    say(stage.cast, GIVE, VIEW)
    looked = main_of(signed_in(grace).post(limits_page(VIEW), purpose_form(stage.cast, allow_view="")))
    for name in ("Rosa", "Leo", "Sam", "L. family", "You wait"):
        assert name not in looked


def test_that_a_shorter_time_ends_a_yes_that_is_older(stage: Stage, grace: User) -> None:
    cast, browser = stage.cast, signed_in(grace)
    say(cast, GIVE, VIEW)
    told = purpose_form(cast, days_view="30")
    assert "a yes holds at most: 365 days → 30 days" in main_of(browser.post(limits_page(VIEW), told))
    set_limits(browser, limits_page(VIEW), told)
    assert stage.bytes_for(cast.rosa) == 200  # it was given today
    rule = rule_of(cast, VIEW)
    assert rule
    assert rule["longest_days"] == 30


def test_that_a_narrow_purpose_may_be_treated_as_wide(stage: Stage, grace: User) -> None:
    cast, browser = stage.cast, signed_in(grace)
    say(cast, GIVE, VIEW)
    set_limits(browser, limits_page(VIEW), purpose_form(cast, breadth="wide", evidence_view="signed"))
    assert stage.bytes_for(cast.rosa) == 403  # Leo's father has said nothing
    say(cast, GIVE, VIEW, by=cast.father, about=[cast.leo])
    assert stage.bytes_for(cast.rosa) == 200


@pytest.mark.parametrize(
    ("purpose", "told", "sentence", "reason"),
    [
        (Purpose.TRAINING, {"evidence_view": "signed"}, "it can't be treated as narrow", "wide_as_narrow"),
        (Purpose.TRAINING, {"breadth": "wide"}, "has to be signed", "evidence"),
        (VIEW, {"breadth": "wide"}, "has to be signed", "evidence"),
        (VIEW, {"days_view": "0"}, "At least one day.", ""),
        (VIEW, {"days_view": "-30"}, "At least one day.", ""),
        (VIEW, {"days_view": "9999"}, "At most 3650 days", ""),
        (VIEW, {"days_view": "a year"}, "Write a whole number of days.", ""),
        (VIEW, {"days_view": ""}, "Say how many days.", ""),
        (VIEW, {"evidence_view": "guessed"}, "Select a valid choice.", ""),
        (VIEW, {"oldest_view": "7"}, "Select a valid choice.", ""),
        (VIEW, {"breadth": "middling"}, "Select a valid choice.", ""),
        (
            VIEW,
            {"allow_view": "", "allow_keep_copy": "on", "days_keep_copy": "9", "evidence_keep_copy": "signed",
             "oldest_keep_copy": "1"},
            "only of what may be watched",
            "copy_without_view",
        ),
        (
            Purpose.TEAM,
            {"allow_keep_copy": "on", "days_keep_copy": "9", "evidence_keep_copy": "signed"},
            "Write the words that are read before a yes first.",
            "",
        ),
    ],
)  # fmt: skip
def test_that_limits_that_no_service_may_set_are_said_in_words_and_change_nothing(
    cast: Cast, grace: User, purpose: Purpose, told: dict[str, str], sentence: str, reason: str
) -> None:
    browser, sent = signed_in(grace), purpose_form(cast, **told)
    assert sentence in main_of(browser.post(limits_page(purpose), sent))
    assert sentence in main_of(browser.post(limits_page(purpose), {**sent, "sure": "on"}))
    assert Ceiling.objects.filter(service=cast.service).count() == 1
    refused = [facts["reason"] for _event, facts in in_ledger(cast, "form_refused")]
    assert refused == ([reason] if reason else [])


def test_that_nothing_new_is_nothing_to_set(cast: Cast, grace: User) -> None:
    told = purpose_form(
        cast, allow_keep_copy="on", days_keep_copy="365", evidence_keep_copy="signed", oldest_keep_copy="1"
    )
    answer = main_of(signed_in(grace).post(limits_page(VIEW), told))
    assert "This is how it is already." in answer


def test_that_limits_made_upon_older_ones_are_not_taken(cast: Cast, grace: User) -> None:
    browser, stale = signed_in(grace), purpose_form(cast, days_view="30")
    set_limits(browser, limits_page(VIEW), purpose_form(cast, days_view="60"))
    answer = browser.post(limits_page(VIEW), {**stale, "sure": "on"})
    assert "Somebody changed this after you opened the page." in main_of(answer)
    rule = rule_of(cast, VIEW)
    assert rule
    assert rule["longest_days"] == 60


def test_that_the_same_limits_sent_twice_are_set_once(cast: Cast, grace: User) -> None:
    browser, told = signed_in(grace), {**purpose_form(cast, days_view="30"), "sure": "on"}
    for _time in range(2):
        assert browser.post(limits_page(VIEW), told).status_code == 302
    assert Ceiling.objects.filter(service=cast.service).count() == 2
    assert len(in_ledger(cast, "ceiling_changed")) == 2  # the first day's, and this


def test_that_the_ages_are_set_and_read_back(cast: Cast, grace: User) -> None:
    browser, page = signed_in(grace), reverse("consent:ages")
    told = {**AGES, "presumed_competent": "12", "ask_again_at": "16 13", "verify_by": "another"}
    set_limits(browser, page, {**told, "upon": str(standing(cast).pk)})
    rules = standing(cast).rules
    assert rules["ages"] == {"presumed_competent": 12, "assent_from": 5}
    assert (rules["ask_again_at"], rules["verify_by"]) == ([13, 16], "another")
    shown = main_of(browser.get(reverse("consent:limits")))
    for words in (
        "Is asked again at: 12, 13 and 16 → 13 and 16",
        "whoever wrote it down may → another member of staff",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"presumed_competent": "19"}, "less than or equal to 18"),
        ({"presumed_competent": "-1"}, "greater than or equal to 0"),
        ({"assent_from": "five"}, "Enter a whole number."),
        ({"ask_again_at": "12, soon"}, "Write ages below 18"),
        ({"ask_again_at": "18"}, "Write ages below 18"),
        ({"verify_by": "nobody"}, "Select a valid choice."),
    ],
)
def test_that_ages_that_are_none_are_said_in_words(
    cast: Cast, grace: User, told: dict[str, str], sentence: str
) -> None:
    answer = signed_in(grace).post(reverse("consent:ages"), {**AGES, **told, "sure": "on"})
    assert sentence in main_of(answer)
    assert Ceiling.objects.filter(service=cast.service).count() == 1


def test_that_what_was_changed_is_told_with_who_and_when_and_cannot_be_rewritten(cast: Cast, grace: User) -> None:
    browser = signed_in(grace)
    set_limits(browser, limits_page(VIEW), purpose_form(cast, days_view="30"))
    shown = main_of(browser.get(reverse("consent:limits")))
    assert "Grace Watching online · Watch: a yes holds at most: 365 days → 30 days" in shown.replace(
        " · Grace", "Grace"
    )
    with pytest.raises(Error), transaction.atomic():
        Ceiling.objects.filter(service=cast.service).update(rules={})


def test_that_a_service_without_limits_begins_with_those_of_its_nation(transactional_db: None) -> None:
    cast = make_cast()
    cast.service.nation = "scotland"
    cast.service.save(update_fields=["nation"])
    browser = signed_in(make_grace(cast))
    assert "Nothing is allowed yet." in main_of(browser.get(reverse("consent:limits")))
    page = reverse("consent:first_limits")
    assert "Decides for themselves from: 16 → 12" in main_of(browser.get(page))
    assert browser.post(page, {"upon": "", "sure": "on"}).status_code == 302
    assert standing(cast).rules["ages"]["presumed_competent"] == 12
    assert rule_of(cast, Purpose.SUPERVISION)


def test_that_another_services_limits_are_not_there(cast: Cast, grace: User) -> None:
    theirs = Ceiling.objects.create(service=cast.other_service, rules=standing(cast).rules, effective_at=cast.now)
    assert signed_in(grace).get(reverse("consent:earlier_limits", args=[theirs.pk])).status_code == 404
    assert signed_in(grace).get(reverse("consent:purpose_limits", args=["everything"])).status_code == 404
