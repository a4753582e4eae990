"""Forms of footage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Person
from sessions.models import Cycle
from videos.models import Clip, ClipNote, Film, Heading
from vigportal.accounts.models import Membership, Service


def _named(field: Any, people: QuerySet[Person]) -> None:
    field.queryset = people
    field.label_from_instance = lambda person: f"{person.name} ({person.relation})" if person.relation else person.name


class NewFilmForm(forms.Form):
    """What is said of a film before its first byte. Filled from tus metadata."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Film.Kind.choices, widget=forms.RadioSelect)
    recorded_on = forms.DateField(
        label=_("Filmed on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
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


class AnswerForm(forms.Form):
    """Whether it is so, says the other hand."""

    answer = forms.ChoiceField(choices=[("agree", _("Yes, it is so")), ("decline", _("No, it isn't"))])


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


class MoveFilmForm(forms.Form):
    """Where a film belongs: a cycle of another open case that the practitioner holds."""

    cycle = forms.ModelChoiceField(label=_("Where does it belong?"), queryset=Cycle.objects.none())

    def __init__(self, *args: Any, cycles: QuerySet[Cycle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cycle"]
        field.queryset = cycles
        field.label_from_instance = lambda cycle: (
            _("%(family)s, cycle %(number)d")
            % {
                "family": cycle.case.family.name,
                "number": cycle.number,
            }
        )


class FrameForm(forms.Form):
    """One frame of the study copy."""

    frame = forms.IntegerField(min_value=0)


class ShareForm(forms.Form):
    """Before whom of the family a clip is put. Nobody ticked takes it back from everybody."""

    seats = forms.ModelMultipleChoiceField(
        label=_("Who in the family may find it on their own page?"),
        help_text=_("Only people with a sign-in of their own stand here."),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, seats: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["seats"]
        field.queryset = seats
        field.label_from_instance = lambda seat: seat.person.name


class OfferForm(forms.Form):
    """Which of the practitioner's supervisors is offered a clip, and what they would like to look at."""

    to = forms.ModelChoiceField(
        label=_("To whom?"), queryset=Membership.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    question = forms.CharField(
        label=_("What would you like to look at together?"),
        help_text=_("Without the family's names: your supervisor knows the case by its number."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, seats: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = seats
        field.label_from_instance = lambda seat: seat.user.name


class CommentForm(forms.Form):
    """Words at one frame of a clip, counted from its first."""

    frame = forms.IntegerField(label=_("At frame"), min_value=0, initial=0)
    words = forms.CharField(
        label=_("What do you see?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )

    def __init__(self, *args: Any, frames: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = frames - 1
        self.fields["frame"] = forms.IntegerField(
            label=_("At frame"),
            help_text=_("From 0 to %(last)s. It follows the player where it stands.") % {"last": last},
            min_value=0,
            max_value=last,
            initial=0,
        )


NOTES = (
    (ClipNote.Voice.FAMILY, _("In the family's words")),
    (ClipNote.Voice.PRACTITIONER, _("In your words")),
)


class NotesForm(forms.Form):
    """What was said about each clip of a review, in both voices: one page, saved at once."""

    def __init__(self, *args: Any, clips: Iterable[Clip], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clips = list(clips)
        for clip in self.clips:
            for voice, label in NOTES:
                box = forms.Textarea(attrs={"rows": 3})
                self.fields[f"{voice}-{clip.pk}"] = forms.CharField(
                    label=label, max_length=2000, required=False, widget=box
                )

    def boxes_of(self, clip: Clip) -> list[forms.BoundField]:
        """The two boxes of one clip."""
        return [self[f"{voice}-{clip.pk}"] for voice, _label in NOTES]

    def said(self) -> Iterator[tuple[Clip, ClipNote.Voice, str]]:
        """Everything that was written, clip by clip."""
        for clip in self.clips:
            for voice, _label in NOTES:
                if words := self.cleaned_data[f"{voice}-{clip.pk}"]:
                    yield clip, voice, words


CAPS = (
    ("footage_gb", _("Footage of the service, in GB"), "FOOTAGE_GB"),
    ("gb_a_day", _("One person may begin to send on one day, in GB"), "GB_A_DAY"),
    ("films_at_once", _("Films that one person may have on their way at once"), "FILMS_AT_ONCE"),
)
"""The service's column, its question, and the setting that says how much the portal gives at most."""


class RoomForm(forms.ModelForm):  # type: ignore[type-arg]
    """How much footage a service may hold, and how much one person may send: as much as the portal gives, or less."""

    class Meta:
        model = Service
        fields = [name for name, _label, _given in CAPS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, given in CAPS:
            most = getattr(settings, given)
            helps = _("From 1 to %(most)s. Empty: %(most)s, as much as the portal gives.") % {"most": most}
            self.fields[name] = forms.IntegerField(
                label=label, help_text=helps, min_value=1, max_value=most, required=False
            )
