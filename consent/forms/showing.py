"""What a child (or anybody who doesn't decide for themselves) shows: wanting it, or not wanting it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.actions.accepting import Line, Said
from consent.models import Asset, Declaration, Purpose
from consent.reading import Reading
from families.forms.sending import OnceForm
from families.models import Person

Kind = Declaration.Kind


class ShownForm(OnceForm):
    """How somebody showed their will, about what, and for which purposes. Nothing is ticked before."""

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
    purposes = forms.MultipleChoiceField(label=_("What is it about?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, scope: Asset, person: Person, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.person = scope, person
        purposes: Any = self.fields["purposes"]
        purposes.choices = [(purpose.value, purpose.label) for purpose in reading.asked]

    def said(self) -> Said:
        """As it is declared: about the child, in the child's own name."""
        told = self.cleaned_data
        return Said(
            form_id=told["form_id"],
            case=self.scope.case,
            scope=self.scope,
            about=(self.person,),
            by=self.person,
            lines=tuple(Line(Purpose(purpose)) for purpose in told["purposes"]),
            evidence=Declaration.Evidence.SPOKEN,
            channel=Declaration.Channel.TOLD,
            how_shown=told["how_shown"],
        )
