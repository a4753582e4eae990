"""A case once it is open: described, its question agreed, closed, opened again."""

from typing import Any

import pytest
from django.urls import reverse

from families.models import Case
from tests.cast import Cast, events_of, make_cast, signed_in
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db
TOLD = {"family_name": "The Lee family", "referrer": "School", "referral": "Mornings."}


def _post(cast: Cast, page: str, answers: dict[str, str]) -> Any:
    return signed_in(cast.maya).post(reverse(f"families:{page}", args=[cast.case.pk]), answers, follow=True)


def _case(cast: Cast) -> Case:
    return Case.objects.select_related("family").get(pk=cast.case.pk)


def test_that_what_is_known_about_a_case_can_be_put_right() -> None:
    cast = make_cast()
    _post(cast, "describe", TOLD)
    case = _case(cast)
    assert (case.family.name, case.referrer, case.referral) == ("The Lee family", "School", "Mornings.")
    entry = Entry.objects.of_chain(case.pk).get()
    assert (entry.event, entry.facts) == ("case_changed", {"parts": ["family_name", "referral", "referrer"]})


def test_that_saving_without_a_change_says_so_and_enters_only_the_refusal() -> None:
    cast = make_cast()
    _post(cast, "describe", TOLD)
    assert "Nothing was changed" in _post(cast, "describe", TOLD).content.decode()
    assert events_of(cast.case) == ["case_changed", "form_refused"]


def test_that_the_helping_question_is_agreed_and_said_differently_later() -> None:
    cast = make_cast()
    page = _post(cast, "question", {"words": "How can I help Leo feel safe at bedtime?"})
    assert "How can I help Leo feel safe at bedtime?" in page.content.decode()
    assert events_of(cast.case) == ["helping_question_agreed"]
    assert _case(cast).helping_question_at is not None


def test_that_an_empty_question_is_asked_again() -> None:
    cast = make_cast()
    page = _post(cast, "question", {"words": "  "})
    assert "Please look at this again" in page.content.decode()
    assert _case(cast).helping_question == cast.case.helping_question


def test_that_closing_says_what_follows_and_ends_the_work() -> None:
    cast = make_cast()
    asked = signed_in(cast.maya).get(reverse("families:close", args=[cast.case.pk])).content.decode()
    assert "The clocks that count from the end of the work begin today" in asked
    page = _post(cast, "close", {"ending": Case.Ending.FINISHED})
    assert "The work is done" in page.content.decode()
    assert _case(cast).closed_at is not None
    entry = Entry.objects.of_chain(cast.case.pk).get()
    assert (entry.event, entry.facts) == ("case_closed", {"reason": "finished"})


def test_that_closing_asks_why() -> None:
    cast = make_cast()
    assert "Please look at this again" in _post(cast, "close", {"ending": ""}).content.decode()
    assert _case(cast).closed_at is None


def test_that_a_case_is_opened_again_and_that_an_open_one_is_not() -> None:
    cast = make_cast()
    assert "This case is open." in _post(cast, "reopen", {}).content.decode()
    _post(cast, "close", {"ending": Case.Ending.MOVED})
    _post(cast, "reopen", {})
    assert (_case(cast).closed_at, _case(cast).ending) == (None, "")
    assert events_of(cast.case) == ["form_refused", "case_closed", "case_reopened"]


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ("describe", TOLD),
        ("question", {"words": "How do we play?"}),
        ("close", {"ending": "finished"}),
        ("add_person", {"form_id": "5e0f1f6e-8f3e-4d53-9d0e-6f8c3d1b2a10", "name": "Gran", "kind": "adult"}),
    ],
)
def test_that_a_closed_case_takes_no_more_work(page: str, answers: dict[str, str]) -> None:
    cast = make_cast()
    Case.objects.filter(pk=cast.case.pk).update(closed_at=cast.now)
    assert "This case is closed." in _post(cast, page, answers).content.decode()
    assert events_of(cast.case) == ["form_refused"]


def test_that_the_case_page_shows_the_question_the_way_and_the_one_next_step() -> None:
    cast = make_cast()
    page = signed_in(cast.maya).get(reverse("families:case", args=[cast.case.pk])).content.decode()
    assert cast.case.helping_question in page
    assert page.count('class="timeline-step') == 6  # first meeting, film 1, review 1, cycles 2 and 3, ending
    assert page.count("card-next") == 1


def test_that_every_panel_of_the_case_page_is_a_link_first() -> None:
    cast = make_cast()
    page = signed_in(cast.maya).get(reverse("families:case", args=[cast.case.pk])).content.decode()
    for name in ("families:people", "sessions:goals", "sessions:cycles"):
        address = reverse(name, args=[cast.case.pk])
        assert f'href="{address}"' in page
        fragment = signed_in(cast.maya).get(f"{address}?panel").content.decode()
        assert '<div id="panel"' in fragment
        assert "<html" not in fragment
