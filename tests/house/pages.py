"""What a page may hold under the strict content policy: no script, no style of its own, nothing from outside."""

import re
from collections.abc import Iterator

from tests.house.source import File

BANNED = {
    r"\sstyle\s*=": "an inline style",
    r"<style\b": "a style sheet of its own",
    r"<script\b(?![^>]*\bsrc=)": "a script of its own",
    r"\son[a-z]+\s*=\s*[\"']": "an inline handler",
    r"javascript:": "a script address",
    r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:": "a script for htmx to evaluate",
    r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//": "something from another host",
    r"(?<!help_text)\|\s*safe\b|\{%\s*autoescape\s+off": "text that is not escaped",
}
SCRIPTS_BANNED = {
    r"\beval\s*\(|new Function\s*\(": "evaluates text",
    r"\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write": "makes markup from text",
    r"[\"'`]https?://": "names another host",
}


def broken_policy(file: File) -> Iterator[str]:
    """Templates."""
    if file.rooms[0] == "templates" and file.path.endswith((".html", ".svg")):
        yield from _found(BANNED, file.text)


def unsafe_scripts(file: File) -> Iterator[str]:
    """Our own modules."""
    if file.rooms[0] == "static" and file.path.endswith((".js", ".mjs")):
        yield from _found(SCRIPTS_BANNED, file.text)


def _found(banned: dict[str, str], text: str) -> Iterator[str]:
    for pattern, why in banned.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield f"line {text.count(chr(10), 0, match.start()) + 1}: {why}"
