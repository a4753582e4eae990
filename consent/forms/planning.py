"""What a practitioner chooses before the first question is put. Nothing is answered by choosing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.access import Speaking
from consent.models import Purpose
from consent.plan import Plan
from consent.reading import NAMED, USUAL
from consent.record import colleagues_of
from consent.spoken import spoken_languages
from consent.terms import Purpose as Wording
from consent.wording import PURPOSES
from vigportal.accounts.models import User


@dataclass(frozen=True)
class Choice:
    """One purpose to choose: in plain words, its tick box, and who would watch where that has to be said."""

    purpose: Purpose
    words: str
    option: Any
    who: BoundField | None


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in its stubs alone
    """People to choose, by name."""

    def label_from_instance(self, obj: User) -> str:
        """What stands beside the tick box."""
        return obj.name


class NamingForm(forms.Form):
    """Who would watch, by name, for each purpose that needs it: people who work for the service now."""

    def ask_for_names(self, speaking: Speaking) -> None:
        """One field for each such purpose that the service allows."""
        users = colleagues_of(speaking.asset.case.family.service, speaking.reading.now)
        for purpose in NAMED:
            if speaking.reading.allows(purpose):
                self.fields[names_of(purpose)] = PeopleField(
                    users, label=_("Who would watch?"), widget=forms.CheckboxSelectMultiple, required=False
                )

    def check_names(self, purposes: Iterable[Purpose]) -> None:
        """Whoever asks for such a purpose says who would watch."""
        for purpose in purposes:
            name = names_of(purpose)
            if name in self.fields and name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, _("Say who would watch. Only these people may, then."))


def names_of(purpose: Purpose) -> str:
    """The field that asks who would watch."""
    return f"who_{purpose.value}"


class PlanForm(NamingForm):
    """Which purposes to ask about today, who would watch, and whoever interprets."""

    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What will you ask about today?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one thing to ask about.")},
    )
    interpreter = forms.CharField(
        label=gettext_lazy("Who interprets, if somebody does"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("In which language is it talked about?"), required=False)

    def __init__(self, *args: Any, speaking: Speaking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reading = speaking.reading
        purposes: Any = self.fields["purposes"]
        purposes.choices = [(purpose.value, purpose.label) for purpose in reading.asked]
        language: Any = self.fields["language"]
        language.choices = [("", _("As on the page")), *spoken_languages()]
        self.ask_for_names(speaking)

    def clean(self) -> dict[str, Any]:
        """Names where they are needed; an interpreter, and into what."""
        told = super().clean() or {}
        self.check_names(Purpose(name) for name in told.get("purposes", ()))
        if told.get("interpreter") and not told.get("language"):
            self.add_error("language", _("Say into which language it is put."))
        return told

    @staticmethod
    def initial_for(plan: Plan) -> dict[str, Any]:
        """What is chosen already: in this sitting, or what every family is asked about."""
        named = {names_of(purpose): list(keys) for purpose, keys in plan.viewers.items()}
        told = {"interpreter": plan.interpreter, "language": plan.language}
        return {"purposes": [purpose.value for purpose in plan.purposes], **told, **named}

    def groups(self) -> dict[str, list[Choice]]:
        """The usual ones, the narrow ones that need names, the wide ones."""
        found: dict[str, list[Choice]] = {"usual": [], "named": [], "wide": []}
        for option in self["purposes"]:
            purpose = Purpose(option.data["value"])
            group = "usual" if purpose in USUAL else "named" if purpose in NAMED else "wide"
            who = self[names_of(purpose)] if names_of(purpose) in self.fields else None
            found[group].append(Choice(purpose, PURPOSES[Wording(purpose.value)].family, option, who))
        return found

    def plan(self) -> Plan:
        """As it is kept."""
        told = self.cleaned_data
        purposes = tuple(Purpose(name) for name in told["purposes"])
        named = {purpose: told[names_of(purpose)] for purpose in purposes if purpose in NAMED}
        viewers = {purpose: tuple(user.pk for user in users) for purpose, users in named.items()}
        return Plan(purposes, viewers, told["interpreter"].strip(), told["language"])
