"""The second look at a right to decide: what was seen."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SecondLookForm(forms.Form):
    """What was seen."""

    evidence = forms.CharField(
        label=_("What you have seen"),
        max_length=200,
        help_text=_("The paper itself, and where it is kept: “birth certificate, copy in the paper file”."),
    )
