"""A finger on a phone without scripts: it presses what the page offers, and counts. What isn't there fails the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.test import Client

CONTROLS = {"input", "button", "textarea", "select"}
VOID = {"input", "img", "br", "link", "meta", "source", "hr"}


@dataclass
class Key:
    """A link, a button, or a choice; `form` is the form that it belongs to."""

    tag: str
    traits: dict[str, str]
    form: Form | None
    words: str = ""


@dataclass
class Form:
    """A form and what it would send."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)


class Reader(HTMLParser):
    """Finds the keys of a page by their words: a label's are its choice's, a title's are its switch's."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.keys: list[Key] = []
        self.by_id: dict[str, str] = {}
        self._form: Form | None = None
        self._open: list[tuple[str, Key | None, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a form, a key, or anything with words."""
        traits = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(traits.get("action", ""), traits.get("method", "get"))
        if tag in CONTROLS and self._form and traits.get("type") == "hidden":
            self._form.values.append((traits["name"], traits.get("value", "")))
        if traits.get("type") == "checkbox" and self._form and "checked" in traits:
            self._form.values.append((traits["name"], traits.get("value", "on")))
        key = Key(tag, traits, self._form) if tag in {"a", "button"} or traits.get("type") == "radio" else None
        if key:
            self.keys.append(key)
        if tag not in VOID:
            self._open.append((tag, key, traits.get("id", "")))
        elif key and self._open and self._open[-1][0] == "label":
            self._open[-1] = ("label", key, self._open[-1][2])

    def handle_endtag(self, tag: str) -> None:
        """Closes the nearest of its kind."""
        if tag == "form":
            self._form = None
        while tag in [name for name, _key, _id in self._open] and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Words belong to every key and every named part that is open."""
        for _tag, key, name in self._open:
            if key:
                key.words += data
            if name:
                self.by_id[name] = self.by_id.get(name, "") + data

    def named(self, key: Key) -> str:
        """What is read out for it."""
        words = self.by_id.get(key.traits.get("aria-labelledby", ""), key.words)
        return " ".join(words.split())


@dataclass
class Finger:
    """One person's finger: where it is, how often it pressed, and how many pages it asked for."""

    client: Client
    taps: int = 0
    requests: int = 0
    _at: str = ""
    _page: Reader = field(default_factory=lambda: Reader(""))
    _chosen: list[tuple[str, str]] = field(default_factory=list)

    def open(self, path: str) -> Finger:
        """Where it begins costs nothing."""
        self._shown(self.client.get(path, follow=True), path)
        self.requests = 0
        return self

    def press(self, words: str) -> Finger:
        """One tap on what has these words, or else on what begins with them."""
        named = [(self._page.named(key), key) for key in self._page.keys]
        key = next(key for name, key in sorted(named, key=lambda pair: pair[0] != words) if name.startswith(words))
        self.taps += 1
        if key.tag == "a":
            target = urljoin(self._at, key.traits["href"])
            self._shown(self.client.get(target, follow=True), target)
        elif key.traits.get("type") == "radio":
            self._chosen.append((key.traits["name"], key.traits["value"]))
        else:
            self._send(key)
        return self

    def _send(self, key: Key) -> None:
        assert key.form is not None
        target = urljoin(self._at, key.form.action)
        told: dict[str, list[str]] = {}
        for name, value in key.form.values:
            told.setdefault(name, []).append(value)
        pressed = [(key.traits["name"], key.traits.get("value", ""))] if "name" in key.traits else []
        told |= {name: [value] for name, value in (*self._chosen, *pressed)}
        self._shown(self.client.post(target, told, follow=True), target)

    def _shown(self, answer: Any, asked: str) -> None:
        assert answer.status_code == 200, (answer.status_code, asked)
        self.requests += 1
        self._at = answer.redirect_chain[-1][0] if answer.redirect_chain else asked
        self._at, self._chosen, self._page = urljoin(asked, self._at), [], Reader(answer.content.decode())
