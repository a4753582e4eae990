"""What was said as HL7 FHIR R4 `Consent`: one resource for one declaration, and a case's as a collection of them.

One for each, because that is what the resource means: one agreement, of one performer, about one patient. How a case
stands is weighed from many (`policy`), and FHIR has no word for the weighing: whoever reads a collection gets what was
said, and asks the portal what follows from it. So the base policy is always OPTIN: without a permit, nothing.

`type` stands on the nested rules alone (R4: "not permitted in root rule, required in all nested rules"). `status` says
whether it still counts. Purposes are HL7's where one fits, else the portal's own; people are references by id, and no
name leaves the portal. Whom a consent is about is a `Patient` to FHIR, whatever they are to the service.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.html import format_html

from consent.counting import still_counts
from consent.models import Action, Asset, Declaration, DeclarationLine, Purpose
from consent.reading import Reading
from families.models import Person

TERMS = "http://terminology.hl7.org/CodeSystem"
OURS = "urn:uuid:5b1f1d0e-6a0c-4f0e-9a3e-2f6f6c1b7d11"
"""The portal's own purposes, for which HL7 has no code."""
PURPOSES: Mapping[str, dict[str, str]] = {
    Purpose.PRACTICE: {"system": f"{TERMS}/v3-ActReason", "code": "TREAT", "display": "treatment"},
    Purpose.FAMILY_VIEWING: {"system": f"{TERMS}/v3-ActReason", "code": "FAMRQT", "display": "family requested"},
    Purpose.SUPERVISION: {"system": OURS, "code": "supervision", "display": "Supervision"},
    Purpose.ACCREDITATION: {"system": f"{TERMS}/v3-ActReason", "code": "HACCRED", "display": "health accreditation"},
    Purpose.INTERVISION: {"system": OURS, "code": "intervision", "display": "Learning with other practitioners"},
    Purpose.TEAM: {"system": f"{TERMS}/v3-ActReason", "code": "COC", "display": "coordination of care"},
    Purpose.TRAINING: {"system": f"{TERMS}/v3-ActReason", "code": "TRAIN", "display": "training"},
    Purpose.PRESENTATION: {"system": OURS, "code": "presentation", "display": "Presentations"},
    Purpose.RESEARCH: {"system": f"{TERMS}/v3-ActReason", "code": "HRESCH", "display": "healthcare research"},
}
ACTS: Mapping[str, dict[str, str]] = {
    Action.VIEW: {"system": f"{TERMS}/consentaction", "code": "access", "display": "Access"},
    Action.KEEP_COPY: {"system": f"{TERMS}/consentaction", "code": "collect", "display": "Collect"},
}
RECIPIENT = {"system": f"{TERMS}/v3-ParticipationType", "code": "IRCP", "display": "information recipient"}
PERMITS = frozenset({Declaration.Kind.GIVE, Declaration.Kind.ASSENT})
KINDS: Mapping[str, str] = {Asset.Kind.CASE: "EpisodeOfCare"}
"""What FHIR calls an asset; whatever can be seen is `Media`."""


class Status(StrEnum):
    """How a declaration stands today. A standing no is active: it is to be followed."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    ENTERED_IN_ERROR = "entered-in-error"


def status_of(said: Declaration, reading: Reading) -> Status:
    """Weighed against what its own maker said, and nobody else."""
    row = reading.facts.declaration_by_id[said.pk]
    if any(len(set(void.signers)) > 1 for void in reading.facts.voids.get(said.pk, ())):
        return Status.ENTERED_IN_ERROR
    return Status.ACTIVE if still_counts(reading, row) else Status.INACTIVE


def consent_of(said: Declaration, status: Status) -> dict[str, Any]:
    """The resource, as JSON can hold it. A VOID is none of its own: it is the status of what it takes back."""
    lines, service = list(said.lines.all()), said.case.family.service
    performer = _performer(said)
    return {
        "resourceType": "Consent",
        "id": str(said.pk),
        "language": said.language,
        "text": {"status": "generated", "div": _words(said)},
        "identifier": [_identifier(said.pk)],
        "status": status.value,
        "scope": {"coding": [_scope(lines)]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0", "display": "Consent Document"}]}],
        "patient": _reference("Patient", said.about_id),
        "dateTime": _moment(said.recorded_at),
        "performer": [performer],
        "organization": [_organisation(said)],
        **_source(lines),
        "policyRule": {"coding": [{"system": f"{TERMS}/v3-ActCode", "code": "OPTIN", "display": "opt-in"}]},
        "verification": [_verification(said, performer)],
        "provision": {"period": _period(said), "provision": list(_rules(said, lines, service.pk))},
    }


def collection_of(rows: Iterable[Declaration], reading: Reading) -> dict[str, Any]:
    """A case's whole history, in the order in which it was said."""
    heard = [said for said in rows if said.kind != Declaration.Kind.VOID]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _moment(reading.now),
        "entry": [
            {"fullUrl": f"urn:uuid:{said.pk}", "resource": consent_of(said, status_of(said, reading))} for said in heard
        ],
    }


