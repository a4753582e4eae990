"""What a service allows, one purpose at a time, and its ages. Looked at before it is set: what would shut or open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.models import Action, Declaration, Purpose
from consent.rules import (
    LONGEST_DAYS,
    OLDEST_AGE,
    Rules,
    again_at,
    allowed_in,
    verify_by,
    with_allowed,
)
from consent.terms import WIDE
from consent.texts import Wording
from families.standing import Breadth, SecondLook

EVIDENCE = [
    (Declaration.Evidence.SPOKEN.value, _("Spoken is enough")),
    (Declaration.Evidence.SIGNED.value, _("Signed")),
]
BREADTH = [
    (Breadth.NARROW.value, _("Narrow: one of those who may decide for a child says yes")),
    (Breadth.WIDE.value, _("Wide: all who may decide say yes, the child is asked too, and it is signed")),
]
VERIFY = [
    (SecondLook.ANYBODY.value, _("Whoever wrote it down may also check it")),
    (SecondLook.ANOTHER.value, _("Another member of staff has to check it")),
]
ALLOW = {Action.VIEW: _("May be watched"), Action.KEEP_COPY: _("A copy may be kept")}
DAYS = {
    "required": _("Say how many days."),
    "invalid": _("Write a whole number of days."),
    "min_value": _("At least one day."),
    "max_value": _("At most %(limit_value)s days (ten years)."),
}


class SettingForm(forms.Form):
    """What all have: the setting they are made on, and that it was looked at before it is set."""

    upon = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stands: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = stands

    def rules(self) -> Rules:
        """The whole of the rules as they would be."""
        raise NotImplementedError

    def as_sent(self) -> list[tuple[str, str]]:
        """The answers as they came, for the page in between."""
        return [(name, self.data[name]) for name in self.fields if name != "sure" and name in self.data]


class PurposeForm(SettingForm):
    """One purpose: watching, and keeping a copy."""

    breadth = forms.ChoiceField(label=_("Who has to agree"), choices=BREADTH, widget=forms.RadioSelect)

    def __init__(self, *args: Any, wordings: Mapping[Action, Wording], purpose: Purpose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose, self.wordings = purpose, wordings
        allowed = allowed_in(self.stands)
        known = [allowed[key] for action in Action if (key := (purpose, action)) in allowed]
        usual = Breadth.WIDE if purpose.value in WIDE else Breadth.NARROW
        self.fields["breadth"].initial = known[0]["breadth"] if known else usual
        for action in Action:
            self._ask(action, allowed.get((purpose, action), {}))

    def _ask(self, action: Action, known: Mapping[str, Any]) -> None:
        """The questions about one action. Where it isn't allowed, nothing else need be said."""
        numbers = sorted({version.number for version in self.wordings[action].versions})
        is_needed = not self.is_bound or f"allow_{action}" in self.data
        fields = {
            "allow": forms.BooleanField(required=False, initial=bool(known), label=ALLOW[action]),
            "days": forms.IntegerField(
                label=_("How long a yes holds at most, in days"), min_value=1, max_value=LONGEST_DAYS,
                required=is_needed, initial=known.get("longest_days", 365), error_messages=DAYS,
            ),
            "evidence": forms.ChoiceField(
                label=_("What is needed"), choices=EVIDENCE, widget=forms.RadioSelect, required=is_needed,
                initial=known.get("evidence", Declaration.Evidence.SIGNED.value),
            ),
            "oldest": forms.TypedChoiceField(
                label=_("The oldest words that count"), coerce=int, required=is_needed and bool(numbers),
                choices=[(number, _("Version %(number)s") % {"number": number}) for number in numbers],
                initial=known.get("oldest_text", 1),
            ),
        }  # fmt: skip
        self.fields |= {f"{name}_{action}": field for name, field in fields.items()}

    def clean(self) -> dict[str, Any]:
        """What is allowed has words that can be read before a yes."""
        told = super().clean() or {}
        for action in Action:
            if told.get(f"allow_{action}") and not self.wordings[action].versions:
                self.add_error(f"allow_{action}", _("Write the words that are read before a yes first."))
        return told

    def rules(self) -> Rules:
        """The rules with this purpose as it was answered."""
        allowed = [self._allowed(action) for action in Action if self.cleaned_data[f"allow_{action}"]]
        return with_allowed(self.stands, self.purpose, allowed)

    def _allowed(self, action: Action) -> Mapping[str, Any]:
        told = self.cleaned_data
        return {
            "purpose": self.purpose.value,
            "action": action.value,
            "longest_days": told[f"days_{action}"],
            "oldest_text": told[f"oldest_{action}"],
            "evidence": told[f"evidence_{action}"],
            "breadth": told["breadth"],
        }


class AgesForm(SettingForm):
    """From when a child decides, is asked, is asked again; and whose second look counts."""

    presumed_competent = forms.IntegerField(
        label=_("A young person decides for themselves from"), min_value=0, max_value=OLDEST_AGE,
        help_text=_("Years, where nobody assessed it. 16 in England, Wales and Northern Ireland, 12 in Scotland."),
    )  # fmt: skip
    assent_from = forms.IntegerField(
        label=_("A child is asked too from"), min_value=0, max_value=OLDEST_AGE,
        help_text=_("Years. What the child shows counts at every age; from this one nothing wide goes without it."),
    )  # fmt: skip
    ask_again_at = forms.CharField(
        label=_("A child is asked again at"), max_length=60, required=False,
        help_text=_("Years, with commas: 12, 13, 16. Empty: never."),
    )  # fmt: skip
    verify_by = forms.ChoiceField(
        label=_("Who checks that somebody may decide for a child"), choices=VERIFY, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ages = self.stands["ages"]
        known = {
            "presumed_competent": ages["presumed_competent"],
            "assent_from": ages["assent_from"],
            "ask_again_at": ", ".join(map(str, again_at(self.stands))),
            "verify_by": verify_by(self.stands),
        }
        for name, value in known.items():
            self.fields[name].initial = value

    def clean_ask_again_at(self) -> list[int]:
        """Whole years below 18, in order."""
        words = self.cleaned_data["ask_again_at"].replace(",", " ").split()
        if not all(word.isdecimal() and 0 < int(word) < OLDEST_AGE for word in words):
            raise forms.ValidationError(_("Write ages below 18 with commas between them: 12, 13, 16."))
        return sorted({int(word) for word in words})

    def rules(self) -> Rules:
        """The rules with these ages."""
        told = self.cleaned_data
        ages = {"presumed_competent": told["presumed_competent"], "assent_from": told["assent_from"]}
        return {**self.stands, "ages": ages, "ask_again_at": told["ask_again_at"], "verify_by": told["verify_by"]}


class BackForm(SettingForm):
    """Rules as a whole, as they were once, or as the portal came."""

    def __init__(self, *args: Any, wanted: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted

    def rules(self) -> Rules:
        """Those."""
        return self.wanted
