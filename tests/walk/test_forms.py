"""A page's forms as a browser would send them."""

import pytest

from vigportal.management.walk.forms import Answer, FormReader, Key, NoSuchField, Pairs

PAGE = """
<form action="/other/"><input name="elsewhere"></form>
<form method="post" action="">
  <input type="hidden" name="form_id" value="7">
  <label>Title <input name="title" value="as it stood"></label>
  <textarea name="words">
first line</textarea>
  <label class="chip"><input type="checkbox" name="people" value="a" checked><span>Rosa</span> (Mother)</label>
  <label class="chip"><input type="checkbox" name="people" value="b">Leo</label>
  <label><input type="checkbox" name="sure"> Sure</label>
  <label><input type="radio" name="long" value="end" checked>until the work ends</label>
  <label><input type="radio" name="long" value="day">until another day</label>
  <select name="to"><option value="">…</option><option value="9" selected>Omar</option>
  <option value="8">Ada</option></select>
  <input name="shut" value="x" disabled><input type="file" name="film">
  <button name="answer" value="yes">Yes</button><button name="answer" value="no">No</button><button>Save</button>
</form>
"""
STANDING: Pairs = [
    ("form_id", "7"),
    ("title", "as it stood"),
    ("words", "first line"),
    ("people", "a"),
    ("long", "end"),
    ("to", "9"),
]


def sent(answers: dict[str, Answer], press: Key | None = None) -> Pairs:
    reader = FormReader()
    reader.feed(PAGE)
    return reader.forms[1].filled(answers, press)


@pytest.mark.parametrize(
    ("answers", "press", "goes"),
    [
        ({}, None, STANDING),
        ({"title": "new"}, None, [*(pair for pair in STANDING if pair[0] != "title"), ("title", "new")]),
        ({"people": ["Leo", "Rosa"]}, None, [*STANDING[:3], *STANDING[4:], ("people", "b"), ("people", "a")]),
        ({"people": []}, None, [*STANDING[:3], *STANDING[4:]]),
        ({"long": "day", "to": "Ada"}, None, [*STANDING[:4], ("long", "day"), ("to", "8")]),
        ({"sure": True}, None, [*STANDING, ("sure", "on")]),
        ({"sure": False}, None, STANDING),
        ({}, ("answer", "no"), [*STANDING, ("answer", "no")]),
    ],
)
def test_that_a_form_is_sent_as_it_stands_but_for_what_is_answered(
    answers: dict[str, Answer], press: Key | None, goes: Pairs
) -> None:
    assert sent(answers, press) == goes


@pytest.mark.parametrize(
    ("answers", "press"),
    [
        ({"elsewhere": "x"}, None),
        ({"shut": "y"}, None),
        ({"film": "z"}, None),
        ({"people": ["Sam"]}, None),
        ({"to": "Maya"}, None),
        ({}, ("answer", "perhaps")),
        ({}, ("more", "children")),
    ],
)
def test_that_what_a_page_does_not_offer_cannot_be_sent(answers: dict[str, Answer], press: Key | None) -> None:
    with pytest.raises(NoSuchField):
        sent(answers, press)
