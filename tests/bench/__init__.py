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
    """What was measured, how it came out, and what it has to be at least (None: told, not judged)."""

    about: str
    value: float
    at_least: float | None = None

    @property
    def is_reached(self) -> bool:
        return self.at_least is None or self.value >= self.at_least

    def __str__(self) -> str:
        goal = "told, not judged" if self.at_least is None else f"goal ≥ {self.at_least}"
        return f"{self.about}: {self.value:.2f} ({goal}{'' if self.is_reached else ', MISSED'})"
