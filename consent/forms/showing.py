"""What a child (or anybody who doesn't decide for themselves) shows: wanting it, or not wanting it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.actions.accepting import Line, Said
from consent.models import Asset, Declaration, Purpose
from consent.queries import branch_of
from consent.reading import Reading
from families.forms.sending import OnceForm
from families.models import Person

Kind = Declaration.Kind
REACH: Mapping[str, Promise] = {
    Asset.Kind.STILL: _("This picture"),
    Asset.Kind.CLIP: _("This clip"),
    Asset.Kind.FILM: _("The whole film"),
    Asset.Kind.CASE: _("All the work together"),
}


class ShownForm(OnceForm):
    """What somebody showed: how, when, about what, and for which uses. Neither answer is ticked before."""

    kind = forms.ChoiceField(
        label=_("What did they show?"),
        choices=[
            (Kind.DISSENT.value, _("That they don't want it")),
            (Kind.ASSENT.value, _("That they want it")),
        ],
        widget=forms.RadioSelect,
    )
    how_shown = forms.CharField(
        label=_("How did they show it?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As you saw or heard it: “turned away and said: no more”."),
    )
    shown_on = forms.DateField(
        label=_("When was it?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("It counts from the moment it is written down."),
    )
    reach = forms.ChoiceField(label=_("What was it about?"), widget=forms.RadioSelect, required=False)
    purposes = forms.MultipleChoiceField(label=_("For which uses?"), widget=forms.CheckboxSelectMultiple)
    later = forms.BooleanField(
        label=_("They want it also for what is filmed or cut later"),
        required=False,
        help_text=_("Goes with wanting it. Not wanting it always covers what comes later too."),
    )

    def __init__(self, *args: Any, scope: Asset, person: Person, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.person = scope, person
        self.today = _today(reading)
        self.branch = {str(asset.pk): asset for asset in branch_of(scope)}
        fields: Any = self.fields
        fields["shown_on"].initial = self.today
        fields["reach"].choices = [(key, REACH[asset.kind]) for key, asset in self.branch.items()]
        fields["reach"].initial = str(scope.pk)
        uses = [Purpose.EVERYTHING, *reading.asked]
        fields["purposes"].choices = [(purpose.value, purpose.label) for purpose in uses]

    def clean_shown_on(self) -> date | None:
        """What was seen has happened; nobody may know any more on which day."""
        day: date | None = self.cleaned_data["shown_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """Only a no can mean everything: wanting it is for each use apart."""
        told = super().clean() or {}
        if told.get("kind") == Kind.ASSENT and Purpose.EVERYTHING in told.get("purposes", ()):
            self.add_error("purposes", _("Wanting it is for each use apart. Choose what they showed they want."))
        return told

    def said(self) -> Said:
        """As it is declared: about the child, in the child's own name."""
        told = self.cleaned_data
        return Said(
            form_id=told["form_id"],
            case=self.scope.case,
            scope=self.branch.get(told["reach"], self.scope),
            about=(self.person,),
            by=self.person,
            lines=tuple(Line(Purpose(purpose)) for purpose in told["purposes"]),
            evidence=Declaration.Evidence.SPOKEN,
            channel=Declaration.Channel.TOLD,
            later_footage=told["kind"] == Kind.ASSENT and told["later"],
            how_shown=told["how_shown"],
            said_on=told["shown_on"],
        )


def _today(reading: Reading) -> date:
    now: datetime = reading.now
    return now.astimezone(reading.case.family.service.zone).date()


def again_from(earlier: Declaration) -> dict[str, object]:
    """Taking up again what somebody showed: the same matter, and no answer yet."""
    named = [line.purpose for line in earlier.lines.all()]
    return {"reach": str(earlier.scope_id), "purposes": named}
