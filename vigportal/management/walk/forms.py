"""The forms of a page, as a browser sees them: where they go, what they hold, which choices they offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

Answer = str | Sequence[str] | bool
Key = tuple[str, str]
"""A key of a form: its name and value."""
Pairs = list[tuple[str, str]]
CHOICES = frozenset({"radio", "checkbox", "option"})
NOT_SENT = frozenset({"file", "reset", "image", "button"})


class NoSuchField(LookupError):
    """The page has no form, field, key or choice of this name: it is not the page that was expected."""


@dataclass
class Control:
    """One field; of choices, one for each. `words` are those beside it."""

    name: str
    kind: str
    value: str
    is_on: bool = False
    words: str = ""


@dataclass
class PageForm:
    """A form and what stands in it."""

    action: str
    controls: list[Control] = field(default_factory=list)

    def filled(self, answers: Mapping[str, Answer], press: Key | None) -> Pairs:
        """What a browser sends when these fields are filled in and this key is pressed. Raises NoSuchField."""
        for name in (*answers, *([press[0]] if press else ())):
            if not any(control.name == name for control in self.controls):
                raise NoSuchField(f"{self.action}: no field {name}")
        skipped = {*answers, *([press[0]] if press else ())}
        sent = [pair for pair in self._standing() if pair[0] not in skipped]
        for name, answer in answers.items():
            sent += self._answered(name, answer)
        return sent + (self._pressed(*press) if press else [])

    def _standing(self) -> Iterator[tuple[str, str]]:
        for control in self.controls:
            if control.kind in CHOICES:
                if control.is_on:
                    yield control.name, control.value
            elif control.kind != "submit":
                yield control.name, control.value

    def _answered(self, name: str, answer: Answer) -> Pairs:
        choices = [each for each in self.controls if each.name == name and each.kind in CHOICES]
        if isinstance(answer, bool):
            return [(name, choices[0].value)] if answer and choices else []
        if not choices:
            return [(name, answer)] if isinstance(answer, str) else [(name, each) for each in answer]
        return [(name, _chosen(choices, wanted)) for wanted in ([answer] if isinstance(answer, str) else answer)]

    def _pressed(self, name: str, value: str) -> Pairs:
        if any((each.name, each.kind, each.value) == (name, "submit", value) for each in self.controls):
            return [(name, value)]
        raise NoSuchField(f"{self.action}: no key {name}={value}")


def _chosen(choices: Sequence[Control], wanted: str) -> str:
    """By value, or by how its words begin."""
    for control in choices:
        if control.value == wanted or control.words.startswith(wanted):
            return control.value
    raise NoSuchField(f"{choices[0].name}: no choice {wanted} among {[each.words for each in choices]}")


class FormReader(HTMLParser):
    """Every form of a page, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self._form: PageForm | None = None
        self._label: list[str] | None = None
        self._labelled: list[Control] = []
        self._select = ""
        self._area: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, a field stands in it."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(told.get("action", ""))
            self.forms.append(self._form)
        elif tag == "a" and "href" in told:
            self.links.append(told["href"])
        elif tag == "label":
            self._label, self._labelled = [], []
        elif tag == "select":
            self._select = told.get("name", "")
        elif self._form is not None:
            self._field(tag, told)

    def _field(self, tag: str, told: Mapping[str, str]) -> None:
        kind = {"textarea": "textarea", "button": told.get("type", "submit"), "option": "option"}.get(tag)
        if tag == "input":
            kind = told.get("type", "text")
        name = self._select if tag == "option" else told.get("name", "")
        if kind is None or kind in NOT_SENT or not name or "disabled" in told or self._form is None:
            return
        value = told.get("value", "on" if kind in {"checkbox", "radio"} else "")
        control = Control(name, kind, value, is_on="checked" in told or "selected" in told)
        self._form.controls.append(control)
        if tag == "textarea":
            self._area = control
        if tag == "option":
            self._label, self._labelled = [], [control]
        elif self._label is not None:
            self._labelled.append(control)

    def handle_data(self, data: str) -> None:
        """Words of a label, what stands in a text area."""
        if self._area is not None:
            self._area.value += data
        elif self._label is not None:
            self._label.append(data)

    def handle_endtag(self, tag: str) -> None:
        """What was open is closed."""
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area is not None:
            self._area.value = self._area.value.removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = ""
        if tag in {"label", "option"} and self._label is not None:
            for control in self._labelled:
                control.words = " ".join("".join(self._label).split())
            self._label = None
