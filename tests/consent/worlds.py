"""Random worlds for the rule: small, and likely enough that about a fifth of the questions is answered yes.

A world is read off a string of bytes, each byte one choice and 0 the likeliest, so hypothesis makes and shrinks
worlds at the price of a string. `--hypothesis-profile=long` makes every test look at a hundred times as many.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from consent.facts import Allowance, Appearance, Asset, Ceiling, Declaration, Facts, Line, Question, Stretch
from consent.terms import EVERYTHING, NOES, Action, Evidence, Kind, State
from families.ability import Ages, PersonFacts, Since
from families.standing import Basis, Breadth, Maker
from tests.consent.phrases import DAY_0, TICK

BYTES = 500
USUAL_EXAMPLES = 100
ZONE = ZoneInfo("Europe/London")
CAST = ("mum", "kid", "dad", "gran", "dee")
PURPOSES = ("supervision", "training", "research")
VIEWERS = ("Ben", "Anna")
TREE = (("F", "film", "K"), ("C", "clip", "F"), ("C2", "clip", "F"), ("S", "still", "C"), ("H", "film", "K"))
STRETCHES = {"C": ((0, 10),), "C2": ((10, 20), (5, 15), (9, 20)), "S": ((6, 7), (3, 4), (9, 10))}
"""The clips touch or share frames, and the still lies in its clip: seldom in both."""
LIKELY_PEOPLE = (("mum", "kid"), ("mum", "kid"), ("kid",), ("mum",), ("mum", "kid", "gran"), ())
MAKERS = (
    (95, "mum", "kid", Basis.PARENTAL_RESPONSIBILITY),
    (70, "dad", "kid", Basis.PARENTAL_RESPONSIBILITY),
    (30, "dee", "mum", Basis.DEPUTY),
    (20, "gran", "mum", Basis.ATTORNEY),
    (10, "dee", "kid", Basis.ORDER),
)
ONE_OF_FOUR = (False, False, False, True)
Option = TypeVar("Option")


@dataclass(frozen=True)
class World:
    """The facts, some questions to ask of them, and one more declaration that nobody has made yet."""

    facts: Facts
    questions: tuple[Question, ...]
    more: Declaration
    shuffled: Facts
    duplicate: Declaration | None


class Dice:
    """Choices out of a string of bytes; when it is used up, the likeliest. In calm, nothing unlikely happens."""

    def __init__(self, data: bytes) -> None:
        self._data = iter(data)
        self.is_calm = False

    def byte(self) -> int:
        """One choice."""
        return next(self._data, 0)

    def pick(self, options: Sequence[Option]) -> Option:
        """One of them; name an option twice to make it likelier."""
        return options[self.byte() % len(options)]

    def seldom(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.byte() >= 256 - 256 * percent // 100 and (not self.is_calm or percent > 50)

    def day(self) -> datetime:
        """A moment of two weeks."""
        return DAY_0 + timedelta(days=self.byte() % 14)

    def some(self, options: Sequence[Option], percent: int) -> tuple[Option, ...]:
        """Each of them seldom."""
        return tuple(option for option in options if self.seldom(percent))


def history(dice: Dice, usual: Any, others: Sequence[Any], percent: int = 8) -> tuple[Since[Any], ...]:
    """What was known since long ago, and now and then what came to be known later."""
    first = (Since(usual, DAY_0 - timedelta(days=400)),)
    return (*first, Since(dice.pick(others), dice.day())) if dice.seldom(percent) else first


def person(dice: Dice, name: str) -> PersonFacts:
    """A grown-up, or a child of some age about to have a birthday."""
    if name != "kid" and not dice.seldom(6):
        return PersonFacts(name, adult=history(dice, True, (None, False)), capacity=history(dice, None, (False, True)))
    years = dice.pick((3, 8, 8, 15, 16, 17, 18, 4, 5))
    born = date(2026 - years, 1, 5) + timedelta(days=dice.byte() % 14)
    return PersonFacts(
        name,
        born_on=history(dice, born, (None, date(2008, 2, 29))),
        adult=() if dice.seldom(90) else history(dice, False, (None,)),
        capacity=history(dice, None, (False, True)),
        competence=history(dice, dice.pick((None, None, None, True, False)), (True, False, None)),
    )


def maker(dice: Dice, holder: str, for_whom: str, basis: str) -> Maker:
    """A maker, mostly verified and in force; of four, one begins late, also where all else is calm."""
    if dice.seldom(8):
        holder, basis = dice.pick((*CAST, "ghost")), dice.pick(tuple(Basis))
    return Maker(
        holder,
        for_whom,
        basis,
        dice.day() if dice.pick(ONE_OF_FOUR) else DAY_0 - timedelta(days=300),
        dice.day() if dice.seldom(10) else None,
        dice.pick((None, dice.day())) if dice.seldom(20) else DAY_0 - timedelta(days=300),
        is_person=not dice.seldom(3),
    )


def asset(dice: Dice, key: str, kind: str, parent: str | None, newest: int) -> Asset:
    """An asset in the usual tree; odd numbers, so that declarations have the even ones."""
    people = dice.pick(LIKELY_PEOPLE) if parent else ()
    return Asset(
        key,
        kind,
        dice.pick((*"KFCH", None)) if dice.seldom(1) else parent,
        1 + 2 * (dice.byte() % max(newest, 1)) if dice.seldom(30) else 0,
        history(dice, State.ACTIVE, (State.ERASING, State.PROCESSING, State.EXPIRED, State.ACTIVE), 5)
        if not dice.seldom(1)
        else (),
        tuple(
            Appearance(who, DAY_0 if not dice.seldom(5) else dice.day(), dice.day() if dice.seldom(4) else None)
            for who in (*people, *(("stranger",) if dice.seldom(1) else ()))
        ),
        () if dice.seldom(2) else (DAY_0, *dice.some((dice.day(),), 20)),
        dice.pick((("C", "C2"), ("C",), ("C2", "C"), ("C", "S"))) if key == "H" else (),
        Stretch(*dice.pick(STRETCHES[key])) if key in STRETCHES else None,
        dice.some((dice.day(),), 3),
    )


def declaration(dice: Dice, number: int, earlier: Sequence[str]) -> Declaration:
    """Something said; mostly a yes by whom it may concern."""
    kind = dice.pick((*[Kind.GIVE] * 5, Kind.ASSENT, *[Kind.REFUSE] * 2, Kind.WITHDRAW, Kind.DISSENT, Kind.VOID))
    about = dice.pick(("mum", "kid", "kid", "kid", "gran"))
    by = about if about != "kid" and not dice.seldom(15) else dice.pick(("mum", "dad", "kid", "mum", "dee"))
    entered = dice.day() if dice.seldom(10) else DAY_0
    begins = dice.day() if dice.seldom(8) else entered
    purposes = dice.pick((("supervision", "training"), ("supervision",), ("training", "research"), (EVERYTHING,), ()))
    if kind == Kind.GIVE and dice.seldom(80):
        purposes = PURPOSES
    actions = dice.pick((tuple(Action), (Action.VIEW,), tuple(Action), (Action.KEEP_COPY,)))
    text = dice.pick((2, 2, 2, 2, 1, None))
    return Declaration(
        id=f"d{number}",
        number=number,
        kind=kind,
        about=about,
        by=by if not dice.seldom(3) else None,
        scope=dice.pick(("F", "K", "K", "F", "C", "C2", "S", "H")),
        recorded_at=entered,
        lines=tuple(Line(purpose, action, text) for purpose in purposes for action in actions),
        evidence=dice.pick((*[Evidence.SIGNED] * 7, *[Evidence.SPOKEN] * 3, "photo")),
        viewers=dice.pick((frozenset({"Anna"}), frozenset(VIEWERS), frozenset())) if dice.seldom(15) else None,
        from_at=None if dice.seldom(2) else begins,
        until_at=None if dice.seldom(2) else (dice.day() if dice.seldom(20) else DAY_0 + timedelta(days=300)),
        later_footage=dice.seldom(60),
        lifts=frozenset(dice.some(earlier, 20)),
        voids=dice.pick(earlier) if kind == Kind.VOID and earlier else None,
        signers=dice.pick((("maya", "omar"), ("maya", "maya"), ("maya",))),
    )


EVERY_LINE = tuple(Line(purpose, action, 2) for purpose in PURPOSES for action in Action)


def declarations(dice: Dice) -> list[Declaration]:
    """A history. Mostly it begins with everybody's broad yes, and a no is often followed by the same maker's yes."""
    said: list[Declaration] = []
    if not dice.seldom(25):
        for place, (about, by) in enumerate((("mum", "mum"), ("kid", "mum"), ("kid", "dad"))):
            broad = replace(declaration(dice, 2 * place + 2, ()), kind=Kind.GIVE, about=about, by=by, lines=EVERY_LINE)
            said.append(replace(broad, scope=dice.pick("KKFH"), viewers=None, later_footage=True, lifts=frozenset()))
    for place in range(len(said), len(said) + dice.pick((2, 4, 6, 9, 1, 0))):
        new = declaration(dice, 2 * place + 2, [str(d.id) for d in said])
        if dice.seldom(40) and said and said[-1].kind in NOES:
            new = replace(new, kind=Kind.GIVE, about=said[-1].about, by=said[-1].by, lines=EVERY_LINE)
        said.append(new)
    return said


def ceiling(dice: Dice) -> Ceiling:
    """Mostly generous."""
    allows: dict[tuple[str, str], Allowance] = {
        (purpose, action): Allowance(
            longest=timedelta(days=dice.pick((400, 400, 400, 5))),
            oldest_text=dice.pick((1, 1, 2)),
            evidence=dice.pick((*[Evidence.SPOKEN] * 6, *[Evidence.SIGNED] * 3, "sworn")),
            breadth=dice.pick((Breadth.NARROW, Breadth.NARROW, Breadth.NARROW, Breadth.WIDE)),
        )
        for purpose in PURPOSES
        for action in Action
        if not dice.seldom(4)
    }
    return Ceiling(allows, Ages(ZONE, dice.pick((16, 12)), dice.pick((5, 9))))


def question(dice: Dice, newest: int) -> Question:
    """Any asset; mostly today, by somebody known."""
    return Question(
        "K" if dice.seldom(3) else dice.pick(("C", "C", "F", "S", "C2", "H", "C", "C2")),
        "gossip" if dice.seldom(1) else dice.pick(("supervision", "supervision", "training", "training", "research")),
        "dance" if dice.seldom(1) else dice.pick((Action.VIEW, Action.VIEW, Action.KEEP_COPY)),
        dice.pick(("Ben", "Anna", "Ben", "Anna", None)),
        DAY_0 + timedelta(days=dice.byte() % 15) - (TICK if dice.seldom(20) else timedelta()),
        dice.byte() % (newest + 2) if dice.seldom(12) else None,
    )


def world(data: bytes) -> World:
    """The world that a string of bytes tells of. In every other one, all is well but for what has been said."""
    dice = Dice(data)
    said = declarations(dice)
    count = len(said)
    duplicate = replace(dice.pick(said), number=2 * count + 4) if said else None
    more = declaration(dice, 2 * count + 2, [str(d.id) for d in said])
    dice.is_calm = not dice.seldom(50)
    facts = Facts(
        assets=(asset(dice, "K", "case", None, 0), *(asset(dice, *place, count) for place in TREE)),
        people=tuple(person(dice, name) for name in CAST),
        makers=tuple(maker(dice, *who) for percent, *who in MAKERS if dice.seldom(percent)),
        declarations=tuple(said),
        ceilings=() if dice.seldom(2) else history(dice, ceiling(dice), (ceiling(dice),)),
    )
    questions = tuple(question(dice, 2 * count) for _ in range(6))
    return World(facts, questions, more, _shuffled(dice, facts), duplicate)


def _shuffled(dice: Dice, facts: Facts) -> Facts:
    def order(things: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(sorted(things, key=lambda _: dice.byte()))[::-1]

    return Facts(
        order(facts.assets), order(facts.people), order(facts.makers), order(facts.declarations), facts.ceilings
    )


worlds = st.binary(min_size=BYTES, max_size=BYTES).map(world)


def looking_at(examples: int) -> Callable[[Any], Any]:
    """How many worlds a property looks at; a longer profile multiplies it."""
    times = max(1, settings().max_examples // USUAL_EXAMPLES)
    return settings(max_examples=examples * times, deadline=None, database=None)
