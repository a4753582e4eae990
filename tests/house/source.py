"""The source as the house rules see it: each file read once, each function with its length and parameters."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILDING = ("vigportal", "families", "sessions", "consent", "videos")
PLACES = (*BUILDING, "tests", "deploy", "docs", "templates", "static", ".ci")
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Function:
    """One function or method, and the classes and functions around it."""

    node: Definition

    @property
    def name(self) -> str:
        """As it is called."""
        return self.node.name

    @property
    def is_public(self) -> bool:
        """Whether others may call it."""
        return not self.name.startswith("_")

    @property
    def length(self) -> int:
        """Lines from `def` to the end, without the docstring: law may be stated at length."""
        first = self.node.body[0]
        docstring = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(self.node) else 0
        return (self.node.end_lineno or 0) - self.node.lineno + 1 - docstring

    @property
    def parameters(self) -> list[str]:
        """Every parameter that has a name of its own, but for self and cls."""
        spec = self.node.args
        names = [arg.arg for arg in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
        return [name for name in names if name not in {"self", "cls"}]

    @property
    def decorators(self) -> list[str]:
        """Each decorator as it is written."""
        return [ast.unparse(decorator) for decorator in self.node.decorator_list]

    def calls(self) -> list[str]:
        """The names of everything called inside, in order."""
        return [called(node) for node in ast.walk(self.node) if isinstance(node, ast.Call)]


@dataclass(frozen=True)
class File:
    """A file of the project: its path from the root, and its text."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def rooms(self) -> tuple[str, ...]:
        """The parts of the path without the ending: ("consent", "actions")."""
        return tuple(self.path.removesuffix(".py").split("/"))

    @property
    def length(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())

    @property
    def is_python(self) -> bool:
        """Whether it can be parsed."""
        return self.path.endswith(".py")

    @property
    def is_building(self) -> bool:
        """The portal itself, but for its migrations."""
        return self.rooms[0] in BUILDING and self.is_python and not self.is_migration

    @property
    def is_migration(self) -> bool:
        """Written by a program for the most part."""
        return "migrations" in self.rooms

    @cached_property
    def tree(self) -> ast.Module:
        """Parsed once."""
        return ast.parse(self.text)

    @cached_property
    def functions(self) -> list[Function]:
        """All of them, also those inside classes and functions."""
        return [Function(node) for node in ast.walk(self.tree) if isinstance(node, Definition)]

    @cached_property
    def doors(self) -> list[Function]:
        """Public functions on the top level of the module."""
        found = [Function(node) for node in self.tree.body if isinstance(node, Definition)]
        return [function for function in found if function.is_public]

    def is_room(self, noun: str) -> bool:
        """Whether this is an app's `noun.py`, or a file of its `noun/` package."""
        return self.is_building and noun in self.rooms


def called(node: ast.Call) -> str:
    """The last name of what is called: `models.Q()` is Q."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@cache
def files() -> tuple[File, ...]:
    """Everything written by hand."""
    return tuple(sorted(_read(), key=lambda file: file.path))


def _read() -> Iterator[File]:
    beneath = [path for place in PLACES for path in (ROOT / place).rglob("*")]
    for path in [*beneath, *ROOT.glob("*")]:
        if path.is_file() and not {"__pycache__", "vendor"} & set(path.parts):
            try:
                yield File(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
            except UnicodeDecodeError:
                continue  # a picture, a font


def building() -> list[File]:
    """The portal's own Python, without migrations."""
    return [file for file in files() if file.is_building]
