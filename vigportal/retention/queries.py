"""What is asked of retention: the rules that count, the holds in force, whether certificates are as issued."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from vigportal.retention.erasure import digest_of
from vigportal.retention.erasure import from_data as erased_from_data
from vigportal.retention.models import Certificate, Hold, Schedule
from vigportal.retention.rules import DEFAULT_RULES, Holds, Rule, from_data


def rules_at(service_id: UUID, at: datetime) -> tuple[Rule, ...]:
    """The service's rules as they stood at a moment."""
    schedule = Schedule.objects.filter(service_id=service_id, effective_at__lte=at).last()
    return from_data(schedule.rules) if schedule else DEFAULT_RULES


def rules_for(service_id: UUID, *, added_at: datetime, now: datetime) -> tuple[Rule, ...]:
    """The rules for footage that came in at `added_at`: those of today, and those that were promised then.

    The earliest of all their days wins, so footage may go sooner than was promised and never later.
    """
    return (*rules_at(service_id, now), *rules_at(service_id, added_at))


def holds_in_force(cases: Iterable[UUID], today: date) -> Mapping[UUID, Holds]:
    """The holds on these cases, in one query; a case that has none is there too."""
    wanted = list(cases)
    found: dict[UUID, set[UUID | None]] = defaultdict(set)
    for case, asset in _in_force(today).filter(case__in=wanted).values_list("case_id", "asset_id"):
        found[case].add(asset)
    return {case: Holds(None in found[case], frozenset(filter(None, found[case]))) for case in wanted}


def _in_force(today: date) -> QuerySet[Hold]:
    return Hold.objects.filter(Q(until_on=None) | Q(until_on__gte=today), lifted_at=None)


def altered_certificates() -> Iterator[UUID]:
    """Certificates whose list no longer gives their digest."""
    for certificate in Certificate.objects.order_by("pk").iterator(chunk_size=200):
        if digest_of(erased_from_data(certificate.erased)) != certificate.digest:
            yield certificate.pk


def rules_of(service_id: UUID) -> Callable[[datetime, datetime], tuple[Rule, ...]]:
    """`rules_for` for many pieces of footage: reads the service's rules once, and answers (added_at, now)."""
    schedules = [(row.effective_at, from_data(row.rules)) for row in Schedule.objects.filter(service_id=service_id)]

    def at(moment: datetime) -> tuple[Rule, ...]:
        return next((rules for since, rules in reversed(schedules) if since <= moment), DEFAULT_RULES)

    return lambda added_at, now: (*at(now), *at(added_at))
