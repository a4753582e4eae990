"""The world that the stories of `cases.md` start from, and what each sentence changes in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from consent.facts import Allowance, Appearance, Asset, Ceiling, Declaration, Facts, Stretch
from consent.terms import LAW, Action, Evidence, Kind, Purpose, State
from families.ability import Ages, PersonFacts, Since
from families.standing import Breadth, Maker
from tests.consent.phrases import DAY_0, VERBS, Unreadable, bracket, lines, moment

LONG_AGO = DAY_0 - timedelta(days=3000)
ASKED_AT = moment("day 10")
YEAR = timedelta(days=365)
BASES = {"parent": "parental_responsibility", "attorney": "attorney", "deputy": "deputy", "order": "order"}
FULL = Ceiling(
    {(purpose, action): Allowance(2 * YEAR) for purpose in Purpose for action in Action},
    Ages(ZoneInfo("Europe/London")),
)


def _asset(key: str, kind: str, parent: str | None, number: int, shows: str = "") -> Asset:
    people = tuple(Appearance(who, LONG_AGO) for who in shows.split())
    stretch = Stretch(100 * number, 100 * number + 10) if kind in {"clip", "still"} else None
    return Asset(key, kind, parent, number, (Since(State.ACTIVE, LONG_AGO),), people, (LONG_AGO,), stretch=stretch)


def _born(years: int, days_ago: int = 100) -> PersonFacts:
    day = ASKED_AT.date() - timedelta(days=days_ago)
    return PersonFacts("", born_on=(Since(day.replace(year=day.year - years), LONG_AGO),))


def _adult(name: str) -> PersonFacts:
    return PersonFacts(name, adult=(Since(value=True, from_at=LONG_AGO),))


@dataclass
class Story:
    """The world unless said otherwise; every method below is what one sentence changes."""

    assets: dict[str, Asset] = field(
        default_factory=lambda: {
            "K": _asset("K", "case", None, 0),
            "F": _asset("F", "film", "K", 1, "mum kid"),
            "C": _asset("C", "clip", "F", 2, "mum kid"),
            "C2": _asset("C2", "clip", "F", 3, "mum kid"),
            "G": _asset("G", "clip", "F", 4, "mum kid gran"),
            "M": _asset("M", "clip", "F", 5, "mum"),
            "E": _asset("E", "clip", "F", 6),
        }
    )
    people: dict[str, PersonFacts] = field(
        default_factory=lambda: {
            **{name: _adult(name) for name in ("mum", "dad", "gran", "dee", "maya")},
            "kid": replace(_born(3), id="kid"),
        }
    )
    makers: list[Maker] = field(
        default_factory=lambda: [
            Maker(parent, "kid", "parental_responsibility", LONG_AGO, None, LONG_AGO) for parent in ("mum", "dad")
        ]
    )
    said: list[Declaration] = field(default_factory=list)
    ceilings: list[Since[Ceiling]] = field(default_factory=lambda: [Since(FULL, LONG_AGO)])
    number: int = 6
    law: int = LAW

    def facts(self) -> Facts:
        """The world as the rule sees it."""
        assets, people = tuple(self.assets.values()), tuple(self.people.values())
        return Facts(assets, people, tuple(self.makers), tuple(self.said), tuple(self.ceilings), self.law)

    def _next(self) -> int:
        self.number += 1
        return self.number

    # ---- what is said

    def base(self, options: str) -> None:
        """Mum gives for herself and for kid."""
        self.says("mum", "gives", "mum", options)
        self.says("mum", "gives", "kid", options)

    def everyone(self, options: str) -> None:
        """Mum for herself, and both parents for kid."""
        self.base(options)
        self.says("dad", "gives", "kid", options)

    def says(self, by: str, verb: str, about: str, options: str) -> None:
        """A declaration. A yes holds from its entry for a year; someone's shown will is noted by nobody's maker."""
        maker = None if verb.startswith("shows") else by
        fields = {"about": about or by, "by": maker, "recorded_at": moment("day 1"), **bracket(options)}
        if VERBS[verb] == Kind.GIVE:
            entered = fields["recorded_at"]
            fields = {"from_at": entered, "until_at": entered + YEAR, "evidence": Evidence.SIGNED, **fields}
        fields["lines"] = lines(fields)
        self._declare(VERBS[verb], fields)

    def void(self, target: str, first: str, second: str, options: str) -> None:
        """Somebody takes back a declaration as entered in error."""
        about = self.said[int(target) - 1].about
        signers = tuple(filter(None, (first, second)))
        fields = {"about": about, "recorded_at": moment("day 1"), "voids": f"d{target}", "signers": signers, "by": None}
        self._declare(Kind.VOID, fields | bracket(options))

    def again(self, target: str) -> None:
        """A declaration is delivered a second time, and numbered a second time."""
        self.said.append(replace(self.said[int(target) - 1], number=self._next()))

    def _declare(self, kind: Kind, fields: dict[str, object]) -> None:
        label = f"d{len(self.said) + 1}"
        self.said.append(Declaration(id=label, number=self._next(), kind=kind, **{"scope": "F", **fields}))  # type: ignore[arg-type]

    # ---- who is who

    def is_aged(self, who: str, years: str) -> None:
        """Had that birthday a hundred days before the question."""
        self._know(who, replace(_born(int(years)), id=who))

    def turns(self, who: str, years: str, when: str) -> None:
        """Has that birthday on the day of the question, or on the next."""
        self._know(who, replace(_born(int(years), {"today": 0, "tomorrow": -1}[when]), id=who))

    def was_born(self, who: str, day: str) -> None:
        """A date of birth."""
        self._know(who, PersonFacts(who, born_on=(Since(date.fromisoformat(day), LONG_AGO),)))

    def _know(self, who: str, facts: PersonFacts) -> None:
        held = self.people.get(who, facts)
        self.people[who] = replace(facts, competence=held.competence, capacity=held.capacity)

    def of_unknown_age(self, who: str, kind: str) -> None:
        """Flagged a child, or nothing known at all."""
        flag = Since(value=False, from_at=LONG_AGO)
        self.people[who] = PersonFacts(who, adult=(flag,) if kind == "a child" else ())

    def found(self, who: str, what: str, when: str) -> None:
        """A finding of competence or capacity, from long ago or from a day on."""
        since = moment(when) if when else LONG_AGO
        name, value = {
            "competent": ("competence", True),
            "not competent": ("competence", False),
            "not assessed": ("competence", None),
            "without capacity": ("capacity", False),
            "with capacity": ("capacity", True),
        }[what]
        change: dict[str, Any] = {name: (*getattr(self.people[who], name), Since(value, since))}
        self.people[who] = replace(self.people[who], **change)

    def has_no_makers(self, who: str) -> None:
        """Nobody may speak for them."""
        self.makers = [maker for maker in self.makers if maker.person != who]

    def is_maker(self, holder: str, body: str, person: str, doubt: str, basis: str) -> None:
        """A maker, verified unless said otherwise."""
        verified = None if doubt else LONG_AGO
        self.makers.append(Maker(holder, person, BASES[basis], LONG_AGO, None, verified, is_person=not body))

    def changes_maker(self, holder: str, what: str, when: str) -> None:
        """A maker begins, ends, or is verified on a day; or never was verified."""
        name = {"begins": "from_at", "ends": "until_at"}.get(what, "verified_at")
        change: dict[str, Any] = {name: moment(when) if when else None}
        self.makers = [replace(m, **change) if m.holder == holder else m for m in self.makers]

    # ---- what is filmed

    def cut(self, kind: str, key: str, parent: str, shows: str) -> None:
        """A new film, clip or still; it shows whom its parent shows unless said otherwise.

        No two clips overlap unless a sentence says so; a still is the first microsecond of its clip.
        """
        above = self.assets.get(parent)
        people = shows.replace("+", " ") if shows else " ".join(str(a.person) for a in above.people) if above else ""
        new = _asset(key, kind, parent, self._next(), people.replace("nobody", ""))
        if kind == "still" and above and above.stretch:
            new = replace(new, stretch=Stretch(above.stretch.first, above.stretch.first + 1))
        self.assets[key] = new

    def spans(self, key: str, first: str, end: str) -> None:
        """Which part of its film it is."""
        self.assets[key] = replace(self.assets[key], stretch=Stretch(int(first), int(end)))

    def law_of(self, version: str) -> None:
        """An older law holds."""
        self.law = int(version)

    def comes_under(self, key: str, parent: str) -> None:
        """The tree is bent."""
        self.assets[key] = replace(self.assets[key], parent=None if parent == "nothing" else parent)

    def is_made_of(self, key: str, clips: str) -> None:
        """A highlight film."""
        self.assets[key] = replace(self.assets[key], made_of=tuple(clips.split("+")))

    def is_in_state(self, key: str, state: str, when: str) -> None:
        """A new state, from long ago or from a day on; `stateless` has none."""
        since = moment(when) if when else LONG_AGO
        states = () if state == "stateless" else (*self.assets[key].states, Since(state, since))
        self.assets[key] = replace(self.assets[key], states=states)

    def shows(self, key: str, who: str, when: str) -> None:
        """Somebody more is listed."""
        more = Appearance("nobody-knows-who" if who == "a stranger" else who, moment(when) if when else LONG_AGO)
        self.assets[key] = replace(self.assets[key], people=(*self.assets[key].people, more))

    def no_longer_shows(self, key: str, who: str, when: str) -> None:
        """Somebody is taken off."""
        off = moment(when)
        people = tuple(replace(a, until_at=off) if a.person == who else a for a in self.assets[key].people)
        self.assets[key] = replace(self.assets[key], people=people)

    def confirmed(self, key: str, how: str, when: str) -> None:
        """Not confirmed, confirmed only on a day, or confirmed again on a day."""
        before = self.assets[key].confirmations if how == "confirmed again" else ()
        more = () if how == "unconfirmed" else (moment(when),)
        self.assets[key] = replace(self.assets[key], confirmations=(*before, *more))

    def is_objected_to(self, key: str, when: str) -> None:
        """Somebody of the family says that they are in it."""
        more = (*self.assets[key].objections, moment(when))
        self.assets[key] = replace(self.assets[key], objections=more)

    # ---- what the service allows

    def no_ceiling(self, when: str) -> None:
        """The first ceiling is set on a day, or none ever."""
        self.ceilings = [Since(FULL, moment(when))] if when else []

    def ceiling(self, change: str, when: str) -> None:
        """One thing is different, from long ago or from a day on."""
        last = self.ceilings[-1].value
        matches = ((re.fullmatch(pattern, change), read) for pattern, read in CEILINGS)
        new = next((read(last, *match.groups()) for match, read in matches if match), None)
        if new is None:
            raise Unreadable(change)
        self.ceilings.append(Since(new, moment(when) if when else LONG_AGO))


def _without(last: Ceiling, purpose: str, action: str) -> Ceiling:
    gone = {(purpose, action)} if action else {(purpose, act) for act in Action}
    return replace(last, allows={key: rule for key, rule in last.allows.items() if key not in gone})


def _for(last: Ceiling, purpose: str, **change: object) -> Ceiling:
    allows = {key: replace(r, **change) if key[0] == purpose else r for key, r in last.allows.items()}  # type: ignore[arg-type]
    return replace(last, allows=allows)


CEILINGS: tuple[tuple[str, Callable[..., Ceiling]], ...] = (
    (r"no (\w+?)(?: (view|keep_copy))?", _without),
    (r"(\w+) for at most (\d+) days", lambda c, p, n: _for(c, p, longest=timedelta(days=int(n)))),
    (r"(\w+) on text (\d+) or later", lambda c, p, n: _for(c, p, oldest_text=int(n))),
    (r"(\w+) on (spoken|signed|sworn) evidence", lambda c, p, kind: _for(c, p, evidence=kind)),
    (r"(\w+) (narrow|wide)", lambda c, p, breadth: _for(c, p, breadth=Breadth(breadth))),
    (r"competent from (\d+)", lambda c, n: replace(c, ages=replace(c.ages, presumed_competent=int(n)))),
    (r"assent from (\d+)", lambda c, n: replace(c, ages=replace(c.ages, assent_from=int(n)))),
)
