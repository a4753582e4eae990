"""The doors of consent: one question, decided now, from the primary database. No answer outlives its request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from consent.actions.accepting import WhyNot
from consent.appearances import absent_from
from consent.decisions import Decision, Finding, Reason
from consent.facts import Appearance as Seen
from consent.facts import Question
from consent.hands import hands_wanted_of, told_to
from consent.house_rules import second_look_in
from consent.loader import facts_for_asset
from consent.models import Absence, Action, Appearance, Asset, Declaration, Proof, Purpose, SecondHand
from consent.policy import decide
from consent.queries import GONE, branch_of
from consent.reading import Reading, decisions, may_block, may_give, named_by, reading_of
from consent.terms import NOES, Kind
from consent.writer import root_of
from families.ability import in_force
from families.access import own_person_for
from families.models import Case, Family, Guardianship, Person
from families.queries import cases_held_by, cases_of_own_family, cases_supervised_by, own_people
from families.standing import SecondLook
from vigportal.accounts.access import seats_that_may
from vigportal.accounts.models import User
from vigportal.accounts.roles import Act

SHUTS_CONFIRMING = frozenset(
    {
        Reason.ERROR,
        Reason.ASSET_STATE,
        Reason.CEILING,
        Reason.DISSENT,
        Reason.REFUSED,
        Reason.VIEWER_EXCLUDED,
    }
)
"""What shuts even the confirming door. A yes that is missing doesn't: the door is there to find out whose is."""


def decision_on(asset: Asset, *, viewer: UUID, purpose: Purpose, action: Action, now: datetime) -> Decision:
    """May `viewer` do `action` with `asset` for `purpose`, now?"""
    return decide(facts_for_asset(asset.pk), Question(asset.pk, purpose, action, viewer, now))


def cited(decision: Decision) -> list[UUID]:
    """The declarations that a decision rests on, for the ledger."""
    return [UUID(str(declaration)) for declaration in decision.because_of]


def confirming_decision(asset: Asset, *, viewer: UUID, now: datetime) -> Decision:
    """May the case's practitioners open `asset` to say who is in it? (consent.md, *Confirming*: outside `decide`.)

    Only while it is active and the service's days last (counted from the film, whatever was cut from it since), and
    never over a standing no to practice: of the people noted in it, and of anybody else in the family who isn't said
    to be absent from the film.
    """
    family = asset.case.family
    film = next(above for above in branch_of(asset) if above.kind == Asset.Kind.FILM)
    noted = set(asset.appearances.filter(taken_off_at=None).values_list("person", flat=True))
    people = noted | _not_absent(family, film)
    facts = facts_for_asset(asset.pk, also=people)
    seen = tuple(Seen(person, asset.made_at) for person in people)
    supposed = tuple(
        replace(row, people=seen, confirmations=(asset.made_at,), objections=()) if row.id == asset.pk else row
        for row in facts.assets
    )
    question = Question(asset.pk, Purpose.PRACTICE, Action.VIEW, viewer, now)
    answer = decide(replace(facts, assets=supposed), question)
    against = [found for found in answer.findings if found.reason in SHUTS_CONFIRMING]
    if now >= film.made_at + timedelta(days=family.service.confirming_days):
        against.append(Finding(Reason.EXPIRED))
    if not against:
        return Decision(True, Reason.EVERYONE_AGREES, (), ())
    cited = tuple(found.declaration for found in against if found.declaration)
    return Decision(False, against[0].reason, cited, tuple(against))


def _not_absent(family: Family, film: Asset) -> set[UUID]:
    return set(family.people.values_list("pk", flat=True)) - set(absent_from(film).values_list("pk", flat=True))


def decisions_on(
    case: Case, assets: Iterable[UUID], *, viewer: UUID | None, purposes: Iterable[Purpose], now: datetime
) -> Mapping[tuple[UUID, Purpose], Decision]:
    """The same for many assets and purposes of one case (to view), from one reading of the case."""
    return decisions(reading_of(case, now), assets, purposes, viewer)


NAMED = ("case__family__service", "film__cycle", "clip__film__cycle", "still__clip__film__cycle")
"""What a page needs to say which film, clip or still it speaks of."""


