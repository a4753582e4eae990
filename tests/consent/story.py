"""Reads a row of `cases.md`: sentences that build a world, and the question asked of it.

Each shape of sentence is one line of SENTENCES; an unreadable sentence fails the row. The world a story starts
from is `Story()`: what is in it stood long before day 0, and declarations are entered on day 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from consent.facts import Facts, Question
from tests.consent.phrases import Unreadable, labels, moment
from tests.consent.world import ASKED_AT, Story

OPTIONS = r"(?: \((.+)\))?"
WHEN = r"(?: (?:on|from) ((?:a tick before )?(?:day|\d{4}).+))?"
SENTENCES: tuple[tuple[str, Callable[..., None]], ...] = (
    (rf"base{OPTIONS}", Story.base),
    (rf"everyone gives{OPTIONS}", Story.everyone),
    (rf"(\w+) (gives|refuses|withdraws)(?: for (\w+))?{OPTIONS}", Story.says),
    (rf"(\w+) (shows yes|shows no)(){OPTIONS}", Story.says),
    (rf"#(\d+) voided by (\w+)(?: and (\w+))?{OPTIONS}", Story.void),
    (r"#(\d+) delivered again", Story.again),
    (r"(\w+) is (\d+)", Story.is_aged),
    (r"(\w+) is (\d+) (today|tomorrow)", Story.turns),
    (r"(\w+) born ([\d-]+)", Story.was_born),
    (r"(\w+) is (a child|somebody) of unknown age", Story.of_unknown_age),
    (rf"(\w+) (competent|not competent|not assessed|without capacity|with capacity){WHEN}", Story.found),
    (r"(\w+) has no makers", Story.has_no_makers),
    (r"(\w+)(, a body,)? is (\w+)'s (unverified )?(parent|attorney|deputy|order)", Story.is_maker),
    (rf"(\w+)'s right (begins|ends|is verified|is not verified){WHEN}", Story.changes_maker),
    (r"(film|clip|still) (\w+) (?:cut )?in (\w+)(?: shows ([\w+]+))?", Story.cut),
    (r"(\w+) spans (\d+)-(\d+)", Story.spans),
    (r"law (\d)", Story.law_of),
    (r"(\w+) comes under (\w+)", Story.comes_under),
    (r"(\w+) is made of ([\w+]+)", Story.is_made_of),
    (rf"(\w+) is (processing|quarantined|expired|erasing|erased|active|odd|stateless){WHEN}", Story.is_in_state),
    (rf"(\w+) also shows (a stranger|\w+){WHEN}", Story.shows),
    (rf"(\w+) no longer shows (\w+){WHEN}", Story.no_longer_shows),
    (rf"(\w+) (unconfirmed|confirmed|confirmed again){WHEN}", Story.confirmed),
    (rf"(\w+) objected to{WHEN}", Story.is_objected_to),
    (r"no ceiling(?: before ((?:day|\d).+))?", Story.no_ceiling),
    (rf"ceiling: (.+?){WHEN}", Story.ceiling),
)


def read(story: str, asked: str) -> tuple[Facts, Question]:
    """The world that a story makes, and the question."""
    world = Story()
    for sentence in filter(None, map(str.strip, story.split(";"))):
        matches = ((re.fullmatch(pattern, sentence), tell) for pattern, tell in SENTENCES)
        match, tell = next(((match, tell) for match, tell in matches if match), (None, None))
        if match is None or tell is None:
            raise Unreadable(sentence)
        tell(world, *(group or "" for group in match.groups()))
    return world.facts(), ask(asked, world)


QUESTION = re.compile(
    r"(?P<purpose>\w+)(?:/(?P<action>\w+))? on (?P<asset>\w+)(?: by (?P<viewer>\w+))?"
    r"(?: at (?P<at>(?:a tick before )?(?:day -?\d+|\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?)))?(?: up to #(?P<up_to>\d+))?"
)


def ask(phrase: str, world: Story) -> Question:
    """`supervision/keep_copy on C by Anna at day 10 up to #2`; to view, by Ben, on day 10 where it is silent."""
    match = QUESTION.fullmatch(phrase)
    if match is None:
        raise Unreadable(phrase)
    viewer = {"somebody": None, None: "Ben"}.get(match["viewer"], match["viewer"])
    at = moment(match["at"]) if match["at"] else ASKED_AT
    up_to = next((d.number for d in world.said if match["up_to"] and d.id in labels(f"#{match['up_to']}")), None)
    return Question(match["asset"], match["purpose"], match["action"] or "view", viewer, at, up_to)


@dataclass(frozen=True)
class Row:
    """One case: its number, the world, the question, and the answer that is right."""

    number: str
    story: str
    asked: str
    answer: str
    facts: Facts
    question: Question

    @property
    def is_yes(self) -> bool:
        """Whether the answer is yes."""
        return self.answer == "yes"

    @property
    def reason(self) -> str:
        """The reason behind the answer."""
        return "EVERYONE_AGREES" if self.is_yes else self.answer


@cache
def rows() -> tuple[Row, ...]:
    """Every case of the table, in its order."""
    table = (Path(__file__).parent / "cases.md").read_text(encoding="utf-8")
    cells = ([cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines() if line[:1] == "|")
    return tuple(
        Row(number, story, asked, answer, *read(story, asked))
        for number, story, asked, answer in cells
        if number[:1].isdigit()
    )
