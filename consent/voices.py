"""What one maker has said about a matter. The law (consent.md, "What one maker has said"):

- A yes *covers* the matter if its scope contains the asset, the asset is older than the yes (or the yes means
  later footage too), it lists purpose and action, and the viewer is meant. It is *live* if also recent enough
  in consent text, enough in evidence, and inside its interval cut to the service's longest duration.
- A no covers its scope and all below it, for ever; a no to `view` shuts `keep_copy` too. It is lifted only
  while a later live yes of the same maker covers the matter, given at or inside the no's own scope or naming
  that no; a no for one viewer only by a yes that names them, or the no.
- A no *follows the frames*: said of a clip or still, it also covers every other clip and still of that film whose
  stretch overlaps, never the film itself. There it is lifted by a yes whose scope is the asset asked about or the
  clip above it, or that names the no. A dissent follows them too, and there an assent lifts it in the same way.
- A void takes back a yes, signed by two different hands; it can't touch a no.

Where the law is silent, the answer that can only close: a no that lists nothing means everything; a no for some
viewers shuts a question that names none; a yes is not live before it was entered, nor without both its ends; an
assent covers what a yes would, only within an interval it may have, and can be voided like one; a dissent shuts
every viewer and action of its purposes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from consent.decisions import Reason
from consent.facts import Declaration, Facts, Line
from consent.matters import Matter, share_frames
from consent.terms import EVERYTHING, FOLLOWS_FRAMES, NOES, VOIDABLE, Action, Evidence, Kind
from families.ability import Id, in_force
from families.standing import Breadth

STRENGTH: dict[str, int] = {Evidence.SPOKEN: 1, Evidence.SIGNED: 2}
BEYOND_ANY = 99


def said_about(facts: Facts, person: Id, matter: Matter) -> tuple[Declaration, ...]:
    """What counts of all that was said about a person: on the asset, above it, on its frames; in order of number."""
    heard = [d for scope in matter.line for d in facts.said.get((person, scope), ())]
    heard += on_its_frames(facts, person, matter)
    return tuple(sorted((d for d in heard if d.number <= matter.up_to and not is_void(facts, d, matter)), key=_number))


def on_its_frames(facts: Facts, person: Id, matter: Matter) -> Iterator[Declaration]:
    """Noes and dissents said of another clip or still of the film, whose stretch overlaps the asset's."""
    if facts.law < FOLLOWS_FRAMES:
        return
    asked = facts.asset_by_id[matter.line[0]]
    for scope, said in facts.noes_on_frames.get(person, ()):
        if scope.id not in matter.line and share_frames(facts, scope, asked, matter.up_to):
            yield said


def is_void(facts: Facts, declaration: Declaration, matter: Matter) -> bool:
    """Whether a yes was taken back as entered in error."""
    return declaration.kind in VOIDABLE and any(
        void.number <= matter.up_to and void.about == declaration.about and len(set(void.signers)) > 1
        for void in facts.voids.get(declaration.id, ())
    )


def yes_covers(yes: Declaration, matter: Matter) -> bool:
    """Of what is said in scope: age of the asset, purpose and action, viewer. Assents are measured alike."""
    return (
        (matter.number < yes.number or yes.later_footage)
        and bool(_lines_for(yes, matter))
        and (yes.viewers is None or matter.viewer in yes.viewers)
    )


def no_covers(no: Declaration, matter: Matter) -> bool:
    """Of what is said in scope: purpose or everything, action (a no to `view` is one to all), viewer."""
    is_shut = not no.lines or any(_shuts(line, matter) for line in no.lines)
    return is_shut and (not no.viewers or matter.viewer is None or matter.viewer in no.viewers)


def faults(yes: Declaration, matter: Matter) -> Iterator[Reason]:
    """Why a yes that covers the matter isn't live; nothing if it is."""
    if yes.from_at is None or yes.until_at is None:
        yield Reason.NO_GRANT
        return
    if matter.at >= yes.until_at or matter.at - yes.from_at >= matter.allowance.longest:
        yield Reason.EXPIRED
    if matter.at < max(yes.from_at, yes.recorded_at):
        yield Reason.NOT_YET
    if any(line.text is None or line.text < matter.allowance.oldest_text for line in _lines_for(yes, matter)):
        yield Reason.TEXT_STALE
    if STRENGTH.get(yes.evidence, 0) < strength_needed(matter):
        yield Reason.EVIDENCE


