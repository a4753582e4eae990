"""What was said, to keep: each receipt, and the whole history, as a page, a PDF and files for machines.

Whoever said something has its papers; whoever holds the case has all of them, to hand on. Nobody else's answer is ever
on a parent's papers.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from consent.access import declaration_for
from consent.actions.taking import Form, take_history
from consent.letters.fhir import collection_of, consent_of, status_of
from consent.letters.history import history_of, own_history_of
from consent.letters.receipt import receipt_of
from consent.models import Declaration
from consent.reading import reading_of
from families.access import case_for
from families.queries import cases_held_by, own_people
from vigportal.accounts.access import SignedIn
from vigportal.letters.answers import paper_answer

FHIR = "application/fhir+json"


@require_GET
def receipt_page(request: SignedIn, declaration_id: UUID) -> HttpResponse:
    """One thing that was said, as a page to read, print, and take along."""
    now = timezone.now()
    said = declaration_for(request.user, declaration_id, now)
    is_held = cases_held_by(request.user, now).filter(pk=said.case_id).exists()
    frame = "base_staff.html" if is_held else "base_parent.html"
    context = {"said": said, "case": said.case, "frame": frame, "is_held": is_held, "now": now}
    return render(request, "consent/receipt_page.html", context)


@require_GET
def receipt(request: SignedIn, declaration_id: UUID) -> HttpResponse:
    """The same for a machine to read (ISO/IEC TS 27560)."""
    said = declaration_for(request.user, declaration_id, timezone.now())
    return _file(receipt_of(said), f"receipt-{said.pk}.json")


@require_GET
def fhir(request: SignedIn, declaration_id: UUID) -> HttpResponse:
    """The same for a health record (HL7 FHIR R4 Consent). What was entered in error says so; a VOID is no consent."""
    now = timezone.now()
    said = declaration_for(request.user, declaration_id, now)
    if said.kind == Declaration.Kind.VOID:
        raise Http404
    resource = consent_of(said, status_of(said, reading_of(said.case, now)))
    return _file(resource, f"consent-{said.pk}.fhir.json", FHIR)


@require_GET
def own_history(request: SignedIn) -> HttpResponse:
    """Everything I said, in order, on one page that prints well."""
    return render(request, "consent/history.html", _own(request))


@require_GET
def own_history_paper(request: SignedIn) -> HttpResponse:
    """The same as a PDF."""
    return paper_answer("consent/history_paper.html", _own(request), "what-i-said")


@require_GET
def case_history(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Everything that was said in a case, in order, on one page that prints well."""
    return render(request, "consent/history.html", _whole(request, case_id))


@require_GET
def case_history_paper(request: SignedIn, case_id: UUID) -> HttpResponse:
    """The same as a PDF. That it was taken is entered."""
    context = _whole(request, case_id)
    take_history(actor=request.user, case=context["case"], form=Form.PDF, now=context["now"])
    return paper_answer("consent/history_paper.html", context, "consent-history")


@require_GET
def case_history_fhir(request: SignedIn, case_id: UUID) -> HttpResponse:
    """The same for a health record: a collection of FHIR consents. That it was taken is entered."""
    context = _whole(request, case_id)
    case, now = context["case"], context["now"]
    take_history(actor=request.user, case=case, form=Form.FHIR, now=now)
    bundle = collection_of(context["history"].said, reading_of(case, now))
    return _file(bundle, f"consents-{case.pk}.fhir.json", FHIR)


def _own(request: SignedIn) -> dict[str, Any]:
    now = timezone.now()
    people = own_people(request.user, now)
    if not people:
        raise Http404
    return {"history": own_history_of(people), "frame": "base_parent.html", "is_held": False, "now": now}


def _whole(request: SignedIn, case_id: UUID) -> dict[str, Any]:
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    return {"case": case, "history": history_of(case), "frame": "base_staff.html", "is_held": True, "now": now}


def _file(content: dict[str, Any], name: str, kind: str = "application/json") -> HttpResponse:
    answer = JsonResponse(content, json_dumps_params={"indent": 2, "ensure_ascii": False}, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
