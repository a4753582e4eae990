"""How a yes is shown on the practitioner's screen: out loud, drawn with a finger or a pen, or with a typed name."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import Declaration, Proof
from consent.sealing import Shown

Evidence = Declaration.Evidence
SPOKEN, DRAWN, TYPED = Evidence.SPOKEN.value, Proof.Kind.DRAWN.value, Proof.Kind.TYPED.value
LONGEST_DRAWING = 150_000
"""A name drawn very slowly, in characters; what is longer is no name."""


def proof_id(form_id: UUID) -> UUID:
    """The proof of a form is its own: the form sent twice brings one."""
    return uuid5(form_id, "proof")


class SigningForm(forms.Form):
    """What is signed can't be spoken; what may be spoken can be signed too."""

    how = forms.ChoiceField(
        label=gettext_lazy("How did they say it?"),
        choices=[
            (SPOKEN, gettext_lazy("Out loud")),
            (DRAWN, gettext_lazy("Signed here, with a finger or a pen")),
            (TYPED, gettext_lazy("Signed with their typed name")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    drawn = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_DRAWING)
    typed = forms.CharField(
        label=gettext_lazy("Their name, typed by themselves"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def must_be_signed(self) -> None:
        """Out loud is not enough here, and the page says so."""
        how: Any = self.fields["how"]
        how.choices = [choice for choice in how.choices if choice[0] != SPOKEN]
        how.label = _("Signed how?")
        how.help_text = _("For this, a spoken yes is not enough: it has to be signed.")

    def check_signing(self, told: dict[str, Any]) -> None:
        """A yes says how it was said; what is signed has its signature."""
        if not told.get("how") and "how" not in self.errors:
            self.add_error("how", _("Say how they said it."))
        if told.get("how") == DRAWN and not told.get("drawn"):
            self.add_error("how", _("Sign in the field first, or choose the typed name."))
        if told.get("how") == TYPED and not told.get("typed"):
            self.add_error("typed", _("Type the name."))

    @property
    def evidence(self) -> str:
        """Spoken or signed."""
        return Evidence.SPOKEN if self.cleaned_data.get("how") in {SPOKEN, "", None} else Evidence.SIGNED

    def shown(self, form_id: UUID) -> Shown | None:
        """The signature, as it came."""
        how = self.cleaned_data.get("how")
        if how not in {DRAWN, TYPED}:
            return None
        return Shown(proof_id(form_id), Proof.Kind(how), words=self.cleaned_data[how])
