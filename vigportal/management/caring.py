"""Looking after the vault: everything in it opened from end to end, and its keys changed.

A check reads and writes nothing but its entry. A rotation wraps keys anew and touches no film; killed at any line it is
simply run again. Its entry commits last: what was killed in between has none yet, and gets it from the next run.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from consent.models import Asset, Proof
from consent.record import GONE, proofs_among
from videos.models import Rendition
from videos.queries import owned_among
from vigportal.accounts.models import Service
from vigportal.ledger.models import PORTAL, Entry
from vigportal.ledger.writer import enter
from vigportal.vault.keys import deployment_keys, prove_deployment_key, rotate_deployment_key, rotate_service_key
from vigportal.vault.storage import Condition, Finding, check, exists

SOUND = {Condition.WHOLE, Condition.NOBODYS}


class NoNextKey(LookupError):
    """No deployment key was named that could take the place of this one."""


def examine(found: Counter[Condition], now: datetime) -> Iterator[Finding]:
    """Whatever isn't as it should be, one by one; `found` counts everything, and at the end there is an entry.

    Raises WrongDeploymentKey before anything is looked at. What goes or comes while this runs is no finding.
    """
    prove_deployment_key()
    for finding in check(_owned()):
        if finding.condition is Condition.WHOLE or _stands(finding):
            found[finding.condition] += 1
            if finding.condition is not Condition.WHOLE:
                yield finding
    _note_check(found, now)


def _owned() -> Iterator[tuple[str, UUID]]:
    """Every object that the portal points at, with what holds its key: an asset, or a proof by itself."""
    yield from Rendition.objects.values_list("object_name", "asset_id").iterator()
    yield from Proof.objects.exclude(object_name="").values_list("object_name", "pk").iterator()


def _stands(finding: Finding) -> bool:
    """Asked again of the tables: whether it is still owned and not on its way out, or still nobody's."""
    is_owned = bool(owned_among([finding.name]) | proofs_among([finding.name]))
    if finding.asset_id is None:
        return not is_owned and exists(finding.name)
    return is_owned and not Asset.objects.filter(pk=finding.asset_id, state__in=GONE).exists()


def faults_among(found: Counter[Condition]) -> int:
    """How many objects are lost or can't be opened. Bytes that are nobody's are no loss."""
    return sum(count for condition, count in found.items() if condition not in SOUND)


@transaction.atomic(durable=True)
def _note_check(found: Counter[Condition], now: datetime) -> None:
    seen = found.total() - found[Condition.NOBODYS]
    enter("vault_checked", actor=None, service_id=PORTAL, now=now, count=seen, number=faults_among(found))


@transaction.atomic(durable=True)
def rotate_service(service: Service, now: datetime) -> None:
    """A new key for the service, told in its own chain."""
    enter("service_key_rotated", actor=None, service_id=service.pk, now=now)
    rotate_service_key(service.pk)


@transaction.atomic(durable=True)
def rotate_deployment(now: datetime) -> bool:
    """The next deployment key takes the place of this one. False where that was done, and told, before.

    Raises NoNextKey, WrongDeploymentKey where the store knows neither.
    """
    old, *later = deployment_keys()
    if not later or later == [old]:
        raise NoNextKey
    rotate_deployment_key(old, later[0])
    digest = _digest_of(later[0])
    if Entry.objects.filter(event="deployment_key_rotated", facts__digest=digest).exists():
        return False
    enter("deployment_key_rotated", actor=None, service_id=PORTAL, now=now, digest=digest)
    return True


def _digest_of(key: bytes) -> str:
    """Says which key it was, and nothing about it: 32 random bytes can't be guessed from their digest."""
    return hashlib.sha256(b"deployment key" + key).hexdigest()
