"""Consent texts of a service: every wording with its versions, which of them is in force, and who would be asked again.

A version is one wording in all its languages, the default's or the service's own. Versions count over both, so that
"words older than version 3" means the same for everybody (the ceiling's `oldest_text`). The service's own newest goes
before the default's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import product
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from consent.languages import ENGLISH, LANGUAGES
from consent.models import Action, Asset, ConsentText, Declaration, DeclarationLine, Purpose
from vigportal.accounts.models import Service

Key = tuple[Purpose, Action]
KEYS: tuple[Key, ...] = tuple(
    (purpose, action) for purpose, action in product(Purpose, Action) if purpose != Purpose.EVERYTHING
)
NOES = (Declaration.Kind.REFUSE, Declaration.Kind.WITHDRAW)


@dataclass(frozen=True)
class Version:
    """One wording in all its languages; the first of its texts is the one that the others translate."""

    number: int
    is_own: bool
    texts: tuple[ConsentText, ...]

    @property
    def published_at(self) -> datetime:
        """When its first words came into force."""
        return self.texts[0].published_at

    def text_in(self, language: str) -> ConsentText:
        """The words in this language, else in English, else as they were first written."""
        by_language = {text.language: text for text in self.texts}
        return by_language.get(language) or by_language.get(ENGLISH.code) or self.texts[0]

    @property
    def words(self) -> Mapping[str, str]:
        """What it says, by language."""
        return {text.language: text.body for text in self.texts}


@dataclass(frozen=True)
class Wording:
    """Everything a service may say about one purpose and action, newest version first."""

    purpose: Purpose
    action: Action
    versions: tuple[Version, ...]

    @cached_property
    def in_force(self) -> Version | None:
        """What is read today."""
        return max(self.versions, key=lambda version: (version.is_own, version.number), default=None)

    @cached_property
    def default(self) -> Version | None:
        """What the portal came with."""
        return max((v for v in self.versions if not v.is_own), key=lambda version: version.number, default=None)

    @property
    def next_number(self) -> int:
        """The number of the next version."""
        return max((version.number for version in self.versions), default=0) + 1


def wording_of(service: Service, purpose: Purpose, action: Action) -> Wording:
    """One purpose and action."""
    return _wording(purpose, action, _texts_of(service).filter(purpose=purpose, action=action))


def wordings_of(service: Service) -> list[Wording]:
    """Every purpose and action, those without words too, in one query."""
    found: defaultdict[tuple[str, str], list[ConsentText]] = defaultdict(list)
    for text in _texts_of(service):
        found[text.purpose, text.action].append(text)
    return [_wording(purpose, action, found[purpose, action]) for purpose, action in KEYS]


def _texts_of(service: Service) -> QuerySet[ConsentText]:
    rows = ConsentText.objects.filter(Q(service=service) | Q(service=None))
    return rows.select_related("published_by").order_by("published_at")


def _wording(purpose: Purpose, action: Action, texts: Iterable[ConsentText]) -> Wording:
    by_version: defaultdict[tuple[int, bool], list[ConsentText]] = defaultdict(list)
    for text in texts:
        by_version[text.version, text.service_id is not None].append(text)
    newest_first = sorted(by_version.items(), reverse=True)
    versions = (Version(number, is_own, _in_order(those)) for (number, is_own), those in newest_first)
    return Wording(purpose, action, tuple(versions))


def _in_order(texts: list[ConsentText]) -> tuple[ConsentText, ...]:
    """The first written first, then as the languages are listed."""
    order = list(LANGUAGES)
    places = {code: place for place, code in enumerate(order)}
    return tuple(sorted(texts, key=lambda text: (text.published_at, places.get(text.language, len(order)))))


@dataclass(frozen=True)
class Waiting:
    """How many people's yeses would wait for new words, and in how many families."""

    yeses: int
    families: int


def would_wait(service: Service, key: Key, version: int, now: datetime) -> Waiting:
    """Today's yeses to words older than this version: in their time, not taken back, not entered in error."""
    lines = DeclarationLine.objects.filter(purpose=key[0], action=key[1], text__version__lt=version)
    said = Declaration.objects.filter(
        case__family__service=service, kind=Declaration.Kind.GIVE, from_at__lte=now, until_at__gt=now
    )
    held = said.filter(Exists(lines.filter(declaration=OuterRef("pk")))).exclude(_taken_back(key[0]) | _is_void())
    rows: set[tuple[UUID, UUID | None, UUID]] = set(held.values_list("about", "by", "case__family"))
    return Waiting(len(rows), len({family for *_people, family in rows}))


def _taken_back(purpose: Purpose) -> Exists:
    """A later no of the same person about the same person, for the same scope or the whole case."""
    of_it = Q(lines__purpose__in=(purpose, Purpose.EVERYTHING))
    later = Declaration.objects.filter(
        of_it, kind__in=NOES, by=OuterRef("by"), about=OuterRef("about"), number__gt=OuterRef("number")
    )
    at_or_above = Q(scope=OuterRef("scope")) | Q(scope__kind=Asset.Kind.CASE)
    return Exists(later.filter(at_or_above, case=OuterRef("case")))


def _is_void() -> Exists:
    voids = Declaration.objects.filter(kind=Declaration.Kind.VOID, voids=OuterRef("pk"))
    return Exists(voids.exclude(second_signer=None))
