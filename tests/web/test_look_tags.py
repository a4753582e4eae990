"""What the tags say: figures, dates, pills, fields, charts."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from vigportal.web.goalchart import chart_of, share_of
from vigportal.web.icons import ICONS

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def said(source: str, **facts: object) -> str:
    return engines["django"].from_string(source).render({"now": NOW, **facts}).strip()


@pytest.mark.parametrize(
    ("source", "value", "words"),
    [
        ("{{ value|duration }}", 9, "0:09"),
        ("{{ value|duration }}", 59.6, "1:00"),
        ("{{ value|duration }}", 3723, "1:02:03"),
        ("{{ value|seconds }}", 4, "4.0 s"),
        ("{{ value|frame_time:30 }}", 7589, "4:12.96"),
        ("{{ value|frame_time:rate }}", 30000, "16:41.00"),
        ("{{ value|day }}", date(2026, 10, 7), "7 October 2026"),
        ("{{ value|day:now }}", date(2026, 10, 7), "7 October"),
        ("{{ value|day:now }}", date(2027, 1, 14), "14 January 2027"),
        ("{{ value|day:now }}", None, ""),
        ("{{ value|when:now }}", None, ""),
    ],
)
def test_that_a_figure_or_a_date_is_said_plainly(source: str, value: object, words: str) -> None:
    assert said(source, value=value, rate=Fraction(30000, 1001)) == words


@pytest.mark.parametrize(
    ("days", "clock_words", "countdown_words"),
    [
        (-9, "13 November, 14:00", "9 days ago"),
        (-1, "yesterday 14:00", "yesterday"),
        (0, "today 14:00", "today"),
        (1, "tomorrow 14:00", "tomorrow"),
        (4, "Thursday 14:00", "in 4 days"),
        (7, "29 November, 14:00", "in 7 days"),
        (53, "14 January 2027, 14:00", "in 53 days"),
    ],
)
def test_that_a_near_day_is_named_and_a_far_one_dated(days: int, clock_words: str, countdown_words: str) -> None:
    value = datetime(2026, 11, 22, 14, 0, tzinfo=UTC) + timedelta(days=days)
    assert said("{{ value|when:now }}", value=value) == clock_words
    assert said("{{ value|in_days:now }}", value=value) == countdown_words


def test_that_a_day_begins_at_midnight_of_the_service() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    with timezone.override(LONDON):
        assert said("{{ value|when:now }}", value=late, now=late - timedelta(hours=2)) == "tomorrow 00:30"


@pytest.mark.parametrize(("state", "sign"), [("open", "check"), ("waiting", "wait"), ("closed", "closed")])
def test_that_a_state_is_icon_word_and_colour(state: str, sign: str) -> None:
    html = said("{% pill state words %}", state=state, words="all <agreed>")
    assert f"pill-{state}" in html
    assert ICONS[sign] in html
    assert "all &lt;agreed&gt;" in html


def test_that_an_unknown_icon_or_state_is_loud() -> None:
    with pytest.raises(KeyError):
        said('{% icon "unheard-of" %}')
    with pytest.raises(KeyError):
        said('{% pill "positive" "x" %}')


class Asked(forms.Form):
    name = forms.CharField(label="Name", help_text="As the family says it.")
    how = forms.ChoiceField(label="How?", widget=forms.RadioSelect, choices=[("a", "Alone"), ("b", "Both")])
    note = forms.CharField(label="Note", required=False)


def test_that_a_field_ties_label_help_and_fault_to_its_input() -> None:
    html = said("{% field form.name %}", form=Asked({}))
    assert '<label class="field-label" for="id_name">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_that_what_may_stay_empty_says_so() -> None:
    assert "(optional)" in said("{% field form.note %}", form=Asked())
    assert "(optional)" not in said("{% field form.name %}", form=Asked())


def test_that_choices_are_a_group_with_a_legend() -> None:
    html = said("{% field form.how %}", form=Asked({}))
    assert "<legend>How?" in html
    assert 'aria-describedby="id_how_error"' in html
    assert '<label class="choice" for="id_how_1">' in html


def test_that_the_summary_leads_to_each_input_and_is_absent_while_all_is_well() -> None:
    asked = Asked({})
    asked.add_error(None, "These two do not go together.")
    html = said("{% error_summary form %}", form=asked)
    assert html.index("These two do not") < html.index('href="#id_name"') < html.index('href="#id_how_0"')
    assert said("{% error_summary form %}", form=Asked({"name": "Leo", "how": "a"})) == ""
    assert said("{% error_summary form %}") == ""


def test_that_a_form_shown_whole_uses_the_same_field() -> None:
    assert "field-label" in said("{{ form }}", form=Asked())


def test_that_a_chart_joins_the_ratings_and_leaves_a_gap_where_none_was_given() -> None:
    chart = chart_of([("Start", 2), ("Cycle 1", None), ("Cycle 2", 6)], 0, 10, 8)
    assert [dot.value for dot in chart.dots] == [2, None, 6]
    assert len(chart.path.split()) == 2
    assert chart.dots[0].y > chart.dots[2].y > chart.lines[-1].y
    assert [line.value for line in chart.lines] == [0, 5, 10]


@pytest.mark.parametrize(("value", "share"), [(0, 0), (6, 60), (10, 100), (12, 100), (-1, 0)])
def test_that_a_bar_never_leaves_its_scale(value: int, share: float) -> None:
    assert share_of(value, 0, 10) == share


def test_that_a_chart_says_its_numbers_in_a_table_and_draws_with_points_in_every_language() -> None:
    with translation.override("nl"):
        html = said(
            '{% goal_chart "Samen spelen" ratings low=1 high=10 hoped=8 %}', ratings=[("Start", 2), ("1", None)]
        )
    assert 'scope="row">Start</th><td>2</td>' in html
    assert "y1=" in html
    assert "," not in html.split('class="grid"')[1].split("/>")[0]


def test_that_a_bar_says_itself_in_words() -> None:
    html = said("{% goal_bar now=6 hoped=8 start=2 %}")
    assert "Now 6 · hoped for 8 · at the start 2" in html
    assert 'width="60.0%"' in html
    assert "Not rated yet" in said("{% goal_bar now=None %}")


def test_that_a_countdown_shows_days_and_date() -> None:
    html = said("{% countdown goes_at now %}", goes_at=date(2027, 1, 14))
    assert ">53<" in html
    assert "14 January 2027" in html


def test_that_the_last_error_page_needs_neither_request_nor_database() -> None:
    html = engines["django"].get_template("errors/500.html").render()
    assert "It is our doing, not yours" in html


def test_that_every_frame_renders_for_somebody_unknown() -> None:
    request = RequestFactory().get("/")
    for frame in ("base.html", "base_staff.html", "base_parent.html", "base_quiet.html"):
        assert '<main class="page" id="main"' in engines["django"].get_template(frame).render({}, request)
