"""The rule of consent.md a second time: slow, from its words alone, sharing no code with `consent.policy`.

A *moment* is cut out of the facts first (what had been said, who was what, how things stood); then the text is
read over it, sentence by sentence, by brute force. Of the portal it uses nothing but the shape of the facts.

Readings where the text leaves room, each the one that can only close: who is of unknown age, or a child of unknown
age not assessed, or a child both competent and without capacity, has nobody to decide; a maker of unknown
ability blocks only; a court order blocks only; a person listed and taken off again needs a confirmation dated at
or after; nothing is covered by an assent that wouldn't be by a yes, and it can be voided like one; a no that lists
nothing means everything; a yes without an end, or before it was entered, isn't live; a highlight film's parts are
clips of filmed films; a no or dissent on viewers isn't escaped by not saying who asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

from consent.facts import Declaration, Facts, Question
from tests.consent.reference_people import age_of, nature, speakers
from tests.consent.reference_world import Moment, contains, cut, latest, over, pieces_of, share_frames, shown

REASONS = [
    "ERROR",
    "ASSET_STATE",
    "PEOPLE_UNCONFIRMED",
    "CEILING",
    "NO_DECISION_MAKER",
    "DISSENT",
    "REFUSED",
    "VIEWER_EXCLUDED",
    "ASSENT_MISSING",
    "EXPIRED",
    "NOT_YET",
    "TEXT_STALE",
    "EVIDENCE",
    "NO_GRANT",
]
NARROW = {"practice", "family_viewing", "supervision", "accreditation", "intervision", "team"}
WIDE = {"training", "presentation", "research"}
PROOF = {"spoken": 1, "signed": 2}


def verdict(facts: Facts, question: Question) -> str:
    """The reason of the answer; EVERYONE_AGREES is the only yes."""
    found = all_found(facts, question)
    return min(found, key=REASONS.index) if found else "EVERYONE_AGREES"


def all_found(facts: Facts, question: Question) -> set[str]:
    """All reasons against. The four that are checked first hide what people say."""
    moment = cut(facts, question)
    if question.purpose not in NARROW | WIDE or question.action not in {"view", "keep_copy"}:
        return {"ERROR"}
    pieces = pieces_of(moment, question.asset)
    if pieces is None:
        return {"ERROR"}
    # "keep_copy is allowed only where view is."
    actions = {"view", question.action}
    first = {reason for piece in pieces for reason in before_people(moment, piece, question.purpose, actions)}
    if first:
        return first
    return {
        reason
        for piece, action in product(pieces, actions)
        for who in shown(moment, piece)
        for reason in about_person(Ask(moment, piece, question.purpose, action, question.viewer, who))
    }


def before_people(moment: Moment, piece: Any, purpose: str, actions: set[str]) -> set[str]:
    """What is checked before anybody is asked for."""
    found = set()
    for a in over(moment, piece) or ():
        if latest(moment.assets[a].states, moment.at) != "active":
            found.add("ASSET_STATE")
    confirmed = [c for c in moment.assets[piece].confirmations if c <= moment.at]
    gone = [a.until_at for a in moment.assets[piece].people if a.until_at is not None and a.until_at <= moment.at]
    said_in_it = [moment_ for moment_ in moment.assets[piece].objections if moment_ <= moment.at]
    if not confirmed or any(all(c < left for c in confirmed) for left in gone):
        found.add("PEOPLE_UNCONFIRMED")
    if any(not any(c > objected for c in confirmed) for objected in said_in_it):
        found.add("PEOPLE_UNCONFIRMED")
    for action in actions:
        if moment.ceiling is None or (purpose, action) not in moment.ceiling.allows:
            found.add("CEILING")
    return found


@dataclass
class Ask:
    """One piece, purpose, action and viewer, asked in one moment of one person."""

    moment: Moment
    piece: Any
    purpose: str
    action: str
    viewer: Any
    who: Any
    allowance: Any = None
    wide: Any = None

    def __post_init__(self) -> None:
        assert self.moment.ceiling is not None
        self.allowance = self.moment.ceiling.allows[self.purpose, self.action]
        self.wide = self.purpose in WIDE or self.allowance.breadth == "wide"

    @property
    def mine(self) -> list[Declaration]:
        """What was said about this person: on this piece, on what contains it, or as a no on the same frames."""
        heard = [s for s in self.moment.declared if s.about == self.who]
        return [s for s in heard if contains(self.moment, s.scope, self.piece) or self.same_frames(s)]

    def same_frames(self, said: Declaration) -> bool:
        """Whether it is a no or dissent on a clip or still that shares a moment of film with this piece."""
        is_no = said.kind in {"REFUSE", "WITHDRAW", "DISSENT"}
        return is_no and self.moment.facts.law != 1 and share_frames(self.moment, said.scope, self.piece)

    def is_close(self, yes: Declaration, no: Declaration) -> bool:
        """At or inside the no's scope; or, where the no came with the frames, on this piece or an overlapping clip."""
        if contains(self.moment, no.scope, self.piece):
            return contains(self.moment, no.scope, yes.scope)
        return contains(self.moment, yes.scope, self.piece) and share_frames(self.moment, no.scope, yes.scope)


