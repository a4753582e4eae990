"""Whether something that was said still counts, weighed against what its own maker said. Nobody else's word is heard.

A yes counts while it is live for one of its purposes at its own scope, and no standing no of the same maker is against
it there; a no counts until every purpose of it is lifted. What the service's ceiling doesn't allow masks a yes, and
never a no. What was taken back as entered in error counts for nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from consent.facts import Declaration, Question
from consent.matters import Matter, is_within, line_of, matters_of
from consent.policy import standing_in
from consent.reading import Reading
from consent.terms import EVERYTHING, NOES, Kind
from consent.voices import assents, covering_yeses, live_yeses, said_about, standing_dissents, standing_noes


def still_counts(reading: Reading, said: Declaration) -> bool:
    """Whether it has an effect at the moment of the reading."""
    each = [_counts(reading, said, matter) for matter in _matters(reading, said)]
    return any(each) or (not each and said.kind in NOES | {Kind.DISSENT})


def _counts(reading: Reading, said: Declaration, matter: Matter) -> bool:
    heard = said_about(reading.facts, said.about, matter)
    if said.kind == Kind.DISSENT:
        return said in standing_dissents(heard, matter)
    if said.kind == Kind.ASSENT:
        return said in assents(heard, matter)
    own = tuple(each for each in heard if each.by == said.by)
    live = live_yeses(covering_yeses(own, matter), matter)
    noes = tuple(standing_noes(own, live, standing_in(reading.facts, said.about, matter).lifters, matter))
    return said in noes if said.kind in NOES else said in live and not noes


def _matters(reading: Reading, said: Declaration) -> Iterator[Matter]:
    """What it speaks of, at its own scope: every purpose it names that the service allows, every viewer it names."""
    line, ceiling = line_of(reading.facts, said.scope, sys.maxsize), reading.ceiling
    if not line or ceiling is None:
        return
    named = [Question(said.scope, *pair, None, reading.now) for pair in ceiling.allows if _names(said, *pair)]
    for asked, viewer in product(named, said.viewers or {None}):
        if is_within(ceiling, asked):
            yield matters_of(replace(asked, viewer=viewer), ceiling, line)[-1]


def _names(said: Declaration, purpose: str, action: str) -> bool:
    return not said.lines or any(line.purpose in {purpose, EVERYTHING} and line.action == action for line in said.lines)
