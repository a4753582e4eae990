"""A service as large as it may get: forty supervised practitioners, and one who holds every case as well.

Each case: a mother, a child for whom she decides, one cycle with a film of so many clips, all confirmed, and her broad
yes for both. Every tenth case has one clip on the supervisor's shelf. Ledger entries are written by the database
itself; their hashes are no chain, because pages read none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Model

from consent import models as consent
from consent.defaults import first_rules
from consent.queries import text_for
from families.models import Assignment, Case, Family, Guardianship, Person, PersonFact
from sessions.models import Cycle, Goal, SharedReview
from tests.bench.crowd import ASKED
from tests.cast import Cast, make_cast, make_seat, make_user
from tests.consent.rows import Shelf
from videos.models import Clip, Film, Share
from vigportal.accounts.models import Membership, Supervising, User
from vigportal.accounts.roles import Role
from vigportal.ledger.models import Entry

SUPERVISEES = 40
AT_ONCE = 100
SECOND = 1_000_000
YEAR = timedelta(days=365)
FAR = 1_000_000_000
"""Beyond what the chains count to by themselves."""
TABLES: tuple[type[Model], ...] = (
    Family, Case, Person, PersonFact, Guardianship, Assignment, Cycle, SharedReview, Goal, consent.Asset,
    consent.AssetChange, consent.Confirmation, consent.Appearance, consent.Declaration, consent.DeclarationLine,
    Film, Clip, Share,
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How large: cases, clips of each, entries of the ledger."""

    cases: int
    clips: int
    entries: int

    def __str__(self) -> str:
        return f"{self.cases:,} cases, {self.cases * self.clips:,} clips, {self.entries:,} entries"


@dataclass(frozen=True)
class Town:
    """Who signs in: Maya holds every case, Omar supervises the forty."""

    cast: Cast
    manager: User
    lead: User
    seats: tuple[Membership, ...]
    texts: Mapping[str, consent.ConsentText]


def found() -> Town:
    """The service and its people, without a case but the cast's own."""
    cast = make_cast()
    manager, lead = make_user("Mona"), make_user("Dita")
    make_seat(manager, cast.service, Role.MANAGER, cast.since)
    make_seat(lead, cast.service, Role.DATA_PROTECTION, cast.since)
    cast.supervising.delete()
    seats = tuple(
        make_seat(make_user(f"Worker{place:02}"), cast.service, Role.PRACTITIONER, cast.since)
        for place in range(SUPERVISEES)
    )
    Supervising.objects.bulk_create(
        Supervising(supervisor=cast.omar_seat, practitioner=seat, starts_at=cast.since) for seat in seats
    )
    consent.Ceiling.objects.create(
        service=cast.service, rules=first_rules(cast.service.nation), effective_at=cast.since
    )
    return Town(
        cast, manager, lead, seats, {purpose: text_for(cast.service, consent.Purpose(purpose)) for purpose in ASKED}
    )


def grow(town: Town, before: Size, after: Size) -> None:
    """Adds what is missing from one size to the next."""
    with transaction.atomic():
        for start in range(before.cases, after.cases, AT_ONCE):
            shelf = Shelf()
            for number in range(start, min(start + AT_ONCE, after.cases)):
                for row in _case(town, number, after.clips):
                    shelf.add(row)
            for model in TABLES:
                model._default_manager.bulk_create(shelf.rows[model], batch_size=2000)
        _entries(town, before.entries, after.entries)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _case(town: Town, number: int, clips: int) -> Iterator[Model]:
    """The rows of one case, in any order."""
    cast, at = town.cast, town.cast.since
    own = town.seats[number % SUPERVISEES]
    family = Family(service=cast.service, name=f"The Family {number}", made_at=at)
    case = Case(family=family, number=1000 + number, helping_question="How do we sleep?", opened_at=at)
    mother = Person(family=family, kind=Person.Kind.ADULT, name=f"Mother {number}", made_at=at)
    child = Person(family=family, kind=Person.Kind.CHILD, name=f"Child {number}", made_at=at)
    cycle = Cycle(case=case, number=1, opened_at=at)
    yield from (family, case, mother, child, cycle)
    yield Goal(case=case, wording="Bedtimes", hoped_for=8, agreed_at=at)
    yield from (Assignment(case=case, practitioner=seat, starts_at=at) for seat in (own, cast.maya_seat))
    for person, kind, value in ((mother, "adult", "yes"), (child, "born_on", f"{at.year - 3}-01-15")):
        yield PersonFact(person=person, kind=kind, value=value, recorded_at=at, recorded_by=cast.maya)
    yield Guardianship(
        person=child, holder=mother, basis="parental_responsibility", starts_at=at, recorded_at=at,
        recorded_by=cast.maya, verified_at=at, verified_by=cast.maya,
    )  # fmt: skip
    yield from _footage(town, cycle, (mother, child), clips, own if number % 10 == 0 else None)


