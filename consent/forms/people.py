"""Who is in it: confirmed again, taken off with a reason, and somebody else in the picture."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consent.actions.confirming import Bystander
from consent.models import Asset
from families.forms.cases import child_born_on
from families.forms.sending import OnceForm
from families.models import Person
from families.writer import NewPerson


class MoreForm(forms.Form):
    """Who is in it besides those listed: nobody ticked means that the list is right as it stands."""

    more = forms.ModelMultipleChoiceField(
        label=_("And who else?"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, others: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["more"]
        field.queryset = others
        field.label_from_instance = lambda person: (
            f"{person.name} ({person.relation})" if person.relation else person.name
        )


class TakeOffForm(forms.Form):
    """Why somebody is not in it after all."""

    why = forms.CharField(
        label=_("Why are they not in it after all?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("“It was the aunt, not the grandmother”, “only the back of the neighbour, without her voice” …"),
    )


RELATIONS = (
    _("Neighbour"),
    _("Friend of the family"),
    _("Relative"),
    _("From nursery or school"),
    _("Professional"),
    _("Passer-by"),
    _("Not known by name"),
)


class NobodyForm(forms.Form):
    """How one knows that nobody is seen or heard in it."""

    why = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For whoever looks at it after you, and for the family: an empty room, a hand with a toy."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BystanderForm(OnceForm):
    """Somebody else in the picture. All pieces are ticked before: what is left ticked is shut, and no harm is done."""

    name = forms.CharField(
        label=_("Their name, or how you tell them apart"),
        max_length=80,
        help_text=_("“Mrs Hall”, “the boy with the red ball”. Whoever can’t be named can’t be asked: cut around them."),
    )
    kind = forms.ChoiceField(
        label=_("Are they grown up?"),
        choices=[(Person.Kind.ADULT.value, _("An adult")), (Person.Kind.CHILD.value, _("A child or young person"))],
        widget=forms.RadioSelect,
    )
    relation = forms.ChoiceField(
        label=_("What they are to the family"), choices=[(str(index), each) for index, each in enumerate(RELATIONS)]
    )
    born_on = forms.DateField(
        label=_("Date of birth, if you know it"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Of a child. Until it is known nobody can say yes for them."),
    )
    pieces = forms.ModelMultipleChoiceField(
        label=_("In which of these are they seen or heard, too?"),
        help_text=_("Untick those in which they are neither seen nor heard. The film itself always counts."),
        queryset=Asset.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, pieces: QuerySet[Asset], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field: Any = self.fields["pieces"]
        field.queryset = pieces
        field.label_from_instance = named
        field.initial = pieces

    def clean(self) -> dict[str, Any]:
        """A child's day of birth makes a child; of an adult none is kept."""
        told = super().clean() or {}
        if told.get("kind") != Person.Kind.CHILD:
            told["born_on"] = None
        elif told.get("born_on"):
            try:
                child_born_on(told["born_on"], self.today)
            except forms.ValidationError as fault:
                self.add_error("born_on", fault)
        return told

    def seen(self) -> Bystander:
        """As they are written down."""
        told = self.cleaned_data
        relation = str(RELATIONS[int(told["relation"])])
        new = NewPerson(Person.Kind(told["kind"]), told["name"], relation, told["born_on"])
        return Bystander(told["form_id"], new, tuple(told["pieces"]))


def named(asset: Asset) -> str:
    """A clip by its title or place, a picture by its clip."""
    if asset.kind == Asset.Kind.STILL:
        clip = asset.still.clip
        return _("Still picture from “%(clip)s”") % {"clip": clip.title or clip.place}
    return asset.clip.title or _("Clip %(place)s") % {"place": asset.clip.place}
