"""What is on record around a declaration: its proof, its words, its signatures, those who may be named in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from consent.models import Action, Asset, ConsentText, Declaration, Proof, Purpose
from vigportal.accounts.models import Service, User
from vigportal.accounts.queries import working_seats

GONE = (Asset.State.ERASING, Asset.State.ERASED)


def is_there(asset: Asset) -> bool:
    """Whether it is still there, asked anew: since a page was opened it may have been erased."""
    return Asset.objects.filter(pk=asset.pk).exclude(state__in=GONE).exists()


def colleagues_of(service: Service, now: datetime) -> QuerySet[User]:
    """Everybody who works for the service now, by name."""
    return User.objects.filter(memberships__in=working_seats(service, now)).distinct().order_by("name", "pk")


def people_with(service: Service, ids: Iterable[UUID], now: datetime) -> list[User]:
    """Those of them who work for the service now."""
    return list(colleagues_of(service, now).filter(pk__in=list(ids)))


def texts_for(service: Service, purpose: Purpose, action: Action) -> QuerySet[ConsentText]:
    """Every wording that a paper may have been signed under, newest first."""
    rows = ConsentText.objects.filter(Q(service=service) | Q(service=None), purpose=purpose, action=action)
    return rows.order_by("-published_at", "-version", "language")


def proofs_among(names: list[str]) -> set[str]:
    """Those of the vault's objects that a proof points at."""
    return set(Proof.objects.filter(object_name__in=names).values_list("object_name", flat=True))


def first_signature(mistaken: Declaration) -> Declaration | None:
    """Who has said that this yes was entered in error, while a second hand is waited for."""
    return mistaken.voided_by.filter(second_signer=None).select_related("recorded_by").order_by("number").first()


def is_voided(mistaken: Declaration) -> bool:
    """Whether two hands have taken it back."""
    return mistaken.voided_by.exclude(second_signer=None).exists()
