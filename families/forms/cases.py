"""Opening, describing, finding and closing a case."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from families.ability import ADULT_AGE
from families.actions.cases import NewCase
from families.forms.sending import OnceForm
from families.models import Case, Person
from families.queries import ORDERS, STANDINGS, Wanted
from families.writer import NewPerson
from vigportal.accounts.models import Membership

WORDS = forms.Textarea(attrs={"rows": 4})


if TYPE_CHECKING:
    MembershipChoice = forms.ModelChoiceField[Membership]
else:
    MembershipChoice = forms.ModelChoiceField


class SeatField(MembershipChoice):
    """A choice of one's own seats, by the name of the service."""

    def label_from_instance(self, obj: Membership) -> str:
        """The service's name."""
        return obj.service.name


class CaseForm(OnceForm):
    """A new family and what brings it."""

    family_name = forms.CharField(
        label=_("What you call the family on screen"),
        max_length=80,
        help_text=_("The L. family, say. Others who look over your shoulder can read it too."),
    )
    referrer = forms.CharField(label=_("Who referred them"), max_length=120, required=False)
    referral = forms.CharField(
        label=_("What brings them, in their words"), max_length=2000, required=False, widget=WORDS
    )
    seat = SeatField(label=_("For which service"), queryset=Membership.objects.none(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, seats: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        field = cast("forms.ModelChoiceField[Membership]", self.fields["seat"])
        field.queryset = seats
        if len(seats) == 1:
            field.required, field.widget = False, forms.HiddenInput()
            field.initial = seats[0]

    def clean_seat(self) -> Membership:
        """Whoever works for one service only is not asked."""
        return self.cleaned_data["seat"] or self.seats[0]


class ChildForm(forms.Form):
    """A child of the family. The date of birth decides who may say yes for them, and until when."""

    name = forms.CharField(label=_("The child's name"), max_length=80)
    relation = forms.CharField(label=_("Son, daughter …"), max_length=40, required=False)
    born_on = forms.DateField(label=_("Date of birth"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_born_on(self) -> date:
        """A child has been born, and is not of age."""
        return child_born_on(self.cleaned_data["born_on"], self.today)

    def new(self) -> NewPerson:
        """As it is written down."""
        data = self.cleaned_data
        return NewPerson(Person.Kind.CHILD, data["name"], data["relation"], data["born_on"])


def child_born_on(born_on: date, today: date) -> date:
    """The date, where somebody born on it is under 18 on the service's day."""
    if born_on > today:
        raise forms.ValidationError(_("This day has not come yet."))
    if (today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))) >= ADULT_AGE:
        raise forms.ValidationError(_("Somebody born on this day is 18 or older: choose “Adult” for them."))
    return born_on


class CarerForm(forms.Form):
    """An adult who cares for them."""

    name = forms.CharField(label=_("The carer's name"), max_length=80)
    relation = forms.CharField(label=_("Mother, father, foster carer …"), max_length=40, required=False)
    may_decide = forms.BooleanField(
        label=_("May decide for the children (has parental responsibility)"), required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def new(self) -> NewPerson:
        """As it is written down."""
        return NewPerson(Person.Kind.ADULT, self.cleaned_data["name"], self.cleaned_data["relation"])


MOST = 8
TOO_FEW: dict[str, Any] = {"too_few_forms": _("Write down at least one person here.")}
LISTS: "dict[str, type[BaseFormSet[Any]]]" = {
    name: formset_factory(form, extra=0, min_num=1, max_num=MOST, validate_min=True)
    for name, form in (("children", ChildForm), ("carers", CarerForm))
}


class OpeningForms:
    """The opening page: the case, its children, its carers. A key named `more` asks for one row more in a list."""

    def __init__(self, data: "QueryDict | None", seats: QuerySet[Membership], today: date) -> None:
        told = {"today": today}
        wants = data.get("more", "") if data else ""
        if data is None or wants in LISTS:
            self.case = CaseForm(initial=_told(data, CaseForm.base_fields), seats=seats)
            rows = {name: _rows(data, name) + [{}] * (name == wants) for name in LISTS}
            each: dict[str, dict[str, Any]] = {name: {"initial": rows[name][:MOST]} for name in LISTS}
        else:
            self.case = CaseForm(data, seats=seats)
            sent = data.copy()
            for name in LISTS:  # counted here: what a browser says about its own rows is not relied on
                sent[f"{name}-INITIAL_FORMS"], sent[f"{name}-TOTAL_FORMS"] = "0", str(len(_rows(data, name)))
            each = {name: {"data": sent} for name in LISTS}
        self.lists = {
            name: LISTS[name](prefix=name, form_kwargs=told, error_messages=TOO_FEW, **each[name]) for name in LISTS
        }

    def is_valid(self) -> bool:
        """All of it fits; every part is asked, so that every fault is shown. Asking for a row sends no form."""
        return all([self.case.is_valid(), *(each.is_valid() for each in self.lists.values())])

    def add_error(self, field: str | None, error: str) -> None:
        """Said with the case."""
        self.case.add_error(field, error)

    def seat(self) -> Membership:
        """From which seat the case is held."""
        seat: Membership = self.case.cleaned_data["seat"]
        return seat

    def new(self) -> NewCase:
        """What is written down; rows that were left empty are nobody."""
        case = self.case.cleaned_data
        filled = {name: [form for form in each if form.has_changed()] for name, each in self.lists.items()}
        return NewCase(
            id=case["form_id"],
            family_name=case["family_name"],
            referrer=case["referrer"],
            referral=case["referral"],
            children=[form.new() for form in filled["children"]],
            carers=[(form.new(), form.cleaned_data["may_decide"]) for form in filled["carers"]],
        )


def _told(data: "QueryDict | None", fields: Iterable[str], prefix: str = "") -> dict[str, str]:
    """What was typed into these fields so far."""
    return {name: str(data[prefix + name]) for name in fields if data and prefix + name in data}


def _rows(data: "QueryDict | None", name: str) -> list[dict[str, str]]:
    """What stands in the rows of a list that is sent for one row more: at least one row."""
    rows = [_told(data, LISTS[name].form.base_fields, f"{name}-{row}-") for row in range(MOST)]
    return [row for row in rows if row] or [{}]


class DescribeForm(forms.Form):
    """What is known about the case itself."""

    family_name = CaseForm.base_fields["family_name"]
    referrer = CaseForm.base_fields["referrer"]
    referral = CaseForm.base_fields["referral"]


class QuestionForm(forms.Form):
    """The helping question."""

    words = forms.CharField(
        label=_("The helping question"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the family's own words, about what they hope for: “How can I help Leo settle when I say no?”"),
    )


class ClosingForm(forms.Form):
    """Why the work ends."""

    ending = forms.ChoiceField(label=_("Why the case is closed"), choices=Case.Ending.choices, widget=forms.RadioSelect)


ORDER_WORDS = {"newest": _("Newest first"), "name": _("Family name"), "number": _("Case number")}
STANDING_WORDS = {"open": _("Open"), "closed": _("Closed"), "all": _("Open and closed")}


class CaseloadForm(forms.Form):
    """What the caseload is asked for. Whatever doesn't fit falls back to the open cases, newest first."""

    words = forms.CharField(label=_("Name, number or question"), max_length=80, required=False)
    standing = forms.ChoiceField(
        label=_("Show"), choices=[(key, STANDING_WORDS[key]) for key in STANDINGS], required=False
    )
    order = forms.ChoiceField(
        label=_("In order of"), choices=[(key, ORDER_WORDS[key]) for key in ORDERS], required=False
    )

    def wanted(self) -> Wanted:
        """As the query understands it."""
        asked = {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
        return Wanted(**asked)
