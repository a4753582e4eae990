"""Forms of footage."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Person
from videos.models import Film


class NewFilmForm(forms.Form):
    """What is said of a film before its first byte travels. Filled from tus metadata, or by hand without scripts."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Film.Kind.choices, widget=forms.RadioSelect)
    recorded_on = forms.DateField(label=_("Filmed on"), widget=forms.DateInput(attrs={"type": "date"}))
    people = forms.ModelMultipleChoiceField(
        label=_("Who is in it?"),
        help_text=_("As far as you know now. You confirm it when you have seen the film."),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        self.fields["people"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]

    def clean_recorded_on(self) -> Any:
        """Not tomorrow: the film's clock starts on this day."""
        day = self.cleaned_data["recorded_on"]
        if day > timezone.localdate() + timedelta(days=0):
            raise forms.ValidationError(_("This day is still to come."))
        return day
