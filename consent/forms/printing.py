"""Which paper form is printed. Everything may be left open: then it asks about all that the service allows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.languages import ENGLISH, LANGUAGES
from consent.models import Action, Purpose
from consent.reading import Reading
from consent.texts import wordings_of
from families.models import Person

Key = tuple[Purpose, Action]


class PrintForm(forms.Form):
    """Purposes, who decides, and the language. Sent by GET: it changes nothing."""

    ask = forms.MultipleChoiceField(
        label=_("What is asked about?"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Nothing ticked: all of it."),
    )  # fmt: skip
    maker = forms.ChoiceField(label=_("Who decides?"), required=False)
    language = forms.ChoiceField(label=_("In which language?"), required=False)

    def __init__(self, *args: Any, reading: Reading, makers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = reading.ceiling.allows if reading.ceiling else {}
        wordings = wordings_of(reading.case.family.service)
        keys = [(each.purpose, each.action) for each in wordings if each.in_force]
        self.keys = {f"{key[0]}-{key[1]}": key for key in keys if key in allowed}
        self.makers = {str(person.pk): person for person in makers}
        ask, maker, language = (self.fields[name] for name in ("ask", "maker", "language"))
        ask.choices = [(name, _name(key)) for name, key in self.keys.items()]  # type: ignore[attr-defined]
        maker.choices = [("", _("Leave it open")), *((key, p.name) for key, p in self.makers.items())]  # type: ignore[attr-defined]
        language.choices = [(code, each.names) for code, each in LANGUAGES.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Key]:
        """What it asks about."""
        return [self.keys[name] for name in self.cleaned_data["ask"]] or list(self.keys.values())

    @property
    def who(self) -> Person | None:
        """Who decides."""
        return self.makers.get(self.cleaned_data["maker"])

    @property
    def code(self) -> str:
        """The code of the language."""
        return self.cleaned_data["language"] or ENGLISH.code


def _name(key: Key) -> str:
    purpose, action = key
    return str(purpose.label) if action == Action.VIEW else f"{purpose.label} · {action.label}"
