"""How long something still takes, by how fast it went: measured over the last minute, never guessed.

Quiet room. Times are seconds of any clock that only goes forward; how much is done is a share of 1.
"""

from __future__ import annotations

from dataclasses import dataclass

WINDOW = 60.0
APART = 1.0
ENOUGH = 3.0
"""Seconds: how far back is looked, how close two looks may lie, how much is measured before anything is said."""


@dataclass(frozen=True)
class Pace:
    """What was seen of the last minute: moments, and how much was done at each."""

    seen: tuple[tuple[float, float], ...] = ()

    @property
    def done(self) -> float:
        """How much is done, from 0 to 1."""
        return self.seen[-1][1] if self.seen else 0.0

    def noted(self, done: float, at: float) -> Pace:
        """The pace with one look more. Work that begins anew is measured anew."""
        if done < self.done:
            return Pace(((at, done),))
        kept = self.seen if len(self.seen) < 2 or at - self.seen[-2][0] >= APART else self.seen[:-1]
        return Pace((*(look for look in kept if at - look[0] <= WINDOW), (at, done)))

    def left(self, at: float) -> float | None:
        """Seconds until all is done, or None while too little was measured to say so."""
        if len(self.seen) < 2:
            return None
        (since, before), (until, done) = self.seen[0], self.seen[-1]
        if until - since < ENOUGH or done <= before:
            return None
        rate = (done - before) / (until - since)
        return max(0.0, (1 - done) / rate - (at - until))
