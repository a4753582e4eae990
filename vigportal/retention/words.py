"""How long, in words. The same for families and for staff: a hold never says why."""

from collections.abc import Callable, Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vigportal.retention.countdown import Countdown, Nearness
from vigportal.retention.rules import Kind, Rule, Trigger, Unit


def countdown_sentence(countdown: Countdown) -> str:
    """When it goes."""
    return _SENTENCES[countdown.nearness](countdown)


def rule_sentence(rule: Rule) -> str:
    """What the rule says, to be read after the name of what goes: "2 months after your work together ends"."""
    period = _PERIODS[rule.unit](rule.count) % {"count": rule.count}
    return _TRIGGERS[rule.trigger]() % {"period": period}


def kind_word(kind: Kind) -> str:
    """What a kind of footage is called."""
    return _KINDS[kind]()


def _not_yet(countdown: Countdown) -> str:
    if countdown.rule is None:
        return _("No day is set for it to go.")
    return _("It goes %(after)s.") % {"after": rule_sentence(countdown.rule)}


def _later(countdown: Countdown) -> str:
    day = date_format(countdown.on, "j F Y") if countdown.on else ""
    sentence = ngettext("It goes in %(days)d day, on %(day)s.", "It goes in %(days)d days, on %(day)s.", countdown.days)
    return sentence % {"days": countdown.days, "day": day}


_SENTENCES: Mapping[Nearness, Callable[[Countdown], str]] = {
    Nearness.HELD: lambda _c: _("It is kept for now. Your service can tell you more."),
    Nearness.NOT_YET: _not_yet,
    Nearness.LATER: _later,
    Nearness.TOMORROW: lambda _c: _("It goes tomorrow night."),
    Nearness.TODAY: lambda _c: _("It goes tonight."),
    Nearness.PAST: lambda _c: _("It is about to go."),
}
_PERIODS: Mapping[Unit, Callable[[int], str]] = {
    Unit.DAYS: lambda n: ngettext("%(count)d day", "%(count)d days", n),
    Unit.WEEKS: lambda n: ngettext("%(count)d week", "%(count)d weeks", n),
    Unit.MONTHS: lambda n: ngettext("%(count)d month", "%(count)d months", n),
    Unit.YEARS: lambda n: ngettext("%(count)d year", "%(count)d years", n),
}
_TRIGGERS: Mapping[Trigger, Callable[[], str]] = {
    Trigger.RECORDING: lambda: _("%(period)s after it was filmed"),
    Trigger.CASE_END: lambda: _("%(period)s after the work together ends"),
}
_KINDS: Mapping[Kind, Callable[[], str]] = {
    Kind.FILM: lambda: _("Film of the family"),
    Kind.REVIEW_FILM: lambda: _("Film of the shared review"),
    Kind.CLIP: lambda: _("Clip"),
    Kind.STILL: lambda: _("Still picture"),
}
