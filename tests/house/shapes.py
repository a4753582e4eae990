"""What a view, an action, a model and a test look like (house.md, "Shapes" and "Habits")."""

import ast
from collections.abc import Iterator

from tests.house.source import File, Function, called

ACTION = "transaction.atomic(durable=True)"
WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
KEEPS_VIEWING = {"keep_watch", "note_seconds"}  # a sitting is entered when it begins; its seconds are no entry
SKIPS = {"skip", "skipif", "xfail", "importorskip"}
PERSONAL = {"name", "email", "full_name", "first_name", "last_name", "title", "text"}


def views_with_objects(file: File) -> Iterator[str]:
    """A view asks a door or a query; it never reaches into a table itself."""
    if file.is_room("views"):
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
                yield f"line {node.lineno}: .{node.attr}"


def views_in_classes(file: File) -> Iterator[str]:
    """A view is a function: door, form, one action, page or redirect."""
    if file.is_room("views"):
        yield from (f"class {node.name}" for node in file.tree.body if isinstance(node, ast.ClassDef))


def actions_unlike_actions(file: File) -> Iterator[str]:
    """Keyword-only, durable, given `actor` and `now`, never a request. Who writes in the room of actions is one."""
    for action in _actions(file):
        spec = action.node.args
        by_keyword = {argument.arg for argument in spec.kwonlyargs}
        if spec.args or spec.posonlyargs:
            yield f"{action.name} takes more than keywords"
        if ACTION not in action.decorators:
            yield f"{action.name} is not @{ACTION}"
        if missing := {"now"} - by_keyword | ({"actor"} - by_keyword if not _is_the_portals(action) else set()):
            yield f"{action.name} is not given {' and '.join(sorted(missing))}"
        if "request" in action.parameters:
            yield f"{action.name} sees a request"


def actions_without_their_entry(file: File) -> Iterator[str]:
    """One action, one entry, no branch that leaves it out or writes two: `enter` stands there once."""
    for action in _actions(file):
        helpers = {function.name: function for function in file.functions if not function.is_public}
        if (count := _entries(action, helpers)) != 1:
            yield f"{action.name} writes {count} entries"


def writers_that_begin(file: File) -> Iterator[str]:
    """Durable actions can't nest, so what is called within one never begins a transaction of its own."""
    if file.is_room("writer"):
        for function in file.functions:
            if any("atomic" in decorator for decorator in function.decorators) or "atomic" in function.calls():
                yield f"{function.name} begins a transaction"


def models_that_save(file: File) -> Iterator[str]:
    """No save() overrides: what a row needs is written by the action that makes it."""
    if file.is_room("models"):
        yield from (f"line {each.node.lineno}: {each.name}()" for each in file.functions if each.name == "save")


def rows_that_tell(file: File) -> Iterator[str]:
    """`__str__` ends up in log lines and error pages: it carries ids, never names."""
    if file.is_building:
        for function in file.functions:
            if function.name == "__str__":
                told = {node.attr for node in ast.walk(function.node) if isinstance(node, ast.Attribute)} & PERSONAL
                yield from (f"line {function.node.lineno}: __str__ tells {word}" for word in sorted(told))


def choices_in_lists(file: File) -> Iterator[str]:
    """A model's choices are TextChoices, or made from the enum of a quiet room; a list of pairs is neither."""
    if file.is_room("models"):
        for node in ast.walk(file.tree):
            if isinstance(node, ast.keyword) and node.arg == "choices" and _is_list_of_pairs(node.value):
                yield f"line {node.value.lineno}: choices as a list"


def tests_with_other_names(file: File) -> Iterator[str]:
    """A test's name finishes the sentence "test that"."""
    if file.name.startswith("test_"):
        for function in file.functions:
            if function.name.startswith("test_") and not function.name.startswith("test_that_"):
                yield f"{function.name} does not say what it tests"


def tests_that_look_away(file: File) -> Iterator[str]:
    """A skipped test hides a hole."""
    if file.rooms[0] == "tests" and file.is_python and "house" not in file.rooms:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Attribute) and node.attr in SKIPS:
                yield f"line {node.lineno}: {node.attr}"


def counts_without_with(file: File) -> Iterator[str]:
    """`assertNumQueries(1)` outside a `with` makes an object and checks nothing."""
    if file.rooms[0] == "tests" and file.is_python:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and "num_queries" in called(node.value):
                yield f"line {node.lineno}: checks nothing"


def _is_list_of_pairs(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple) and all(isinstance(item, ast.Tuple) for item in node.elts)


def _actions(file: File) -> list[Function]:
    """Public functions of the room that write; others there only ask, or refuse."""
    if not file.is_room("actions"):
        return []
    imports = [node for node in file.tree.body if isinstance(node, ast.ImportFrom)]
    writers = {alias.name for node in imports if (node.module or "").endswith("writer") for alias in node.names}
    return [door for door in file.doors if door.name not in KEEPS_VIEWING and _is_action(door, writers)]


def _is_action(function: Function, writers: set[str]) -> bool:
    calls = [node for node in ast.walk(function.node) if isinstance(node, ast.Call)]
    return any("atomic" in decorator for decorator in function.decorators) or any(
        called(call) in writers | {"enter", "save"} or (called(call) in WRITES and ".objects" in ast.unparse(call.func))
        for call in calls
    )


def _is_the_portals(action: Function) -> bool:
    """What the portal does by itself (a sweep, an expiry) has no actor, and its entry says so."""
    return any(
        isinstance(node, ast.keyword) and node.arg == "actor" and ast.unparse(node.value) == "None"
        for node in ast.walk(action.node)
    )


def _entries(function: Function, helpers: dict[str, Function], seen: frozenset[str] = frozenset()) -> int:
    inside = [helpers[name] for name in function.calls() if name in helpers and name not in seen]
    below = seen | {helper.name for helper in inside}
    return function.calls().count("enter") + sum(_entries(helper, helpers, below) for helper in inside)
