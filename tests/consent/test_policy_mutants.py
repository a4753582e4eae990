"""The rule made wrong on purpose, in many small ways. The table alone has to notice every one.

A mutant is a name, a module, a piece of its text, and what stands there instead. The modules of the rule are run
afresh from their sources, one of them changed, and asked every row of the table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from tests.consent.mutants import ability, frames, matters, policy, standing, voices
from tests.consent.story import Row, rows

CHAIN = (
    "families.ability",
    "families.standing",
    "consent.terms",
    "consent.decisions",
    "consent.facts",
    "consent.matters",
    "consent.voices",
    "consent.policy",
)
MUTANTS = (*policy.MUTANTS, *matters.MUTANTS, *voices.MUTANTS, *frames.MUTANTS, *standing.MUTANTS, *ability.MUTANTS)
Mutant = tuple[str, str, str, str]


REAL = {name: import_module(name) for name in CHAIN}
SOURCES = {name: Path(str(module.__file__)).read_text(encoding="utf-8") for name, module in REAL.items()}
CODE = {name: compile(source, name, "exec") for name, source in SOURCES.items()}


def the_rule_with(mutant: Mutant | None) -> dict[str, Any]:
    """The rule's modules run afresh with one of them changed; only while they load do they stand in for the real."""
    changed = {} if mutant is None else {mutant[1]: _changed(mutant)}
    fresh = {name: ModuleType(name) for name in CHAIN}
    try:
        for name, module in fresh.items():
            sys.modules[name] = module
            exec(changed.get(name, CODE[name]), module.__dict__)  # noqa: S102 - the rule's own text
    finally:
        sys.modules.update(REAL)
    return {**fresh["consent.facts"].__dict__, **fresh["consent.policy"].__dict__}


def _changed(mutant: Mutant) -> CodeType:
    _, module, old, new = mutant
    return compile(SOURCES[module].replace(old, new), module, "exec")


def answers_of(rule: dict[str, Any]) -> Iterator[tuple[Row, bool, str]]:
    """What a rule answers to row after row; a crash is an answer, and it is not a yes."""
    for row in rows():
        afresh = rule["Facts"](*(getattr(row.facts, field.name) for field in fields(row.facts)))
        try:
            decision = rule["decide"](afresh, row.question)
            yield row, bool(decision.allowed), str(decision.reason)
        except Exception as crash:  # noqa: BLE001 - whatever a mutant does
            yield row, False, type(crash).__name__


def is_noticed(mutant: Mutant | None) -> bool:
    """Whether some row is answered wrongly."""
    return any(
        (allowed, reason) != (row.is_yes, row.reason) for row, allowed, reason in answers_of(the_rule_with(mutant))
    )


def opens(mutant: Mutant) -> bool:
    """Whether some row is open that should be shut."""
    return any(allowed and not row.is_yes for row, allowed, _ in answers_of(the_rule_with(mutant)))


def test_that_the_rule_run_afresh_and_unchanged_answers_as_the_table_says() -> None:
    assert not is_noticed(None)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant[0])
def test_that_the_text_a_mutant_changes_stands_there_once_and_the_table_notices(mutant: Mutant) -> None:
    _, module, old, new = mutant
    assert SOURCES[module].count(old) == 1
    assert old != new
    assert is_noticed(mutant)


def test_that_at_least_40_mutants_have_names_of_their_own() -> None:
    assert len({mutant[0] for mutant in MUTANTS}) == len(MUTANTS) >= 40


@pytest.mark.slow
def test_that_at_least_25_mutants_would_open_what_is_shut() -> None:
    assert len(list(islice(filter(opens, MUTANTS), 25))) == 25
