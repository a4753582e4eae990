"""Figures with a goal. `.venv/bin/python -m tests.bench` measures them all; each module's `run()` gives its own.

Ratios, the median of rounds that alternate within one run: absolute figures say more about the machine than about us.
"""

import os
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()


@dataclass(frozen=True)
class Figure:
    """What was measured, how it came out, what it has to be at least or at most (neither: told, not judged)."""

    about: str
    value: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def is_reached(self) -> bool:
        """Whether the goal, if there is one, is met."""
        enough = self.at_least is None or self.value >= self.at_least
        return enough and (self.at_most is None or self.value <= self.at_most)

    @property
    def goal(self) -> str:
        """The goal in words."""
        if self.at_least is not None:
            return f"≥ {self.at_least}"
        return "told, not judged" if self.at_most is None else f"≤ {self.at_most}"

    def __str__(self) -> str:
        return f"{self.about}: {self.value:.3f} (goal {self.goal}{'' if self.is_reached else ', MISSED'})"
