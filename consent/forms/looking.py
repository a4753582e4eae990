"""Looking over a case: whom something waits for, and what comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ANYBODY, WAITS_FIRST = "anybody", "waits"


class GridForm(forms.Form):
    """Whatever can't be read shows everything, film by film."""

    waits = forms.ChoiceField(label=_("Waits for"), required=False)
    order = forms.ChoiceField(
        label=_("Order"), choices=[("", _("Film by film")), (WAITS_FIRST, _("What waits first"))], required=False
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waits: Any = self.fields["waits"]
        waits.choices = [("", _("Show everything")), (ANYBODY, _("Anybody")), *people]

    @property
    def waits_for(self) -> str:
        """Somebody's id, you, anybody, or nothing asked."""
        return str(self.cleaned_data.get("waits", "")) if self.is_valid() else ""

    @property
    def is_waits_first(self) -> bool:
        """Whether what waits comes first."""
        return self.is_valid() and self.cleaned_data["order"] == WAITS_FIRST