def _rules(said: Declaration, lines: list[DeclarationLine], service: UUID) -> Iterator[dict[str, Any]]:
    """One nested rule for each purpose and action. A no that names none, or everything, is to every purpose."""
    is_permit = said.kind in PERMITS
    whole = {"type": "permit" if is_permit else "deny", "data": [_data(said)]}
    is_bound = is_permit and not said.later_footage
    bound = {"dataPeriod": {"end": _moment(said.recorded_at)}} if is_bound else {}
    for line in lines:
        yield {
            **whole,
            **bound,
            **_recipients(said, line, service),
            "action": [{"coding": [act]} for act in _acts(line.action, is_permit=is_permit)],
            **({"purpose": [PURPOSES[line.purpose]]} if line.purpose in PURPOSES else {}),
        }
    if not lines:
        yield whole


def _acts(action: str, *, is_permit: bool) -> list[dict[str, str]]:
    """A no to watching is a no to keeping a copy, too."""
    return [ACTS[action]] if is_permit or action != Action.VIEW else list(ACTS.values())


def _recipients(said: Declaration, line: DeclarationLine, service: UUID) -> dict[str, Any]:
    """The viewers meant; else, of a yes, the service (or the family, for watching at home); of a no, everybody."""
    actors = [_reference("Practitioner", viewer.pk) for viewer in said.viewers.all()]
    if not actors and said.kind in PERMITS:
        is_family = line.purpose == Purpose.FAMILY_VIEWING
        actors = [_reference("Group", said.case.family_id) if is_family else _reference("Organization", service)]
    return {"actor": [{"role": {"coding": [RECIPIENT]}, "reference": actor} for actor in actors]} if actors else {}


def _data(said: Declaration) -> dict[str, Any]:
    """The scope and everything below it."""
    return {"meaning": "dependents", "reference": _reference(KINDS.get(said.scope.kind, "Media"), said.scope_id)}


def _performer(said: Declaration) -> dict[str, Any]:
    """Who decided: themselves (a child's shown will, too), somebody who may decide for them, or a body."""
    if said.by is None or said.by_id == said.about_id:
        return _reference("Patient", said.about_id)
    return _reference("Organization" if said.by.kind == Person.Kind.BODY else "RelatedPerson", said.by_id)


def _verification(said: Declaration, performer: dict[str, Any]) -> dict[str, Any]:
    """Signed is verified; spoken is not. R4 lets a person verify, and no organisation."""
    is_person = performer["type"] != "Organization"
    return {
        "verified": said.evidence == Declaration.Evidence.SIGNED,
        **({"verifiedWith": performer} if is_person else {}),
        "verificationDate": _moment(said.recorded_at),
    }


def _scope(lines: list[DeclarationLine]) -> dict[str, str]:
    is_research = bool(lines) and all(line.purpose == Purpose.RESEARCH for line in lines)
    code, display = ("research", "Research") if is_research else ("patient-privacy", "Privacy Consent")
    return {"system": f"{TERMS}/consentscope", "code": code, "display": display}


def _source(lines: list[DeclarationLine]) -> dict[str, Any]:
    """The exact words that were read."""
    texts = {line.text.pk: line.text for line in lines if line.text}
    if not texts:
        return {}
    words = "\n\n".join(text.body for text in texts.values())
    title = ", ".join(f"{text.purpose}/{text.action} version {text.version}" for text in texts.values())
    attached = {
        "contentType": "text/plain; charset=utf-8",
        "title": title,
        "language": next(iter(texts.values())).language,
    }
    return {"sourceAttachment": {**attached, "data": base64.b64encode(words.encode()).decode()}}


def _period(said: Declaration) -> dict[str, str]:
    period = {"start": _moment(said.from_at or said.recorded_at)}
    return {**period, "end": _moment(said.until_at)} if said.until_at else period


def _words(said: Declaration) -> str:
    lines = ", ".join(f"{line.get_purpose_display()} ({line.get_action_display()})" for line in said.lines.all())
    return format_html(
        '<div xmlns="http://www.w3.org/1999/xhtml">{} · {} · {}</div>',
        said.get_kind_display(), lines or Purpose.EVERYTHING.label, said.recorded_at.date().isoformat(),
    )  # fmt: skip


def _organisation(said: Declaration) -> dict[str, Any]:
    service = said.case.family.service
    return {**_reference("Organization", service.pk), "display": service.name}


def _reference(kind: str, key: UUID | None) -> dict[str, Any]:
    return {"type": kind, "identifier": _identifier(key)}


def _identifier(key: UUID | None) -> dict[str, str]:
    return {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{key}"}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
