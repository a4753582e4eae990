"""Whose request has a thread, and whose waits for one: shares that nobody can take from the others.

The law: bodies that are still on their way have half of all threads at most; one client has three
quarters of all at most, and half of the bodies' share. Who is over a share waits; nobody is refused; the others pass.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(eq=False)
class Turn:
    """A request that can begin: whose (None: a proxy that didn't say), and whether a body comes behind its head."""

    peer: str | None
    has_body: bool


class Turns:
    """The threads of one web server, and the requests that wait for them."""

    def __init__(self, threads: int) -> None:
        self.shares = {"bodies": max(1, threads // 2), "peer": max(1, 3 * threads // 4), "both": max(1, threads // 4)}
        self.taken: Counter[tuple[str, str | None]] = Counter()
        self.waiting: deque[Turn] = deque()

    def ask(self, turn: Turn) -> None:
        """Wait for a thread."""
        self.waiting.append(turn)

    def given(self) -> Iterator[Turn]:
        """Take from those who wait, in order, whoever is within their shares."""
        for _ in range(len(self.waiting)):
            turn = self.waiting.popleft()
            if self._has_room(turn):
                self.taken.update(_places(turn))
                yield turn
            else:
                self.waiting.append(turn)

    def give_back(self, turn: Turn) -> None:
        """It was answered."""
        self.taken.subtract(_places(turn))
        for place in _places(turn):
            if self.taken[place] <= 0:
                del self.taken[place]

    def _has_room(self, turn: Turn) -> bool:
        return all(self.taken[place] < self.shares[place[0]] for place in _places(turn))


def _places(turn: Turn) -> list[tuple[str, str | None]]:
    bodies: list[tuple[str, str | None]] = [("bodies", None)] if turn.has_body else []
    own: list[tuple[str, str | None]] = [("peer", turn.peer)] if turn.peer is not None else []
    both: list[tuple[str, str | None]] = [("both", turn.peer)] if bodies and own else []
    return [*bodies, *own, *both]
