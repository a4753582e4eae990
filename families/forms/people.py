"""Adding people, putting right what is known, and findings about who can decide for themselves."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from families.actions.people import Outcome
from families.forms.cases import child_born_on
from families.forms.sending import OnceForm
from families.models import Person
from families.writer import NewPerson

WHY_HELP = _("For whoever looks at this later: what you saw, or who told you.")


class PersonForm(OnceForm):
    """Somebody of the family, or a member of staff who appears in a film."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(
        label=_("Who they are"), choices=Person.Kind.choices, widget=forms.RadioSelect, initial=Person.Kind.ADULT
    )
    relation = forms.CharField(
        label=_("What they are to the family"),
        max_length=40,
        required=False,
        help_text=_("Mother, son, grandmother, nursery nurse …"),
    )
    born_on = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("For a child or young person. It decides who may say yes for them, and until when."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """A child has a date of birth; of others none is kept, because nothing rests on it."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") != Person.Kind.CHILD:
            data["born_on"] = None
        elif data.get("born_on") is None:
            if "born_on" not in self.errors:
                self.add_error("born_on", _("Enter the child's date of birth."))
        else:
            self._check_age(data["born_on"])
        return data

    def _check_age(self, born_on: date) -> None:
        try:
            child_born_on(born_on, self.today)
        except forms.ValidationError as fault:
            self.add_error("born_on", fault)

    def new(self) -> NewPerson:
        """As it is written down."""
        data = self.cleaned_data
        return NewPerson(Person.Kind(data["kind"]), data["name"], data["relation"], data["born_on"])


class CorrectionForm(PersonForm):
    """The same, with a reason."""

    why = forms.CharField(label=_("Why it is put right"), max_length=300, help_text=WHY_HELP)
    field_order = ["name", "kind", "relation", "born_on", "why"]


CAPACITY_WORDS = {
    Outcome.YES: _("Can decide for themselves"),
    Outcome.NO: _("Can't decide this for themselves at present: an attorney or deputy decides"),
    Outcome.NOT_ASSESSED: _("Nobody has looked into it (then they decide for themselves)"),
}
COMPETENCE_WORDS = {
    Outcome.YES: _("Understands what it is about and can decide for themselves"),
    Outcome.NO: _("Needs somebody to decide for them"),
    Outcome.NOT_ASSESSED: _("Nobody has looked into it (then the age decides)"),
}


class FindingForm(forms.Form):
    """Whether somebody can decide for themselves."""

    outcome = forms.ChoiceField(label=_("What was found"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Who found it, and why"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=WHY_HELP
    )

    def __init__(self, *args: Any, words: dict[Outcome, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["outcome"])
        field.choices = [(outcome.value, words[outcome]) for outcome in Outcome]


class InviteForm(forms.Form):
    """Where the link goes."""

    email = forms.EmailField(label=_("Their e-mail address"))
