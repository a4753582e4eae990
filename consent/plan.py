"""What is asked about today: which purposes, who would watch, who interprets. Choosing it answers nothing.

A plan lasts as long as the sitting, in the session. Without one, the usual purposes are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from consent.facts import Question
from consent.models import Action, Asset, Purpose
from consent.reading import OwnAnswer, Reading, answers_to, named_by
from consent.record import texts_for
from families.models import Person


@dataclass(frozen=True)
class Step:
    """One question: one purpose, and what may be done with it."""

    purpose: Purpose
    action: Action = Action.VIEW


@dataclass(frozen=True)
class Plan:
    """Which purposes are asked about, in their order; for whom each is meant; and whoever interprets."""

    purposes: tuple[Purpose, ...]
    viewers: Mapping[Purpose, tuple[UUID, ...]] = field(default_factory=dict)
    interpreter: str = ""
    language: str = ""

    def steps(self, reading: Reading, maker: Person, people: list[Person], asset: Asset) -> list[Step]:
        """Each purpose; and once it was answered with yes, whether a copy may be kept, where the service allows it."""
        return [step for purpose in self.purposes for step in _of(purpose, reading, maker, people, asset)]

    def as_kept(self) -> dict[str, Any]:
        """As a session can hold it."""
        return {
            "purposes": [purpose.value for purpose in self.purposes],
            "viewers": {purpose.value: [str(key) for key in keys] for purpose, keys in self.viewers.items()},
            "interpreter": self.interpreter,
            "language": self.language,
        }


def plan_from(kept: Mapping[str, Any], reading: Reading) -> Plan:
    """The plan of this sitting, as far as the service still allows it; else the usual one."""
    purposes = tuple(purpose for purpose in reading.asked if purpose in kept.get("purposes", ()))
    viewers = {Purpose(name): tuple(map(UUID, keys)) for name, keys in kept.get("viewers", {}).items()}
    if not purposes:
        return Plan(tuple(reading.usual))
    return Plan(purposes, viewers, kept.get("interpreter", ""), kept.get("language", ""))


def _of(purpose: Purpose, reading: Reading, maker: Person, people: list[Person], asset: Asset) -> Iterator[Step]:
    yield Step(purpose)
    if reading.allows(purpose, Action.KEEP_COPY):
        service = reading.case.family.service
        answers = answers_on(reading, maker, people, asset, Step(purpose))
        if any(answer.is_yes for answer in answers) and texts_for(service, purpose, Action.KEEP_COPY).exists():
            yield Step(purpose, Action.KEEP_COPY)


def answers_on(reading: Reading, maker: Person, people: list[Person], asset: Asset, step: Step) -> list[OwnAnswer]:
    """What somebody says to a question now. A yes that is meant for some, by name, is a yes."""
    viewer = min(named_by(reading, maker, step.purpose), key=str, default=None)
    return answers_to(reading, maker, people, Question(asset.pk, step.purpose, step.action, viewer, reading.now))
