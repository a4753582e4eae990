"""Every call of `enter` in the portal names an event of the table, with its facts and no others."""

import ast
from collections.abc import Iterator
from pathlib import Path

from vigportal.ledger.events import EVENTS

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("vigportal", "families", "sessions", "consent", "videos")
ABOUT_EVERY_ENTRY = {"actor", "service_id", "case_id", "now", "purpose", "rests_on"}


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "enter":
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def faults() -> Iterator[str]:
    """One line for each call that would be refused when it is made."""
    for where, call in _calls():
        names = [str(name.value) for name in _possible(call.args[0])] if call.args else []
        given = {keyword.arg for keyword in call.keywords if keyword.arg}
        passes_on = any(keyword.arg is None for keyword in call.keywords)
        for event in names:
            if event not in EVENTS:
                yield f"{where}: no event {event}"
                continue
            facts = given - ABOUT_EVERY_ENTRY
            wrong = facts - EVENTS[event].facts if passes_on else facts ^ EVENTS[event].facts
            if wrong:
                yield f"{where}: {event} and {', '.join(sorted(wrong))}"


def _possible(node: ast.expr) -> list[ast.Constant]:
    """The event, or each of the two that `a if this else b` may give; a computed one is left to the writer."""
    if isinstance(node, ast.IfExp):
        return [*_possible(node.body), *_possible(node.orelse)]
    return [node] if isinstance(node, ast.Constant) else []


def test_that_every_call_would_be_accepted() -> None:
    assert list(faults()) == []


def test_that_there_are_calls_to_look_at() -> None:
    assert sum(1 for _ in _calls()) > 5
