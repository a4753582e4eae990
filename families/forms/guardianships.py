"""Who may decide for whom, and which practitioner holds the case."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.actions.guardianships import Ending
from families.forms.sending import OnceForm
from families.models import AS_WRITTEN_DOWN, Guardianship, Person
from families.writer import NewGuardianship
from vigportal.accounts.models import Membership

if TYPE_CHECKING:
    PersonChoice = forms.ModelChoiceField[Person]
    MembershipChoice = forms.ModelChoiceField[Membership]
else:
    PersonChoice = MembershipChoice = forms.ModelChoiceField


class PeopleField(PersonChoice):
    """A choice of people, by name and what they are to the family."""

    def label_from_instance(self, obj: Person) -> str:
        """Rosa (Mother)."""
        return f"{obj.name} ({obj.relation})" if obj.relation else obj.name


class GuardianshipForm(OnceForm):
    """Somebody may decide for a person. It counts from now, never from earlier."""

    holder = PeopleField(label=_("Who may decide"), queryset=Person.objects.none(), widget=forms.RadioSelect)
    basis = forms.ChoiceField(label=_("On what ground"), choices=Guardianship.Basis.choices, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("What you have seen so far"),
        max_length=200,
        required=False,
        help_text=_("Birth certificate, court order, a letter … It gets a second look on a page of its own."),
    )
    until_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Only where an order says so. Parental responsibility ends with the 18th birthday by itself."),
    )

    def __init__(self, *args: Any, person: Person, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.now = person, now
        field = cast("forms.ModelChoiceField[Person]", self.fields["holder"])
        others = Person.objects.filter(family=person.family_id).exclude(pk=person.pk)
        field.queryset = others.exclude(kind=Person.Kind.STAFF).order_by(*AS_WRITTEN_DOWN)

    def clean_until_on(self) -> date | None:
        """A last day that has passed would make it count for nothing."""
        until_on: date | None = self.cleaned_data["until_on"]
        if until_on and until_on < timezone.localdate(self.now):
            raise forms.ValidationError(_("This day has passed."))
        return until_on

    def new(self) -> NewGuardianship:
        """As it is written down: from now, to the end of the last day."""
        data = self.cleaned_data
        return NewGuardianship(
            person=self.person,
            holder=data["holder"],
            basis=Guardianship.Basis(data["basis"]),
            starts_at=self.now,
            ends_at=_end_of(data["until_on"]),
            evidence=data["evidence"],
        )


def _end_of(day: date | None) -> datetime | None:
    """The first moment after a day, on the service's wall."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(date.fromordinal(day.toordinal() + 1), time.min))


class EndingForm(forms.Form):
    """Why somebody may no longer decide: from now on, or after the last day that a paper names."""

    NOW, DAY = "now", "day"

    how = forms.ChoiceField(
        label=_("From when on?"),
        choices=[(NOW, _("From now on")), (DAY, _("After a day that an order or an agreement names"))],
        widget=forms.RadioSelect,
    )
    until_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day on which they may still decide."),
    )
    why = forms.CharField(
        label=_("Why it ends"),
        max_length=200,
        help_text=_("The order with its date, an agreement, what somebody told you …"),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        """A day that has passed can't be named: what was decided since then stays decided."""
        told = super().clean() or {}
        if told.get("how") == self.DAY and "until_on" not in self.errors:
            if not told.get("until_on"):
                self.add_error("until_on", _("Say which day."))
            elif told["until_on"] < timezone.localdate(self.now):
                self.add_error("until_on", _("This day has passed. It can end from now on, or on a day still to come."))
        return told

    def ending(self) -> Ending:
        """As it is entered."""
        told = self.cleaned_data
        return Ending(told["why"], _end_of(told["until_on"]) if told["how"] == self.DAY else None)


class ColleagueField(MembershipChoice):
    """A choice of colleagues, by name."""

    def label_from_instance(self, obj: Membership) -> str:
        """The name others read."""
        return obj.user.name if obj.user else ""


class ColleagueForm(forms.Form):
    """Which colleague."""

    colleague = ColleagueField(label=_("Colleague"), queryset=Membership.objects.none(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, colleagues: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Membership]", self.fields["colleague"])
        field.queryset = colleagues
