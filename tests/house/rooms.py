"""Which room may do what: the environment, processes, the clock; and what a quiet room may not even ask for."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache

from tests.house.ceilings import QUIET
from tests.house.source import ROOT, File, called

READS_ENVIRONMENT = {"vigportal/env.py"}
STARTS_PROCESSES = {
    "videos/transcode/runner.py": "the only way to ffmpeg",
    "videos/transcode/launcher.py": "what the runner runs: it fences itself in and becomes ffmpeg",
    "vigportal/management/database.py": "pg_dump and psql, which see rows and no footage",
    "vigportal/management/processes.py": "the web server, the worker and the drawing of one machine",
}
STARTERS = {"system", "popen", "fork", "execv", "execve", "execvp", "execl", "spawnv", "posix_spawn", "Popen"}
NOISES = {"now", "utcnow", "today", "urandom", "uuid1", "uuid4"}
NOISES_BY_NAME = {"open", "print", "input"}  # a vault's own open() is none
ALLOWED_NOISES = {"vigportal/vault/chunks.py": {"urandom"}}  # the salt and nonce of a sealed stream


def environment_readers(file: File) -> Iterator[str]:
    """Only env.py; naming the settings module for Django is no reading."""
    if file.is_building and file.path not in READS_ENVIRONMENT:
        for node in ast.walk(file.tree):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in {"environ", "getenv"}
                and not _names_settings(file, node)
            ):
                yield f"line {node.lineno}: reads the environment"


def process_starters(file: File) -> Iterator[str]:
    """A process that reads footage has its limits from the runner; nobody else starts one."""
    if file.is_building and file.path not in STARTS_PROCESSES:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Import | ast.ImportFrom) and "subprocess" in _imported(node):
                yield f"line {node.lineno}: imports subprocess"
            elif isinstance(node, ast.Call) and called(node) in STARTERS:
                yield f"line {node.lineno}: {called(node)}()"


def admin_doors(file: File) -> Iterator[str]:
    """The ledger can't see what Django's admin edits."""
    if file.is_building and "django.contrib.admin" in file.text:
        yield "has to do with django.contrib.admin"


def loud_quiet_rooms(file: File) -> Iterator[str]:
    """No clock, no disk, no chance; what a quiet room may import, import-linter keeps."""
    if file.path in quiet_rooms():
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and _is_noise(node, ALLOWED_NOISES.get(file.path, set())):
                yield f"line {node.lineno}: {called(node)}()"


def large_quiet_rooms(file: File) -> Iterator[str]:
    """A rule that can be read at one sitting."""
    if file.path in quiet_rooms() and file.length > QUIET:
        yield f"{file.length} lines, at most {QUIET}"


@cache
def quiet_rooms() -> frozenset[str]:
    """As the import contract names them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = [room for contract in contracts if contract["type"] == "quiet" for room in contract["rooms"]]
    return frozenset(room.replace(".", "/") + ".py" for room in named)


def _is_noise(node: ast.Call, allowed: set[str]) -> bool:
    return called(node) in (NOISES_BY_NAME if isinstance(node.func, ast.Name) else set()) | NOISES - allowed


def _names_settings(file: File, node: ast.Attribute) -> bool:
    line = file.text.splitlines()[node.lineno - 1]
    return 'environ.setdefault("DJANGO_SETTINGS_MODULE"' in line


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    first = node.module.split(".")[0] if isinstance(node, ast.ImportFrom) and node.module else ""
    return {first, *(alias.name.split(".")[0] for alias in node.names)}