@dataclass(frozen=True)
class Speaking:
    """Somebody who is about to say something: who, about which asset, at their own sign-in or not."""

    asset: Asset
    maker: Person
    reading: Reading
    is_own: bool

    def gives_for(self, purpose: Purpose) -> list[Person]:
        """Those in it for whom their yes can count."""
        return self._of_those_in_it(may_give(self.reading, self.maker, purpose))

    def blocks_for(self, purpose: Purpose = Purpose.EVERYTHING) -> list[Person]:
        """Those in it for whom their no counts."""
        return self._of_those_in_it(may_block(self.reading, self.maker, purpose))

    def named_before(self, purpose: Purpose) -> set[UUID]:
        """Who would watch, as they have agreed to it before."""
        return {UUID(str(viewer)) for viewer in named_by(self.reading, self.maker, purpose)}

    def blocks_for_others(self) -> list[Person]:
        """Those in it, themselves aside, for whom their no counts (as of somebody who isn't verified yet)."""
        return [person for person in self.blocks_for() if person.pk != self.maker.pk]

    def _of_those_in_it(self, people: list[Person]) -> list[Person]:
        """Themselves first. Of the whole case, and while nobody is noted in a film, all whom they may speak for."""
        shown = {person.pk for person in self.reading.shown_in(self.asset.pk)}
        those = [person for person in people if not shown or person.pk in shown]
        return sorted(those, key=lambda person: person.pk != self.maker.pk)


class NotTheirs(Http404):
    """A word about this asset, for somebody whose word it can't be: not found, and entered if it was sent."""

    def __init__(self, asset: Asset, why: WhyNot) -> None:
        super().__init__(why.value)
        self.asset, self.why = asset, why


def gone_for(actor: User, asset_id: UUID, now: datetime) -> Asset | None:
    """What was erased, or is being erased, of a case that `actor` holds or has a part in: a page may still be open."""
    theirs = Q(case__in=cases_held_by(actor, now)) | Q(case__in=cases_of_own_family(actor, now))
    return Asset.objects.filter(theirs, pk=asset_id, state__in=GONE).select_related("case__family").first()


def asset_for(actor: User, asset_id: UUID, now: datetime) -> Asset:
    """The record of an asset (no byte of it), for a practitioner who holds its case now, or 404."""
    assets = Asset.objects.filter(case__in=cases_held_by(actor, now)).exclude(state__in=GONE)
    return get_object_or_404(assets.select_related(*NAMED), pk=asset_id)


def hand_for(actor: User, hand_id: UUID, now: datetime) -> SecondHand:
    """What waits for `actor`'s hand, or 404."""
    hand = next((each.hand for each in hands_wanted_of(actor, now) if each.hand.pk == hand_id), None)
    if hand is None:
        raise Http404
    return hand


def told_hand_for(actor: User, hand_id: UUID, now: datetime) -> SecondHand:
    """What was said with another hand of who is in something of `actor`'s own family, or 404."""
    agreed, _absences = told_to(actor, now)
    return get_object_or_404(agreed, pk=hand_id)


def own_absence_for(actor: User, film_id: UUID, now: datetime) -> Absence:
    """That `actor` is not in a film, as it was said; or 404."""
    _agreed, absences = told_to(actor, now)
    return get_object_or_404(absences, film=film_id)


def footage_for(actor: User, asset_id: UUID, now: datetime) -> Asset:
    """A film, clip or picture, for a practitioner who holds its case now; of all the work nobody says who is in it."""
    asset = asset_for(actor, asset_id, now)
    if asset.kind == Asset.Kind.CASE:
        raise Http404
    return asset


def appearance_of(asset: Asset, person_id: UUID) -> Appearance:
    """Somebody who is listed in it now, or 404. Whose asset it is, was asked at its own door."""
    listed = asset.appearances.filter(taken_off_at=None).select_related("person", "asset__case__family__service")
    return get_object_or_404(listed, person=person_id)


def speaking_for(actor: User, asset_id: UUID, maker_id: UUID, now: datetime) -> Speaking:
    """What somebody of the family is about to say: to their practitioner, or at their own sign-in; else 404."""
    if not cases_held_by(actor, now).filter(assets=asset_id).exists():
        speaking = own_speaking_for(actor, asset_id, now)
        if speaking.maker.pk != maker_id:
            raise NotTheirs(speaking.asset, WhyNot.NOT_THEIR_SIGN_IN)
        return speaking
    asset = asset_for(actor, asset_id, now)
    reading = reading_of(asset.case, now)
    if maker_id not in reading.people:
        raise NotTheirs(asset, WhyNot.OTHER_FAMILY)
    return Speaking(asset, reading.people[maker_id], reading, is_own=False)


def own_speaking_for(actor: User, asset_id: UUID, now: datetime) -> Speaking:
    """The actor themselves, about an asset of their family in which they may speak for somebody; else 404."""
    assets = Asset.objects.filter(case__in=cases_of_own_family(actor, now)).exclude(state__in=GONE)
    asset = get_object_or_404(assets.select_related(*NAMED), pk=asset_id)
    maker = own_person_for(actor, asset.case, now)
    speaking = Speaking(asset, maker, reading_of(asset.case, now), is_own=True)
    if not speaking.blocks_for():
        raise Http404
    return speaking


