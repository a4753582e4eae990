"""How large a thing may grow (house.md, "Shapes")."""

from collections.abc import Iterator
from statistics import median

from tests.house.source import File, Function

FILE, QUIET, TEMPLATE, README, FUNCTION, PARAMETERS, MEDIAN = 300, 200, 120, 250, 40, 6, 8
# The shape of a room: how many lines its public functions may have.
ROOMS = {"views": 25, "access": 20, "queries": 20, "tasks": 8}
ALWAYS_GIVEN = {"actor", "now"}  # every action has both; they are not what makes a signature long


def long_files(file: File) -> Iterator[str]:
    """Code, scripts and style sheets. Migrations are written by a program."""
    if file.path.endswith((".py", ".js", ".css")) and not file.is_migration and file.length > FILE:
        yield f"{file.length} lines, at most {FILE}"


def long_templates(file: File) -> Iterator[str]:
    """One page, one thought."""
    if file.rooms[0] == "templates" and file.length > TEMPLATE:
        yield f"{file.length} lines, at most {TEMPLATE}"


def long_readme(file: File) -> Iterator[str]:
    """What a newcomer reads before the first command."""
    if file.path == "README.md" and file.length > README:
        yield f"{file.length} lines, at most {README}"


def long_functions(file: File) -> Iterator[str]:
    """The shape of its room, else the ceiling of the house."""
    for function in _functions(file):
        if function.length > (ceiling := _ceiling(file, function)):
            yield f"{function.name} has {function.length} lines, at most {ceiling}"


def many_parameters(file: File) -> Iterator[str]:
    """Also by keyword; an action's actor and now aside. A test's parameters are its fixtures."""
    for function in _functions(file) if file.is_building else ():
        spec = {arg.arg for arg in function.node.args.kwonlyargs} & ALWAYS_GIVEN
        if (count := len(function.parameters) - len(spec)) > PARAMETERS:
            yield f"{function.name} has {count} parameters, at most {PARAMETERS}"


def unnamed_migrations(file: File) -> Iterator[str]:
    """A migration's name says what it does."""
    if file.is_migration and "_auto_" in file.name:
        yield "has no name of its own"


def middle(files: list[File]) -> float:
    """The median length of a function."""
    return median([function.length for file in files for function in file.functions] or [0])


def _functions(file: File) -> list[Function]:
    return [] if not file.is_python or file.is_migration else file.functions


def _ceiling(file: File, function: Function) -> int:
    if function not in file.doors or not file.is_building:
        return FUNCTION
    return next((lines for room, lines in ROOMS.items() if file.is_room(room)), FUNCTION)
