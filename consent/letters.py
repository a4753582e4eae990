"""Receipts: what somebody said, with the exact words they read. The fields are those of ISO/IEC TS 27560:2023."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from consent.models import Declaration, DeclarationLine

SCHEMA = "ISO-27560:2023"
STATES = {
    Declaration.Kind.GIVE: "given",
    Declaration.Kind.REFUSE: "refused",
    Declaration.Kind.WITHDRAW: "withdrawn",
    Declaration.Kind.VOID: "invalidated",
}


def receipt_of(declaration: Declaration) -> dict[str, Any]:
    """The receipt, as JSON can hold it. Its person is known by id; names stand in the portal alone."""
    service = declaration.case.family.service
    return {
        "header": {
            "schema_version": SCHEMA,
            "record_id": str(declaration.pk),
            "pii_principal_id": str(declaration.about_id),
        },
        "processing": {
            "language": declaration.language,
            "purposes": [_purpose(declaration, line) for line in declaration.lines.all()],
        },
        "parties": {
            "pii_controller": {"id": str(service.pk), "name": service.name},
            "given_by": str(declaration.by_id) if declaration.by_id else None,
            "recorded_by": str(declaration.recorded_by_id),
        },
        "event": {
            "state": STATES.get(Declaration.Kind(declaration.kind), declaration.kind.lower()),
            "time": _moment(declaration.recorded_at),
            "valid_from": _moment(declaration.from_at),
            "valid_until": _moment(declaration.until_at),
            "method": declaration.channel,
            "type": declaration.evidence,
            "number_in_case": declaration.number,
        },
    }


def _purpose(declaration: Declaration, line: DeclarationLine) -> dict[str, Any]:
    text = line.text
    return {
        "purpose": line.purpose,
        "processing_operation": line.action,
        "pii_category": ["moving pictures", "voice"],
        "scope": {
            "kind": declaration.scope.kind,
            "id": str(declaration.scope_id),
            "later_footage": declaration.later_footage,
        },
        "withdrawal_method": "in the portal, at any time, in two taps; or by telling the practitioner",
        "notice": {"id": str(text.pk), "version": text.version, "language": text.language, "words": text.body}
        if text
        else None,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
