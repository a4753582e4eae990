"""The words of the house (house.md, "Words"), in every name that the code makes."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import File

# A word that no name may have, and what is said instead.
NEVER = {
    "client": "family, person or case",
    "clients": "family, person or case",
    "customer": "family, person or case",
    "patient": "family, person or case",
    "current_user": "actor",
    "opt_in": "give, refuse, withdraw",
    "optin": "give, refuse, withdraw",
    "notification": "notice or letter",
    "notifications": "notice or letter",
    "admin": "manager",
    "is_staff": "a role of roles.py",
    "crypto": "vault; seal, open",
}
CLASSES_NEVER = {"Video": "Film, Clip or Still", "Tag": "Appearance", "Log": "Entry", "Session": "FilmingSession"}
MODULES_NEVER = {"utils", "util", "helpers", "common", "core", "services", "managers", "misc", "lib", "base"}


def banned_names(file: File) -> Iterator[str]:
    """Functions, classes, parameters and variables."""
    if file.is_building:
        for line, name in _names(file.tree):
            words = f"_{_snake(name)}_"
            yield from (
                f"line {line}: {name}: say {instead}" for word, instead in NEVER.items() if f"_{word}_" in words
            )


def banned_classes(file: File) -> Iterator[str]:
    """A class is named for the thing in the room."""
    if file.is_building:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ClassDef) and node.name in CLASSES_NEVER:
                yield f"class {node.name}: say {CLASSES_NEVER[node.name]}"


def banned_modules(file: File) -> Iterator[str]:
    """A module is named for what lives in it."""
    if file.is_building and MODULES_NEVER & set(file.rooms):
        yield "is named for nothing in particular"


def plaques(file: File) -> Iterator[str]:
    """Each package's `__init__.py` says what lives there, its doors, and what it may import."""
    if file.is_building and file.name == "__init__.py" and not ast.get_docstring(file.tree):
        yield "has no plaque"


def _names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