def _footage(
    town: Town, cycle: Cycle, people: tuple[Person, ...], clips: int, offered_by: Membership | None
) -> Iterator[Model]:
    cast, at, case = town.cast, town.cast.since, cycle.case
    numbers = count(1)
    root = consent.Asset(case=case, kind="case", number=next(numbers), state="active", made_at=at)
    filmed = consent.Asset(case=case, parent=root, kind="film", number=next(numbers), state="active", made_at=at)
    film = Film(
        asset=filmed, cycle=cycle, state="ready", recorded_at=at, added_at=at, added_by=cast.maya, ready_at=at,
        frames=clips * 30, rate_num=30,
    )  # fmt: skip
    yield from (root, consent.AssetChange(asset=root, state="active", changed_at=at), film)
    yield from _asset(cast, filmed, people)
    for place in range(clips):
        asset = consent.Asset(
            case=case, parent=filmed, kind="clip", number=next(numbers), state="active", made_at=at,
            first_pts=place * SECOND, end_pts=(place + 1) * SECOND,
        )  # fmt: skip
        clip = Clip(
            asset=asset, film=film, state="ready", place=place, first_frame=place * 30, end_frame=place * 30 + 30,
            made_at=at, made_by=cast.maya,
        )  # fmt: skip
        yield from _asset(cast, asset, people)
        yield clip
        if offered_by and place == 0:
            yield Share(clip=clip, purpose="supervision", to=cast.omar_seat, made_at=at, made_by=offered_by.user)
    yield from _yeses(town, root, people, numbers)


def _asset(cast: Cast, asset: consent.Asset, people: tuple[Person, ...]) -> Iterator[Model]:
    at = cast.since
    yield asset
    yield consent.AssetChange(asset=asset, state="active", changed_at=at)
    yield consent.Confirmation(asset=asset, confirmed_at=at, confirmed_by=cast.maya)
    yield from (consent.Appearance(asset=asset, person=one, noted_at=at, noted_by=cast.maya) for one in people)


def _yeses(town: Town, root: consent.Asset, people: tuple[Person, ...], numbers: Iterator[int]) -> Iterator[Model]:
    """The mother's, for each, to what is asked of every family."""
    cast, at = town.cast, town.cast.since
    for about in people:
        said = consent.Declaration(
            id=uuid4(), case=root.case, number=next(numbers), kind="GIVE", about=about, by=people[0], scope=root,
            evidence="signed", channel="told", from_at=at, until_at=at + YEAR, later_footage=True, recorded_at=at,
            recorded_by=cast.maya,
        )  # fmt: skip
        yield said
        for purpose in ASKED:
            yield consent.DeclarationLine(declaration=said, purpose=purpose, action="view", text=town.texts[purpose])


def _entries(town: Town, before: int, after: int) -> None:
    """One after another each second, all in the case that the cast began with."""
    if after <= before:
        return
    cast = town.cast
    key, moment = {
        "sqlite": ("lower(hex(randomblob(16)))", "strftime('%%Y-%%m-%%d %%H:%%M:%%f', %s, '+' || n || ' seconds')"),
        "postgresql": ("gen_random_uuid()", "CAST(%s AS timestamptz) + n * interval '1 second'"),
    }[connection.vendor]
    case, service, actor = (
        each if connection.features.has_native_uuid_field else each.hex
        for each in (cast.case.pk, cast.service.pk, cast.maya.pk)
    )
    columns = "id, chain, number, at, actor_id, service_id, event, facts, purpose, rests_on, previous_hash, hash"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE counted(n) AS (SELECT CAST(%s AS bigint) UNION ALL SELECT n + 1 FROM counted WHERE n < %s)"
            f" INSERT INTO {Entry._meta.db_table} ({columns}) SELECT {key}, %s, {FAR} + n, {moment}, %s, %s,"
            " 'case_changed', '{\"parts\": [\"referrer\"]}', '', '[]', '', '' FROM counted",
            [before + 1, after, case, cast.since.strftime("%Y-%m-%d %H:%M:%S"), actor, service],
        )
