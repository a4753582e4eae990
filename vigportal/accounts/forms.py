"""Forms of accounts."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from vigportal.accounts.models import ROLE_NAMES, Membership, Nation, Service, User
from vigportal.accounts.roles import WORKING_ROLES, Role

ZONES = [
    ("Europe/London", "Europe/London"),
    ("Europe/Amsterdam", "Europe/Amsterdam"),
    ("Europe/Dublin", "Europe/Dublin"),
]


class InviteForm(forms.Form):
    """Who is invited, and to which seat."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, ROLE_NAMES[role]) for role in Role if role in WORKING_ROLES]
    )


class JoinForm(forms.Form):
    """The password that a new person chooses."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 12 characters. Three or four words that you can remember are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same once more"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Both alike, and good enough for the validators."""
        data: dict[str, Any] = super().clean() or {}
        password = data.get("password", "")
        if password and password != data.get("again"):
            self.add_error("again", _("The two passwords differ."))
        if password:
            try:
                validate_password(password, self.person)
            except forms.ValidationError as reasons:
                self.add_error("password", reasons)
        return data


class SupervisingForm(forms.Form):
    """Who supervises whom."""

    supervisor = forms.ModelChoiceField(label=_("Supervisor"), queryset=Membership.objects.none())
    practitioner = forms.ModelChoiceField(label=_("Practitioner"), queryset=Membership.objects.none())

    def __init__(self, *args: Any, supervisors: Any, practitioners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, seats in (("supervisor", supervisors), ("practitioner", practitioners)):
            self.fields[name].queryset = seats  # type: ignore[attr-defined]
            self.fields[name].label_from_instance = _seat_name  # type: ignore[attr-defined]


def _seat_name(seat: Membership) -> str:
    return seat.user.name if seat.user else "…"


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Settings of the service."""

    class Meta:
        model = Service
        fields = ["name", "nation", "time_zone", "scale_from", "scale_to", "about_cycles", "confirming_days"]
        labels = {
            "name": _("Name of the service"),
            "nation": _("Nation"),
            "time_zone": _("Time zone"),
            "scale_from": _("Goal scale from"),
            "scale_to": _("Goal scale to"),
            "about_cycles": _("Usual number of cycles"),
            "confirming_days": _("Days for confirming who is in a film"),
        }
        widgets = {
            "time_zone": forms.Select(choices=ZONES),
            "scale_from": forms.Select(choices=[(0, "0"), (1, "1")]),
            "nation": forms.Select(choices=Nation.choices),
        }