def about_person(ask: Ask) -> set[str]:
    """All reasons that this one person gives against it."""
    say = speakers(ask.moment, ask.who, ask.wide)
    people = {m.holder for m in ask.moment.facts.makers} | {p.id for p in ask.moment.facts.people}
    found = set() if say.enough(people) else {"NO_DECISION_MAKER"}
    if any(dissent_stands(dissent, ask) for dissent in ask.mine if dissent.kind == "DISSENT"):
        found.add("DISSENT")
    for no in ask.mine:
        if no.kind in {"REFUSE", "WITHDRAW"} and no.by in say.block and no_stands(no, say.lift, ask):
            found.add("VIEWER_EXCLUDED" if no.viewers else "REFUSED")
    if assent_is_asked(ask) and not any(is_assent(s, ask) for s in ask.mine):
        found.add("ASSENT_MISSING")
    said_yes = {s.by for s in ask.mine if s.by in say.asked and live(s, ask)}
    return found if say.enough(said_yes) else found | what_is_missing(say.asked - said_yes, ask)


def what_is_missing(silent: set[Any], ask: Ask) -> set[str]:
    """Why none of these makers has a live yes."""
    found = set()
    for maker in silent:
        theirs = [s for s in ask.mine if s.kind == "GIVE" and s.by == maker and covers(s, ask)]
        found |= {reason for yes in theirs for reason in shortcomings(yes, ask)} if theirs else {"NO_GRANT"}
    return found


def assent_is_asked(ask: Ask) -> bool:
    """Wide purposes, of a child who isn't competent, from the assent age on."""
    assert ask.moment.ceiling is not None
    age = age_of(ask.moment, ask.who)
    old_enough = age is None or age >= ask.moment.ceiling.ages.assent_from
    return bool(ask.wide) and nature(ask.moment, ask.who) == "child" and old_enough


def covers(yes: Declaration, ask: Ask) -> bool:
    """Scope, age of the asset, purpose and action, viewer."""
    return (
        contains(ask.moment, yes.scope, ask.piece)
        and (yes.later_footage or ask.moment.assets[ask.piece].number < yes.number)
        and any(line.purpose == ask.purpose and line.action == ask.action for line in yes.lines)
        and (yes.viewers is None or ask.viewer in yes.viewers)
    )


def shortcomings(yes: Declaration, ask: Ask) -> set[str]:
    """Why a yes that covers the question isn't live."""
    now = ask.moment.at
    found = set()
    if yes.from_at is None or yes.until_at is None:
        return {"NO_GRANT"}
    if now >= yes.until_at or now - yes.from_at >= ask.allowance.longest:
        found.add("EXPIRED")
    if now < yes.from_at or now < yes.recorded_at:
        found.add("NOT_YET")
    read = [line.text for line in yes.lines if (line.purpose, line.action) == (ask.purpose, ask.action)]
    if any(text is None or text < ask.allowance.oldest_text for text in read):
        found.add("TEXT_STALE")
    needed = PROOF["signed"] if ask.wide else PROOF.get(ask.allowance.evidence, 9)
    if PROOF.get(yes.evidence, 0) < needed:
        found.add("EVIDENCE")
    return found


def live(yes: Declaration, ask: Ask) -> bool:
    """A yes that covers the question and falls short in nothing."""
    return yes.kind == "GIVE" and covers(yes, ask) and not shortcomings(yes, ask)


def no_stands(no: Declaration, lifters: set[Any], ask: Ask) -> bool:
    """Whether a no covers the question and no later live yes of the same maker, near enough, lifts it."""
    listed = {(line.purpose, line.action) for line in no.lines}
    shut = set(product(("everything", ask.purpose), ("view", ask.action)))
    if listed and not listed & shut:
        return False
    if no.viewers and ask.viewer is not None and ask.viewer not in no.viewers:
        return False
    return no.by not in lifters or not any(lifts(yes, no, ask) for yes in ask.mine)


def lifts(yes: Declaration, no: Declaration, ask: Ask) -> bool:
    """Same maker, later, live; at or inside the no's scope and as plain about the viewer, or naming the no."""
    if yes.by != no.by or yes.number <= no.number or not live(yes, ask):
        return False
    near = ask.is_close(yes, no)
    plain = not no.viewers or (yes.viewers is not None and ask.viewer in yes.viewers)
    return (near and plain) or no.id in yes.lifts


def is_assent(said: Declaration, ask: Ask) -> bool:
    """Covers the question like a yes, entered by now, and inside whatever interval it has."""
    now = ask.moment.at
    return (
        said.kind == "ASSENT"
        and covers(said, ask)
        and now >= said.recorded_at
        and (said.from_at is None or now >= said.from_at)
        and (said.until_at is None or now < said.until_at)
    )


def dissent_stands(dissent: Declaration, ask: Ask) -> bool:
    """Whether a dissent covers asset and purpose and isn't followed by an assent at or inside its scope."""
    meant = {line.purpose for line in dissent.lines}
    if meant and not meant & {ask.purpose, "everything"}:
        return False
    came_with_frames = not contains(ask.moment, dissent.scope, ask.piece)
    return not any(
        s.number > dissent.number
        and (ask.is_close(s, dissent) or (came_with_frames and dissent.id in s.lifts))
        and is_assent(s, ask)
        for s in ask.mine
    )
