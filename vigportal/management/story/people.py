"""Who is in the story: looked up by name, so that its second part can go on where the first has ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from families.models import Case, Person
from vigportal.accounts.models import Membership, Service, User

Say = Callable[[str], None]
SERVICE = "Harbour Family Service"
PASSWORD = "a quiet meadow at noon"  # noqa: S105 # nosec B105 -- of the demonstration alone: drawn people


@dataclass
class Story:
    """The service of the demonstration and everybody in it."""

    service: Service
    say: Say

    @classmethod
    def begun(cls, say: Say) -> Story:
        """Find the one that was begun in this portal."""
        return cls(Service.objects.get(name=SERVICE), say)

    def seat(self, name: str) -> Membership:
        """Find the seat of Grace, Maya, Omar or Rosa."""
        seats = Membership.objects.select_related("user", "service")
        return seats.get(service=self.service, user__email=f"{name.lower()}@example.org")

    def user(self, name: str) -> User:
        """Find the account of somebody who signs in."""
        return User.objects.get(email=f"{name.lower()}@example.org")

    @cached_property
    def case(self) -> Case:
        """The case of Rosa and Leo."""
        return Case.objects.select_related("family__service").get(family__service=self.service)

    def person(self, name: str) -> Person:
        """Find Rosa, Leo or Sam."""
        return self.case.family.people.get(name=name)

    @property
    def filmed(self) -> tuple[Person, Person]:
        """Who is seen in each film."""
        return self.person("Rosa"), self.person("Leo")
