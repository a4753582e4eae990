"""For how long a yes holds: until the work ends, three months, another day; never longer than the service allows."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vigportal.web.templatetags.look import day as day_in_words

THREE_MONTHS = 3
END, MONTHS, DAY = "end", "months", "day"


class LastingForm(forms.Form):
    """Each choice shows the day on which it ends, where the service allows it at all. Nothing is chosen before."""

    long = forms.ChoiceField(
        label=gettext_lazy("If yes: for how long?"),
        choices=[
            (END, gettext_lazy("until the work ends")),
            (MONTHS, gettext_lazy("3 months")),
            (DAY, gettext_lazy("until another day")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    until = forms.DateField(
        label=gettext_lazy("Until which day?"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    last_day: date

    def lasts_until(self, longest: timedelta, now: datetime, zone: tzinfo) -> None:
        """Sets the choices: what the service allows at most is said beside them."""
        today, self.last_day = now.astimezone(zone).date(), (now + longest).astimezone(zone).date()
        months = months_on(today, THREE_MONTHS)
        choices = [(END, _("until the work ends, and at most until %(day)s") % _told(self.last_day))]
        if months <= self.last_day:
            choices.append((MONTHS, _("3 months, until %(day)s") % _told(months)))
        choices.append((DAY, _("until another day")))
        long: Any = self.fields["long"]
        long.choices = choices
        if months > self.last_day:
            long.help_text = _("Your service doesn’t allow more than this: until %(day)s.") % _told(self.last_day)
        until = self.fields["until"]
        until.widget.attrs.update({"min": today.isoformat(), "max": self.last_day.isoformat()})
        until.help_text = _("The yes ends with that day, and at most with %(day)s.") % _told(self.last_day)

    def check_lasting(self, told: dict[str, Any]) -> None:
        """A yes says for how long, and a day that the service allows."""
        if not told.get("long") and "long" not in self.errors:
            self.add_error("long", _("Choose for how long the yes holds."))
        if told.get("long") != DAY:
            return
        if not told.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say which day."))
        elif told.get("until") and told["until"] > self.last_day:
            self.add_error("until", _("Your service allows it until %(day)s at most.") % _told(self.last_day))

    def ends_at(self, now: datetime, zone: tzinfo) -> datetime | None:
        """The end of the chosen day where the service is; none: as long as the service allows."""
        today = now.astimezone(zone).date()
        days = {MONTHS: months_on(today, THREE_MONTHS), DAY: self.cleaned_data["until"]}
        day = days.get(self.cleaned_data["long"])
        return datetime.combine(day + timedelta(days=1), time(), zone) if day else None


def _told(day: date) -> dict[str, str]:
    return {"day": day_in_words(day)}


def months_on(day: date, count: int) -> date:
    """The same day of the month `count` months on, or the month's last."""
    years, month = divmod(day.month - 1 + count, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
