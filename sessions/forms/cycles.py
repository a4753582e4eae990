"""When and where; who was there; the next step. Times are the service's own."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from families.models import AS_WRITTEN_DOWN, Family, Person
from sessions.actions.cycles import Reviewed, Visit

LOCAL = "%Y-%m-%dT%H:%M"
if TYPE_CHECKING:
    PeopleChoice = forms.ModelMultipleChoiceField[Person]
else:
    PeopleChoice = forms.ModelMultipleChoiceField


class MomentField(forms.DateTimeField):
    """A day and a time on the service's wall, to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
        super().__init__(widget=widget, input_formats=[LOCAL, "%Y-%m-%d %H:%M"], **kwargs)


class PresentField(PeopleChoice):
    """A choice of people, by name and what they are to the family."""

    def label_from_instance(self, obj: Person) -> str:
        """Rosa (Mother)."""
        return f"{obj.name} ({obj.relation})" if obj.relation else obj.name


class PlanForm(forms.Form):
    """When and where something will be."""

    at = MomentField(label=_("When"))
    place = forms.CharField(label=_("Where"), max_length=80, required=False, help_text=_("At home, the nursery …"))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_at(self) -> datetime:
        """What is planned lies ahead."""
        at: datetime = self.cleaned_data["at"]
        if at <= self.now:
            raise forms.ValidationError(_("This time has passed. Choose one that is still to come."))
        return at


class HeldForm(forms.Form):
    """When and where something was."""

    at = MomentField(label=_("When it was"))
    place = forms.CharField(label=_("Where"), max_length=80, required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_at(self) -> datetime:
        """What was held lies behind."""
        at: datetime = self.cleaned_data["at"]
        if at > self.now:
            raise forms.ValidationError(_("This time has not come yet."))
        return at


class FilmingForm(HeldForm):
    """The visit at which the family was filmed."""

    present = PresentField(
        label=_("Who was there"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Everybody who can be seen or heard in the film. Somebody is missing? Add them under People first."
        ),
    )
    notes = forms.CharField(
        label=_("Notes for yourself"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, family: Family, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[Person]", self.fields["present"])
        field.queryset = family.people.exclude(kind=Person.Kind.BODY).order_by(*AS_WRITTEN_DOWN)

    def visit(self) -> Visit:
        """As it is noted."""
        data = self.cleaned_data
        return Visit(at=data["at"], place=data["place"], present=list(data["present"]), notes=data["notes"])


class ReviewForm(HeldForm):
    """The shared review, and what comes of it."""

    next_step = forms.CharField(
        label=_("The next step, in the family's words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands at the top of the next cycle."),
    )
    notes = forms.CharField(
        label=_("Notes for yourself"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def review(self) -> Reviewed:
        """As it is noted."""
        data = self.cleaned_data
        return Reviewed(at=data["at"], place=data["place"], next_step=data["next_step"], notes=data["notes"])


class NextCycleForm(forms.Form):
    """Which cycle the page promised to begin, so that the key pressed twice begins one."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
