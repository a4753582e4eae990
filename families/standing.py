"""Who may speak for whom at a moment. The law (consent.md, "Who decides for person p at time t"):

- An adult with capacity decides alone. An adult without: any verified attorney or deputy.
- A child who is not competent: verified holders of parental responsibility. Narrow purpose: any one of them.
  Wide: every one of them, at least one, and from the assent age on the child's assent too.
- A competent child: their own yes. Wide: every verified holder's too, at least one.
- Who may decide may also block; so may an unverified maker of the same kind; p's own no always counts.
- A maker who is a person must be able to decide for themselves; who can't decides and blocks for nobody.
- From the 18th birthday the adult rules hold, and parental responsibility ends.

Where the law is silent, the answer that can only close: for someone of UNKNOWN ability nobody decides and
everybody blocks; a maker whose own ability is unknown blocks, and their yes counts for nothing; a court order
alone blocks (what it grants is recorded as parental responsibility or deputyship); nobody is their own maker;
a maker's no is lifted by their own later yes only where that yes could count for something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from families.ability import ABLE, Ages, Id, PersonFacts, Stage, age_at, in_force, stage_at


class Basis(StrEnum):
    """Where a maker's right comes from."""

    PARENTAL_RESPONSIBILITY = "parental_responsibility"
    ATTORNEY = "attorney"
    DEPUTY = "deputy"
    ORDER = "order"


class SecondLook(StrEnum):
    """Whose second look lets a holder's yes count: a second act of any practitioner of the case, or another hand."""

    ANYBODY = "anybody"
    ANOTHER = "another"


class Breadth(StrEnum):
    """How far a purpose reaches."""

    NARROW = "narrow"
    WIDE = "wide"


class Voice(StrEnum):
    """Whose yes a rule asks for."""

    OWN = "own"
    ANY_HOLDER = "any_holder"
    EVERY_HOLDER = "every_holder"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Maker:
    """`holder` may decide for `person` within [from_at, until_at); their yes counts from `verified_at` on."""

    holder: Id
    person: Id
    basis: str
    from_at: datetime
    until_at: datetime | None = None
    verified_at: datetime | None = None
    is_person: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose yes is needed, and on which bases others may hold one."""

    needs: tuple[Voice, ...]
    holders: frozenset[Basis] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """One yes of each group in `needed`; no standing no of `blockers`; whose later yes can lift their no."""

    needed: tuple[frozenset[Id], ...]
    blockers: frozenset[Id]
    lifters: frozenset[Id]
    asks_assent: bool


PARENTS = frozenset({Basis.PARENTAL_RESPONSIBILITY})
APPOINTED = frozenset({Basis.ATTORNEY, Basis.DEPUTY})
RULES: Mapping[tuple[Stage, Breadth], Rule] = {
    (Stage.ADULT, Breadth.NARROW): Rule((Voice.OWN,)),
    (Stage.ADULT, Breadth.WIDE): Rule((Voice.OWN,)),
    (Stage.ADULT_WITHOUT_CAPACITY, Breadth.NARROW): Rule((Voice.ANY_HOLDER,), APPOINTED),
    (Stage.ADULT_WITHOUT_CAPACITY, Breadth.WIDE): Rule((Voice.ANY_HOLDER,), APPOINTED),
    (Stage.COMPETENT_CHILD, Breadth.NARROW): Rule((Voice.OWN,)),
    (Stage.COMPETENT_CHILD, Breadth.WIDE): Rule((Voice.OWN, Voice.EVERY_HOLDER), PARENTS),
    (Stage.CHILD, Breadth.NARROW): Rule((Voice.ANY_HOLDER,), PARENTS),
    (Stage.CHILD, Breadth.WIDE): Rule((Voice.EVERY_HOLDER,), PARENTS),
    (Stage.UNKNOWN, Breadth.NARROW): Rule((Voice.NOBODY,), PARENTS | APPOINTED),
    (Stage.UNKNOWN, Breadth.WIDE): Rule((Voice.NOBODY,), PARENTS | APPOINTED),
}
MAY_BLOCK = ABLE | {Stage.UNKNOWN}


def standing_of(
    person: PersonFacts,
    makers: Iterable[Maker],
    people: Mapping[Id, PersonFacts],
    at: datetime,
    ages: Ages,
    breadth: Breadth,
) -> Standing:
    """Who may speak for `person` at `at`, for a purpose of this breadth."""
    stage = stage_at(person, at, ages)
    rule = RULES[stage, breadth]
    stages = {
        maker: _stage_of_holder(maker, people, at, ages)
        for maker in makers
        if maker.person == person.id != maker.holder and in_force(maker.from_at, maker.until_at, at)
    }
    same_kind = {m: s for m, s in stages.items() if _is_of_kind(m, rule) and s in MAY_BLOCK}
    verified = {m: s for m, s in same_kind.items() if m.verified_at is not None and m.verified_at <= at}
    holders = {m.holder: s in ABLE for m, s in verified.items() if m.basis in rule.holders}
    return Standing(
        needed=tuple(group for voice in rule.needs for group in _groups(voice, person.id, holders)),
        blockers=frozenset({person.id, *(m.holder for m in same_kind)}),
        lifters=frozenset({person.id, *(m.holder for m, s in verified.items() if s in ABLE)}),
        asks_assent=stage == Stage.CHILD and breadth == Breadth.WIDE and _is_asked(person, at, ages),
    )


def _stage_of_holder(maker: Maker, people: Mapping[Id, PersonFacts], at: datetime, ages: Ages) -> Stage:
    """A body (a local authority, say) is able by nature; a person without a record is unknown."""
    if not maker.is_person:
        return Stage.ADULT
    holder = people.get(maker.holder)
    return Stage.UNKNOWN if holder is None else stage_at(holder, at, ages)


def _is_of_kind(maker: Maker, rule: Rule) -> bool:
    return bool(rule.holders) and (maker.basis in rule.holders or maker.basis == Basis.ORDER)


def _groups(voice: Voice, own: Id, holders: Mapping[Id, bool]) -> tuple[frozenset[Id], ...]:
    """The groups of whom one yes each is needed; an empty one can't be met. `holders` says who is able."""
    each = tuple(frozenset({h} if able else ()) for h, able in sorted(holders.items(), key=str))
    return {
        Voice.OWN: (frozenset({own}),),
        Voice.ANY_HOLDER: (frozenset(h for h, able in holders.items() if able),),
        Voice.EVERY_HOLDER: each or (frozenset(),),
        Voice.NOBODY: (frozenset(),),
    }[voice]


def _is_asked(child: PersonFacts, at: datetime, ages: Ages) -> bool:
    age = age_at(child, at, ages.zone)
    return age is None or age >= ages.assent_from