def end_of(yes: Declaration, matter: Matter) -> datetime:
    """When a yes comes to its end: its own, or the service's longest before it. One without both ends never began."""
    if yes.from_at is None or yes.until_at is None:
        return yes.recorded_at
    return min(yes.until_at, yes.from_at + matter.allowance.longest)


def covering_yeses(said: Iterable[Declaration], matter: Matter) -> tuple[Declaration, ...]:
    """Every yes that covers the matter, live or not."""
    return tuple(d for d in said if d.kind == Kind.GIVE and yes_covers(d, matter))


def live_yeses(covering: Iterable[Declaration], matter: Matter) -> tuple[Declaration, ...]:
    """Those of the yeses that cover the matter which are live."""
    return tuple(yes for yes in covering if not any(faults(yes, matter)))


def standing_noes(
    said: Iterable[Declaration], live: tuple[Declaration, ...], lifters: frozenset[Id], matter: Matter
) -> Iterator[Declaration]:
    """Every no that covers the matter and that no live yes lifts. Only the yes of a lifter can lift."""
    own: defaultdict[Id | None, list[Declaration]] = defaultdict(list)
    for yes in reversed(live):
        if yes.by in lifters:
            own[yes.by].append(yes)
    for no in said:
        if no.kind in NOES and no_covers(no, matter) and not any(is_lifted(no, yes, matter) for yes in own[no.by]):
            yield no


def is_lifted(no: Declaration, yes: Declaration, matter: Matter) -> bool:
    """Whether this live yes of the same maker lifts this no."""
    if yes.number <= no.number:
        return False
    names_viewer = not no.viewers or (yes.viewers is not None and matter.viewer in yes.viewers)
    return no.id in yes.lifts or (_is_inside(yes, no, matter) and names_viewer)


def standing_dissents(said: tuple[Declaration, ...], matter: Matter) -> Iterator[Declaration]:
    """Every dissent to the purpose that no later assent at or inside its scope follows."""
    agreed = assents(said, matter)
    for dissent in said:
        if dissent.kind == Kind.DISSENT and _means_purpose(dissent, matter):
            later = (a for a in agreed if a.number > dissent.number)
            if not any(_answers(assent, dissent, matter) for assent in later):
                yield dissent


def assents(said: Iterable[Declaration], matter: Matter) -> tuple[Declaration, ...]:
    """Every assent to the matter."""
    return tuple(d for d in said if d.kind == Kind.ASSENT and yes_covers(d, matter) and _is_within(d, matter.at))


def _is_within(assent: Declaration, at: datetime) -> bool:
    return assent.recorded_at <= at and in_force(assent.from_at or assent.recorded_at, assent.until_at, at)


def _answers(assent: Declaration, dissent: Declaration, matter: Matter) -> bool:
    is_named = dissent.scope not in matter.line and dissent.id in assent.lifts
    return is_named or _is_inside(assent, dissent, matter)


def _is_inside(yes: Declaration, no: Declaration, matter: Matter) -> bool:
    """At or inside the no's own scope; where the no came with the frames, the asset itself or the clip above it."""
    if no.scope in matter.line:
        return matter.line.index(yes.scope) <= matter.line.index(no.scope)
    return yes.scope in matter.cut


def _lines_for(yes: Declaration, matter: Matter) -> list[Line]:
    return [line for line in yes.lines if line.purpose == matter.purpose and line.action == matter.action]


def _shuts(line: Line, matter: Matter) -> bool:
    return line.purpose in {matter.purpose, EVERYTHING} and line.action in {matter.action, Action.VIEW}


def _means_purpose(dissent: Declaration, matter: Matter) -> bool:
    return not dissent.lines or any(line.purpose in {matter.purpose, EVERYTHING} for line in dissent.lines)


def strength_needed(matter: Matter) -> int:
    """A wide purpose needs a signature whatever the ceiling says."""
    if matter.breadth == Breadth.WIDE:
        return STRENGTH[Evidence.SIGNED]
    return STRENGTH.get(matter.allowance.evidence, BEYOND_ANY)


def _number(declaration: Declaration) -> int:
    return declaration.number
