"""Receipts: what somebody said, with the exact words they read. The fields are those of ISO/IEC TS 27560:2023.

One receipt for one declaration; it is made anew at each asking, from rows that never change, so it is the same for
ever. People are known by their ids: names stand in the portal alone. The standard has no field for how a word was
given (evidence, interpreter, proof): that stands beside its own, under `evidence`. The declaration's number in its
case is not told: a gap between two of them would tell a parent that somebody else has spoken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.duration import duration_iso_string

from consent.models import ConsentText, Declaration, DeclarationLine, Proof
from consent.terms import WIDE
from families.models import Person

SCHEMA = "ISO-27560:2023"
STATES = {
    Declaration.Kind.GIVE: "given",
    Declaration.Kind.ASSENT: "given",
    Declaration.Kind.REFUSE: "refused",
    Declaration.Kind.DISSENT: "refused",
    Declaration.Kind.WITHDRAW: "withdrawn",
    Declaration.Kind.VOID: "invalidated",
}
WITHDRAWAL = "In the portal, at any time, in two taps; or by telling the practitioner. It works at once."
RETENTION = "By the service's rules; the day on which it goes stands in the portal under “When it goes”."
RIGHTS = ("withdraw at any time", "see who has watched", "a copy of what was said", "complain to the regulator")
PII = ("moving pictures", "voice")


def receipt_of(declaration: Declaration) -> dict[str, Any]:
    """The receipt, as JSON can hold it."""
    service = declaration.case.family.service
    return {
        "header": {
            "schema_version": SCHEMA,
            "record_id": str(declaration.pk),
            "receipt_id": str(declaration.pk),
            "pii_principal_id": str(declaration.about_id),
        },
        "processing": {
            "language": declaration.language,
            "jurisdiction": service.nation,
            "purposes": [_purpose(declaration, line) for line in declaration.lines.all()],
        },
        "party_identification": list(_parties(declaration)),
        "event": _event(declaration),
        "evidence": _evidence(declaration),
    }


def _purpose(declaration: Declaration, line: DeclarationLine) -> dict[str, Any]:
    scope = declaration.scope
    return {
        "purpose": line.purpose,
        "purpose_type": "wide" if line.purpose in WIDE else "narrow",
        "lawful_basis": "consent",
        "processing_method": line.action,
        "collection_method": "filmed by the practitioner, with the family's knowledge",
        "pii_information": [{"pii_type": kind, "pii_optional": True, "sensitive_pii_category": True} for kind in PII],
        "scope": {"kind": scope.kind, "id": str(scope.pk), "later_footage": declaration.later_footage},
        "pii_controllers": [str(declaration.case.family.service_id)],
        "recipient_third_parties": [str(viewer.pk) for viewer in declaration.viewers.all()],
        "retention_period": RETENTION,
        "withdrawal_method": WITHDRAWAL,
        "privacy_rights": list(RIGHTS),
        "privacy_notice": _notice(line.text) if line.text else None,
    }


def _notice(text: ConsentText) -> dict[str, Any]:
    """The exact words, and what proves that they are: anybody can compute the sum anew."""
    return {
        "id": str(text.pk),
        "version": text.version,
        "language": text.language,
        "published_at": _moment(text.published_at),
        "words": text.body,
        "sha256": hashlib.sha256(text.body.encode()).hexdigest(),
    }


def _parties(declaration: Declaration) -> Iterator[dict[str, Any]]:
    service, maker = declaration.case.family.service, declaration.by
    yield {"party_id": str(service.pk), "party_role": "pii_controller", "party_name": service.name}
    yield {"party_id": str(declaration.about_id), "party_role": "pii_principal"}
    if maker is not None:
        kind = "organisation" if maker.kind == Person.Kind.BODY else "person"
        yield {"party_id": str(maker.pk), "party_role": "given_by", "party_type": kind}
    yield {"party_id": str(declaration.recorded_by_id), "party_role": "recorded_by"}
    if declaration.second_signer_id:
        yield {"party_id": str(declaration.second_signer_id), "party_role": "second_signer"}


def _event(declaration: Declaration) -> dict[str, Any]:
    from_at, until_at = declaration.from_at, declaration.until_at
    return {
        "event_type": "explicit",
        "event_state": STATES[Declaration.Kind(declaration.kind)],
        "event_time": _moment(declaration.recorded_at),
        "entity_id": str(declaration.by_id) if declaration.by_id else None,
        "validity_duration": duration_iso_string(until_at - from_at) if from_at and until_at else None,
        "valid_from": _moment(from_at),
        "valid_until": _moment(until_at),
        "lifts": [str(no.pk) for no in declaration.lifts.all()],
        "voids": str(declaration.voids_id) if declaration.voids_id else None,
    }


def _evidence(declaration: Declaration) -> dict[str, Any]:
    return {
        "type": declaration.evidence,
        "channel": declaration.channel,
        "said_on": _moment(declaration.said_on),
        "how_shown": declaration.how_shown or None,
        "interpreter": declaration.interpreter or None,
        "proof": _proof(declaration.proof) if declaration.proof else None,
    }


def _proof(proof: Proof) -> dict[str, Any]:
    """What was signed, by its sum: the drawing or the photo itself stays sealed in the portal."""
    return {
        "id": str(proof.pk),
        "kind": proof.kind,
        "name_typed": proof.words or None,
        "sha256": proof.sha256 or None,
        "made_at": _moment(proof.made_at),
    }


def _moment(at: datetime | date | None) -> str | None:
    return at.isoformat() if at else None
