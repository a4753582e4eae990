"""What others write into retention's tables, within their own transaction; the caller enters it in the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser

from vigportal.retention import erasure, rules
from vigportal.retention.erasure import Erased
from vigportal.retention.models import Certificate, CertificateCount, Hold, Schedule
from vigportal.retention.rules import Rule


class NotInForce(ValueError):
    """A hold that was lifted already, or never was."""


class NothingErased(ValueError):
    """A certificate of nothing."""


def set_schedule(
    *, service_id: UUID, rows: Sequence[Mapping[str, object]], actor: AbstractBaseUser | None, now: datetime
) -> Schedule:
    """A service's rules from now on. Raises NotARule where they leave a kind of footage out."""
    checked = rules.as_data(rules.from_data(rows))
    return Schedule.objects.create(service_id=service_id, rules=checked, effective_at=now, set_by_id=_id(actor))


def place_hold(
    *,
    case_id: UUID,
    asset_id: UUID | None,
    reason: Hold.Reason,
    until_on: date | None,
    actor: AbstractBaseUser,
    now: datetime,
) -> Hold:
    """Stops every erasure in a case, or of one asset with all above and below it."""
    return Hold.objects.create(
        case_id=case_id,
        asset_id=asset_id,
        reason=reason,
        until_on=until_on,
        placed_by_id=actor.pk,
        placed_at=now,
    )


def lift_hold(*, hold_id: UUID, actor: AbstractBaseUser, now: datetime) -> None:
    """Ends a hold for good; from then on the rules count again. Raises NotInForce where it was lifted before."""
    if not Hold.objects.filter(pk=hold_id, lifted_at=None).update(lifted_at=now, lifted_by_id=actor.pk):
        raise NotInForce


def issue_certificate(
    *,
    service_id: UUID,
    case_id: UUID,
    because: Rule | Certificate.Why,
    erased: Iterable[Erased],
    actor: AbstractBaseUser | None,
    now: datetime,
) -> Certificate:
    """Vouches, under the service's next number, that this footage is gone. Call it when the keys are destroyed."""
    gone = tuple(erased)
    if not gone:
        raise NothingErased
    why, rule = (Certificate.Why.RULE, because) if isinstance(because, Rule) else (because, None)
    return Certificate.objects.create(
        service_id=service_id,
        case_id=case_id,
        number=_next_number(service_id),
        issued_at=now,
        issued_by_id=_id(actor),
        why=why,
        rule=rules.as_data([rule])[0] if rule else None,
        erased=erasure.as_data(gone),
        digest=erasure.digest_of(gone),
    )


def _next_number(service_id: UUID) -> int:
    """Locked to the end of the transaction: one that is rolled back leaves no gap."""
    count, _is_new = CertificateCount.objects.select_for_update().get_or_create(service_id=service_id)
    count.number += 1
    count.save(update_fields=["number"])
    return count.number


def _id(actor: AbstractBaseUser | None) -> UUID | None:
    return actor.pk if actor else None
