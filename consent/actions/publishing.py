"""New words to be read before a yes. What was published stays as it was: another wording is another version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from django.db import transaction

from consent.actions.ceilings import Unfit
from consent.house_rules import limits_in_force
from consent.models import Action, Ceiling, ConsentText, Purpose
from consent.rules import with_oldest_text
from consent.texts import wording_of
from families.writer import Refused
from vigportal.accounts.models import Service, User
from vigportal.ledger.writer import enter


class Older(StrEnum):
    """What becomes of a yes that was given to older words."""

    COUNTS = "counts"
    WAITS = "waits"


EVENTS = {Older.COUNTS: "text_published", Older.WAITS: "text_published_anew"}


@dataclass(frozen=True)
class NewWords:
    """A wording in one or more languages, written upon version `number - 1`. Sent twice, it is published once."""

    form_id: UUID
    purpose: Purpose
    action: Action
    number: int
    words: Mapping[str, str]
    older: Older = Older.COUNTS

    def id_in(self, language: str) -> UUID:
        """The text's id: the same form in the same language is the same text."""
        return uuid5(self.form_id, language)


@transaction.atomic(durable=True)
def publish_words(*, actor: User, service: Service, new: NewWords, now: datetime) -> list[ConsentText]:
    """Publishes the service's own words, in force at once. Where older ones no longer count, every yes to them waits.

    Another version since the page was opened, or the words of today, raise Refused, and nothing has changed.
    """
    if earlier := _earlier(new):
        return earlier
    Service.objects.select_for_update().get(pk=service.pk)
    wording = wording_of(service, new.purpose, new.action)
    if wording.next_number != new.number:
        raise Refused(Unfit.OVERTAKEN)
    if wording.in_force and wording.in_force.words == new.words:
        raise Refused(Unfit.UNCHANGED)
    rows = [_publish(actor, service, new, language, now) for language in new.words]
    if new.older == Older.WAITS:
        _let_wait(actor, service, new, now)
    enter(
        EVENTS[new.older], actor=actor, service_id=service.pk, now=now,
        text=rows[0].pk, purposes=[new.purpose], number=new.number,
    )  # fmt: skip
    return rows


@transaction.atomic(durable=True)
def add_language(*, actor: User, service: Service, new: NewWords, now: datetime) -> list[ConsentText]:
    """Says the words in force in one more language: of the service's own version, the same version.

    The default's words are nobody's to add to: they become the service's own first, as they are, in a version that
    has the new language too. A yes to them still counts. Raises Refused as above.
    """
    if earlier := _earlier(new):
        return earlier
    Service.objects.select_for_update().get(pk=service.pk)
    wording = wording_of(service, new.purpose, new.action)
    stands = wording.in_force
    if stands is None or stands.number != new.number:
        raise Refused(Unfit.OVERTAKEN)
    if new.words.keys() & stands.words.keys():
        raise Refused(Unfit.THERE_ALREADY)
    if not stands.is_own:
        new = replace(new, number=wording.next_number, words={**stands.words, **new.words})
    rows = [_publish(actor, service, new, language, now) for language in new.words]
    enter(
        "text_published", actor=actor, service_id=service.pk, now=now,
        text=rows[-1].pk, purposes=[new.purpose], number=new.number,
    )  # fmt: skip
    return rows


def _earlier(new: NewWords) -> list[ConsentText]:
    return list(ConsentText.objects.filter(pk__in=[new.id_in(language) for language in new.words]))


def _publish(actor: User, service: Service, new: NewWords, language: str, now: datetime) -> ConsentText:
    return ConsentText.objects.create(
        id=new.id_in(language), service=service, purpose=new.purpose, action=new.action, language=language,
        version=new.number, body=new.words[language], published_at=now, published_by=actor,
    )  # fmt: skip


def _let_wait(actor: User, service: Service, new: NewWords, now: datetime) -> None:
    """A new setting of the limits, the same but for the oldest words that count."""
    stands = limits_in_force(service, now)
    if stands is not None:
        rules = with_oldest_text(stands.rules, new.purpose, new.action, new.number)
        Ceiling.objects.create(service=service, rules=rules, effective_at=now, set_by=actor)