def own_first_question(actor: User, asset_id: UUID, now: datetime) -> tuple[UUID, UUID, str] | None:
    """Where asking begins for somebody of the family; nothing for a practitioner who holds the case."""
    if cases_held_by(actor, now).filter(assets=asset_id).exists():
        return None
    speaking = own_speaking_for(actor, asset_id, now)
    if not speaking.reading.usual:
        raise Http404
    return asset_id, speaking.maker.pk, speaking.reading.usual[0].value


def speakers_on(asset: Asset, now: datetime) -> list[Speaking]:
    """Everybody of the family whose word counts about an asset, in the order they were written down."""
    reading = reading_of(asset.case, now)
    each = (Speaking(asset, person, reading, is_own=False) for person in reading.people.values())
    return [one for one in each if any(one.gives_for(purpose) for purpose in reading.asked) or one.blocks_for_others()]


def right_to_look_at_for(actor: User, right_id: UUID, now: datetime) -> tuple[Guardianship, Case | None]:
    """A right to decide, and the case through which `actor` may look at it; else 404.

    Whoever holds a case of the family, always. Where the service asks for another hand, also (no case: None) whoever
    holds cases or manages people there, while the right waits. It opens nothing else of that family.
    """
    rows = Guardianship.objects.select_related("person__family__service", "holder", "verified_by", "recorded_by")
    row = get_object_or_404(rows, pk=right_id)
    service = row.person.family.service
    case = cases_held_by(actor, now).filter(family=row.person.family_id).order_by("opened_at").last()
    if case is None:
        seats = [*seats_that_may(actor, Act.HOLD_CASES, now), *seats_that_may(actor, Act.MANAGE_PEOPLE, now)]
        waits = row.verified_at is None and in_force(row.starts_at, row.ends_at, now)
        is_theirs = waits and service.pk in {seat.service_id for seat in seats}
        if not is_theirs or second_look_in(service, now) != SecondLook.ANOTHER:
            raise Http404
    return row, case


def root_for(case: Case, now: datetime) -> Asset:
    """The asset that stands for the whole case, made at first need. Whose case it is, was asked at its own door."""
    with transaction.atomic():
        return root_of(case, now)


def proof_for(actor: User, proof_id: UUID, now: datetime) -> Proof:
    """A sealed signature or paper: for a practitioner who holds its case now, and for whoever signed it; else 404."""
    theirs = Q(case__in=cases_held_by(actor, now)) | Q(declarations__by__in=own_people(actor, now))
    sealed = Proof.objects.exclude(object_name="").filter(theirs).distinct().select_related("case__family")
    return get_object_or_404(sealed, pk=proof_id)


def mistaken_for(actor: User, declaration_id: UUID, now: datetime) -> Declaration:
    """What may be an error: for the practitioners of its case, and for whoever supervises one of them; or 404."""
    theirs = Q(case__in=cases_held_by(actor, now)) | Q(case__in=cases_supervised_by(actor, now))
    rows = Declaration.objects.filter(theirs).exclude(kind=Declaration.Kind.VOID).distinct()
    named = rows.select_related("case__family__service", "about", "by", "recorded_by", "scope__case__family", "proof")
    return get_object_or_404(named, pk=declaration_id)


def holds_case_of(actor: User, declaration: Declaration, now: datetime) -> bool:
    """Whether `actor` holds its case, and may read the names in it."""
    return cases_held_by(actor, now).filter(pk=declaration.case_id).exists()


def declaration_for(actor: User, declaration_id: UUID, now: datetime) -> Declaration:
    """Something that `actor` said as themselves, or that was said in a case they hold now; else 404.

    The first signature under an error says nothing yet: nothing is proved by it.
    """
    held = Declaration.objects.filter(case__in=cases_held_by(actor, now))
    own = Declaration.objects.filter(by__in=own_people(actor, now))
    heard = (held | own).exclude(kind=Declaration.Kind.VOID, second_signer=None)
    rows = heard.select_related("about", "by", "recorded_by", "proof", "voids", "case__family__service")
    # What names the scope comes apart: as joins of this, PostgreSQL took 0.2 s to plan them, and up to 1.3 s under load
    scopes = (f"scope__{name}" for name in NAMED)
    whole = rows.prefetch_related("lines__text", "viewers", "lifts", "voided_by", *scopes).distinct()
    return get_object_or_404(whole, pk=declaration_id)


def late_no_for(actor: User, declaration_id: UUID, now: datetime) -> Declaration:
    """A no of a case that `actor` holds, which was said before the day it was written down; else 404."""
    noes = Declaration.objects.filter(kind__in=(*NOES, Kind.DISSENT), said_on__isnull=False)
    rows = noes.filter(case__in=cases_held_by(actor, now)).select_related(
        "about", "by", "case__family__service", *(f"scope__{name}" for name in NAMED)
    )
    return get_object_or_404(rows.prefetch_related("lines", "viewers"), pk=declaration_id)
