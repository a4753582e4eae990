"""Limits in words: what changes, how many, how long."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consent.languages import Language, language_of
from consent.limits import Count
from consent.models import Action, Declaration, Purpose
from consent.rules import Change, Part
from consent.terms import WIDE
from families.standing import SecondLook

register = template.Library()

PARTS: Mapping[Part, Promise] = {
    Part.DAYS: gettext_lazy("a yes holds at most"),
    Part.EVIDENCE: gettext_lazy("needed"),
    Part.BREADTH: gettext_lazy("treated as"),
    Part.TEXT: gettext_lazy("oldest words that count"),
    Part.COMPETENT: gettext_lazy("Decides for themselves from"),
    Part.ASSENT: gettext_lazy("Is asked too from"),
    Part.AGAIN: gettext_lazy("Is asked again at"),
    Part.VERIFY: gettext_lazy("Who checks that somebody may decide"),
}
VERIFY: Mapping[str, Promise] = {
    SecondLook.ANYBODY.value: gettext_lazy("whoever wrote it down may"),
    SecondLook.ANOTHER.value: gettext_lazy("another member of staff"),
}
ABOUT = 15


@register.simple_tag
def change_words(change: Change) -> str:
    """Supervision · Watch: a yes holds at most: 365 days → 90 days."""
    about = ""
    if change.purpose:
        action = Action(change.action or Action.VIEW)
        about = f"{Purpose(change.purpose).label} · {action.label}: "
    if change.part == Part.ALLOWED:
        return about + (_("allowed") if change.after else _("not allowed any more"))
    what, before, after = PARTS[change.part], _value(change.part, change.before), _value(change.part, change.after)
    return f"{about}{what}: {before} → {after}"


def _value(part: Part, value: object) -> str:
    words: Mapping[Part, object] = {
        Part.DAYS: lambda: _days(value),
        Part.EVIDENCE: lambda: Declaration.Evidence(str(value)).label,
        Part.BREADTH: lambda: _("wide") if value == "wide" else _("narrow"),
        Part.TEXT: lambda: _("version %(number)s") % {"number": value},
        Part.AGAIN: lambda: ages_words(value),
        Part.VERIFY: lambda: VERIFY[str(value)],
    }
    said = words.get(part)
    return str(said()) if callable(said) else str(value)


def _days(value: object) -> str:
    count = int(str(value))
    return ngettext("%(days)d day", "%(days)d days", count) % {"days": count}


@register.filter
def ages_words(ages: object) -> str:
    """12, 13 and 16; never."""
    told = [str(age) for age in ages] if isinstance(ages, list | tuple) else []
    return get_text_list(told, _("and")) or str(_("never"))


@register.filter
def days_words(days: int) -> str:
    """365 → 365 days (about 1 year)."""
    weeks, months, years = round(days / 7), round(days / 30.4), round(days / 365)
    about = ""
    if years and abs(days - 365 * years) <= ABOUT:
        about = ngettext("about %(n)d year", "about %(n)d years", years) % {"n": years}
    elif months > 1:
        about = ngettext("about %(n)d month", "about %(n)d months", months) % {"n": months}
    elif weeks > 1:
        about = ngettext("about %(n)d week", "about %(n)d weeks", weeks) % {"n": weeks}
    return f"{_days(days)} ({about})" if about else _days(days)


@register.simple_tag
def count_words(count: Count) -> str:
    """14 clips and 2 films of 5 families."""
    kinds = [
        ngettext("%(n)d clip", "%(n)d clips", count.clips) % {"n": count.clips} if count.clips else "",
        ngettext("%(n)d film", "%(n)d films", count.films) % {"n": count.films} if count.films else "",
        ngettext("%(n)d still", "%(n)d stills", count.stills) % {"n": count.stills} if count.stills else "",
    ]
    things = get_text_list([kind for kind in kinds if kind], _("and"))
    families = ngettext("%(n)d family", "%(n)d families", count.families) % {"n": count.families}
    return _("%(things)s of %(families)s") % {"things": things, "families": families}


@register.simple_tag
def is_always_wide(purpose: Purpose) -> bool:
    """Whether it shows films to people the family doesn't know, whatever a service says."""
    return purpose.value in WIDE


@register.filter
def language(code: str) -> Language:
    """The language with this code."""
    return language_of(code)


@register.filter
def lines(words: str) -> list[str]:
    """A text in its paragraphs."""
    return words.splitlines()
