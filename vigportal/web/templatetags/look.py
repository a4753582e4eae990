"""What templates say: icons, pills, fields, figures and dates. Built in: no template needs to load it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vigportal.web.faults import faults_in, input_of
from vigportal.web.goalchart import Rating, chart_of, share_of
from vigportal.web.icons import ICONS
from vigportal.web.rail import address_of, links_for
from vigportal.web.spans import clock_of, place_of

register = template.Library()

PILL_ICONS = {"open": "check", "waiting": "wait", "closed": "closed", "irreversible": "bin", "plain": ""}


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "film" %}`: hidden from screen readers, so a word stands beside it. A wrong name is loud."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 -- the portal's own table
    head = '<svg class="icon icon-{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    return format_html(head + "{}</svg>", name, drawing)


@register.simple_tag
def pill(state: str, words: str | Promise, sign: str = "") -> SafeString:
    """`{% pill "open" _("Ready") %}`: open, waiting, closed, irreversible, plain; `sign`: another icon."""
    name = sign or PILL_ICONS[state]
    drawn = icon(name) if name else ""
    return format_html('<span class="pill pill-{}">{}<span>{}</span></span>', state, drawn, words)


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField) -> dict[str, object]:
    """`{% field form.email %}`: label, help, fault and input, tied together for a screen reader."""
    return {"field": bound, "kind": input_of(bound)}


@register.inclusion_tag("components/_error_summary.html")
def error_summary(*forms: object) -> dict[str, object]:
    """`{% error_summary form formset %}`: above the h1; nothing while nothing is wrong."""
    return {"faults": [fault for asked in forms for fault in faults_in(asked)]}


@register.inclusion_tag("components/_rail.html", takes_context=True)
def staff_nav(context: template.Context) -> dict[str, object]:
    """The rail of whoever is signed in."""
    request = context.get("request")
    names = {"sign_out": "account_logout", "account": "mfa_index", "home": "home:today"}
    urls = {name: address_of(url_name) for name, url_name in names.items()}
    links = links_for(request)
    return {"links": links, "request": request, "csrf_token": context.get("csrf_token"), **urls}


@register.simple_tag
def address(url_name: str) -> str:
    """The address of a page by name, empty where there is none (so a frame outlives a page)."""
    return address_of(url_name)


@register.simple_tag
def leave_address() -> str:
    """Where Leave quickly goes: a page of the open web that says nothing about its reader."""
    return str(settings.LEAVE_QUICKLY_URL)


@register.simple_tag
def sheet(path: str) -> str:
    """A static file's address that never fails: for the page that is shown when everything else has."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.inclusion_tag("components/_goal_chart.html")
def goal_chart(
    words: str, ratings: Sequence[Rating], low: int = 0, high: int = 10, hoped: int | None = None
) -> dict[str, object]:
    """`{% goal_chart words ratings low=0 high=10 hoped=8 %}`, ratings = [("Start", 2), ("Cycle 1", 4)]."""
    chart = chart_of(ratings, low, high, hoped)
    return {"words": words, "chart": chart, "ratings": ratings, "low": low, "high": high, "hoped": hoped}


@register.inclusion_tag("components/_goal_bar.html")
def goal_bar(
    now: int | None, hoped: int | None = None, start: int | None = None, low: int = 0, high: int = 10
) -> dict[str, object]:
    """`{% goal_bar now=6 hoped=8 start=2 low=0 high=10 %}`: the bar, and the same in words under it."""
    values: dict[str, int | None] = {"now": now, "hoped": hoped, "start": start}
    places = {f"{name}_at": share_of(value, low, high) for name, value in values.items() if value is not None}
    return {**values, **places}


@register.inclusion_tag("components/_countdown.html")
def countdown(goes_at: date, now: datetime) -> dict[str, object]:
    """`{% countdown film.goes_at now %}`: a calendar leaf with the days left, and the date in words."""
    days = _days_between(goes_at, now)
    return {"days": max(days, 0), "unit": ngettext("day", "days", days), "goes_at": goes_at, "now": now}


@register.filter
def duration(seconds: float) -> str:
    """9 → 0:09."""
    return clock_of(seconds)


@register.filter
def seconds(value: float) -> str:
    """4 → 4.0 s, in the reader's own decimal sign."""
    return _("%(figure)s s") % {"figure": formats.number_format(value, decimal_pos=1)}


@register.filter
def frame_time(frame: int, rate: Fraction | float) -> str:
    """`{{ clip.first_frame|frame_time:film.rate }}` → 4:12.53."""
    return place_of(frame, rate)


@register.filter
def day(value: date | None, now: datetime | None = None) -> str:
    """7 October 2026; with `now` (`{{ held_on|day:now }}`) the year is left out while it is this one."""
    if value is None:
        return ""
    here = _local(value)
    same_year = now is not None and here.year == _local(now).year
    return formats.date_format(here, "j F" if same_year else "j F Y")


@register.filter
def last_day(until: datetime | None, now: datetime) -> str:
    """`{{ yes.until_at|last_day:now }}`: the last day of what ends just before this moment."""
    return day(until - timedelta(microseconds=1), now) if until else ""


@register.filter
def clock(value: datetime) -> str:
    """14:00, on the service's wall."""
    return formats.date_format(_local(value), "H:i")


@register.filter
def when(value: datetime | None, now: datetime) -> str:
    """`{{ starts_at|when:now }}`: today 14:00, tomorrow 9:30, Thursday 14:00, or 7 October, 14:00."""
    if value is None:
        return ""
    facts = {"time": clock(value), "weekday": formats.date_format(_local(value), "l"), "day": day(value, now)}
    days = _days_between(value, now)
    near = {-1: _("yesterday %(time)s"), 0: _("today %(time)s"), 1: _("tomorrow %(time)s")}
    far = _("%(weekday)s %(time)s") if 1 < days < 7 else _("%(day)s, %(time)s")
    return near.get(days, far) % facts


@register.filter
def in_days(value: date, now: datetime) -> str:
    """`{{ goes_at|in_days:now }}`: in 53 days, tomorrow, today, 2 days ago."""
    days = _days_between(value, now)
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    ahead = ngettext("in %(days)d day", "in %(days)d days", abs(days))
    past = ngettext("%(days)d day ago", "%(days)d days ago", abs(days))
    return near.get(days, ahead if days > 0 else past) % {"days": abs(days)}


def _local(value: date) -> date:
    """The moment on the service's wall; a date is a date everywhere."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _days_between(value: date, now: datetime) -> int:
    return _date_of(value).toordinal() - _date_of(now).toordinal()


def _date_of(value: Any) -> date:
    here = _local(value)
    return here.date() if isinstance(here, datetime) else here
