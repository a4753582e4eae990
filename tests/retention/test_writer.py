"""Schedules, holds and certificates as rows: what counts when, and what can't be changed afterwards."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from consent.models import Asset
from tests.cast import Cast, make_case, make_cast
from vigportal.ledger.fences import Fence
from vigportal.ledger.triggers import put_up, take_down
from vigportal.retention.erasure import Erased, digest_of
from vigportal.retention.models import Certificate, Hold
from vigportal.retention.queries import altered_certificates, holds_in_force, rules_at, rules_for
from vigportal.retention.rules import (
    DEFAULT_RULES,
    Clock,
    Holds,
    Kind,
    NotARule,
    Rule,
    Trigger,
    Unit,
    as_data,
    fate,
)
from vigportal.retention.writer import NothingErased, NotInForce, issue_certificate, lift_hold, place_hold, set_schedule

NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast(NOW)


def _all(count: int) -> tuple[Rule, ...]:
    return tuple(Rule(kind, Trigger.RECORDING, count, Unit.DAYS) for kind in Kind)


def _set(cast: Cast, rules: tuple[Rule, ...], now: datetime) -> None:
    set_schedule(service_id=cast.service.pk, rows=as_data(rules), actor=None, now=now)


def test_that_the_latest_schedule_counts_and_the_past_can_be_asked(cast: Cast) -> None:
    service = cast.service.pk
    _set(cast, _all(30), NOW)
    _set(cast, _all(60), NOW + DAY)
    assert rules_at(service, NOW - DAY) == DEFAULT_RULES
    assert rules_at(service, NOW) == _all(30)
    assert rules_at(service, NOW + DAY) == _all(60)
    assert rules_at(cast.other_service.pk, NOW + DAY) == DEFAULT_RULES


@pytest.mark.parametrize(("then", "today", "days"), [(30, 60, 30), (60, 30, 30), (30, 30, 30)])
def test_that_what_was_promised_is_never_made_longer(cast: Cast, then: int, today: int, days: int) -> None:
    _set(cast, _all(then), NOW)
    _set(cast, _all(today), NOW + 3 * DAY)
    rules = rules_for(cast.service.pk, added_at=NOW + DAY, now=NOW + 4 * DAY)
    outcome = fate(rules, Kind.FILM, Clock(NOW, None, UTC))
    assert outcome.on == (NOW + days * DAY).date()


def test_that_a_schedule_with_a_hole_is_refused(cast: Cast) -> None:
    with pytest.raises(NotARule):
        _set(cast, _all(30)[1:], NOW)
    assert rules_at(cast.service.pk, NOW) == DEFAULT_RULES


def _hold(cast: Cast, asset: UUID | None = None, until_on: date | None = None) -> Hold:
    return place_hold(
        case_id=cast.case.pk,
        asset_id=asset,
        reason=Hold.Reason.COMPLAINT,
        until_on=until_on,
        actor=cast.maya,
        now=NOW,
    )


def _root(cast: Cast) -> Asset:
    return Asset.objects.create(case=cast.case, kind=Asset.Kind.CASE, number=0, made_at=NOW)


def test_that_a_hold_counts_for_its_own_case_until_it_is_lifted(cast: Cast) -> None:
    cases = [cast.case.pk, cast.other_case.pk]
    assert holds_in_force(cases, TODAY) == {cast.case.pk: Holds(), cast.other_case.pk: Holds()}
    hold = _hold(cast)
    assert holds_in_force(cases, TODAY)[cast.case.pk] == Holds(on_whole_case=True)
    assert holds_in_force(cases, TODAY)[cast.other_case.pk] == Holds()
    lift_hold(hold_id=hold.pk, actor=cast.maya, now=NOW)
    assert holds_in_force(cases, TODAY)[cast.case.pk] == Holds()


def test_that_a_hold_with_a_last_day_ends_by_itself(cast: Cast) -> None:
    _hold(cast, until_on=TODAY)
    assert holds_in_force([cast.case.pk], TODAY)[cast.case.pk].on_whole_case
    assert not holds_in_force([cast.case.pk], TODAY + DAY)[cast.case.pk].on_whole_case


def test_that_one_hold_being_lifted_leaves_the_other(cast: Cast) -> None:
    root = _root(cast)
    first, _second = _hold(cast), _hold(cast, root.pk)
    lift_hold(hold_id=first.pk, actor=cast.maya, now=NOW)
    assert holds_in_force([cast.case.pk], TODAY)[cast.case.pk] == Holds(assets=frozenset({root.pk}))


def test_that_a_hold_is_lifted_once_and_never_put_back(cast: Cast) -> None:
    hold = _hold(cast)
    lift_hold(hold_id=hold.pk, actor=cast.maya, now=NOW)
    with pytest.raises(NotInForce):
        lift_hold(hold_id=hold.pk, actor=cast.omar, now=NOW)
    with pytest.raises(NotInForce):
        lift_hold(hold_id=uuid4(), actor=cast.omar, now=NOW)
    for change in ({"lifted_at": None, "lifted_by": None}, {"until_on": TODAY}, {"reason": "court"}):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(**change)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        hold.delete()


@pytest.mark.parametrize("rows", [1, 50])
def test_that_holds_of_many_cases_are_one_query(
    cast: Cast, rows: int, django_assert_num_queries: Callable[..., object]
) -> None:
    cases = [make_case(cast.family, cast.maya_seat, NOW).pk for _ in range(rows)]
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert len(holds_in_force(cases, TODAY)) == rows


GONE = (Erased(Kind.FILM, UUID(int=2), NOW), Erased(Kind.CLIP, UUID(int=1), NOW))
RULE = DEFAULT_RULES[0]


def _certificate(cast: Cast, because: Rule | Certificate.Why = RULE, *, elsewhere: bool = False) -> Certificate:
    service, case = (cast.other_service, cast.other_case) if elsewhere else (cast.service, cast.case)
    return issue_certificate(service_id=service.pk, case_id=case.pk, because=because, erased=GONE, actor=None, now=NOW)


def test_that_a_certificate_says_what_is_gone_and_why(cast: Cast) -> None:
    by_rule, by_hand = _certificate(cast), _certificate(cast, Certificate.Why.ASKED)
    assert (by_rule.why, by_rule.rule) == ("rule", as_data([RULE])[0])
    assert (by_hand.why, by_hand.rule) == ("asked", None)
    assert [row["asset"] for row in by_rule.erased] == [str(UUID(int=1)), str(UUID(int=2))]
    assert by_rule.digest == digest_of(GONE)


def test_that_certificates_are_numbered_within_their_service(cast: Cast) -> None:
    issued = [_certificate(cast), _certificate(cast), _certificate(cast, elsewhere=True), _certificate(cast)]
    assert [certificate.number for certificate in issued] == [1, 2, 1, 3]


def test_that_a_certificate_that_is_rolled_back_leaves_no_gap(cast: Cast) -> None:
    _certificate(cast)
    with transaction.atomic():
        _certificate(cast)
        transaction.set_rollback(True)
    assert _certificate(cast).number == 2


def test_that_there_is_no_certificate_of_nothing(cast: Cast) -> None:
    with pytest.raises(NothingErased):
        issue_certificate(
            service_id=cast.service.pk, case_id=cast.case.pk, because=RULE, erased=[], actor=None, now=NOW
        )


def test_that_a_certificate_stays_as_it_was_issued(cast: Cast) -> None:
    certificate = _certificate(cast)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Certificate.objects.update(erased=[])
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        certificate.delete()
    assert list(altered_certificates()) == []


@pytest.mark.django_db(transaction=True)
def test_that_a_certificate_altered_behind_the_fence_is_found() -> None:
    with transaction.atomic():
        certificate = _certificate(make_cast(NOW))
    with connection.schema_editor() as editor:
        take_down(editor, Fence("retention_certificate"))
    Certificate.objects.update(erased=certificate.erased[:1])
    with connection.schema_editor() as editor:
        put_up(editor, Fence("retention_certificate"))
    assert list(altered_certificates()) == [certificate.pk]
    with pytest.raises(CommandError):
        call_command("verify_ledger", stderr=(said := StringIO()))
    assert f"certificate {certificate.pk}" in said.getvalue()
