"""Looking for a paper: from which day, until which, and what comes first."""

from __future__ import annotations

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consent.models import Declaration


class PapersForm(forms.Form):
    """Whatever can't be read finds everything."""

    NEWEST, OLDEST = "newest", "oldest"

    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    order = forms.ChoiceField(
        label=_("Order"), choices=[(NEWEST, _("Newest first")), (OLDEST, _("Oldest first"))], required=False
    )

    def found_in(self, papers: QuerySet[Declaration]) -> QuerySet[Declaration]:
        """Those of these days, in this order."""
        told = self.cleaned_data if self.is_valid() else {}
        since, until = told.get("since"), told.get("until")
        found = papers.filter(recorded_at__date__gte=since or date.min, recorded_at__date__lte=until or date.max)
        return found.order_by("recorded_at", "number") if told.get("order") == self.OLDEST else found
