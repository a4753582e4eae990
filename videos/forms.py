"""Forms of footage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Person
from videos.models import Film, Heading


def _named(field: Any, people: QuerySet[Person]) -> None:
    field.queryset = people
    field.label_from_instance = lambda person: f"{person.name} ({person.relation})" if person.relation else person.name


class NewFilmForm(forms.Form):
    """What is said of a film before its first byte. Filled from tus metadata."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Film.Kind.choices, widget=forms.RadioSelect)
    recorded_on = forms.DateField(label=_("Filmed on"), widget=forms.DateInput(attrs={"type": "date"}))
    people = forms.ModelMultipleChoiceField(
        label=_("Who is in it?"),
        help_text=_("As far as you know now. You confirm it when you have seen the film."),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self.fields["people"], people)

    def clean_recorded_on(self) -> Any:
        """Not tomorrow: the film's clock starts on this day."""
        day = self.cleaned_data["recorded_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class PeopleForm(forms.Form):
    """Who is seen or heard: all of them. Nobody at all is an answer too (an empty room)."""

    people = forms.ModelMultipleChoiceField(
        label=_("Who is seen or heard in it?"),
        help_text=_("Voices count, and so does somebody who only walks by. A member of staff counts as well."),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self.fields["people"], people)


class ClipForm(forms.Form):
    """A moment's ends, in frames of the study copy: `end_frame` is the first that is not in it."""

    first_frame = forms.IntegerField(label=_("First frame"), min_value=0)
    end_frame = forms.IntegerField(label=_("Ends before frame"), min_value=1)
    title = forms.CharField(label=_("Title"), max_length=80, required=False)


class WordsForm(forms.Form):
    """What is said about a moment."""

    title = forms.CharField(label=_("Title"), max_length=80, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    headings = forms.ModelMultipleChoiceField(
        label=_("What you see"),
        queryset=Heading.objects.filter(put_away_at=None),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class FrameForm(forms.Form):
    """One frame of the study copy."""

    frame = forms.IntegerField(min_value=0)
