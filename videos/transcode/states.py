"""A film's states and the moves between them, and what a person reads in each.

    arriving → checking → preparing → ready        refused (why) · failed (retry) · expired · erasing · erased

Quiet room. A move that is not in the table is not made: whoever asks for it has lost a race.
"""

from enum import StrEnum


class FilmState(StrEnum):
    """Where a film stands. The same values as `videos.models.Film.State`."""

    ARRIVING = "arriving"
    CHECKING = "checking"
    PREPARING = "preparing"
    READY = "ready"
    REFUSED = "refused"
    FAILED = "failed"
    EXPIRED = "expired"
    ERASING = "erasing"
    ERASED = "erased"


S = FilmState
MOVES: dict[FilmState, frozenset[FilmState]] = {
    S.ARRIVING: frozenset({S.CHECKING, S.REFUSED, S.ERASING}),
    S.CHECKING: frozenset({S.PREPARING, S.REFUSED, S.FAILED, S.ERASING}),
    S.PREPARING: frozenset({S.READY, S.REFUSED, S.FAILED, S.ERASING}),
    S.READY: frozenset({S.EXPIRED, S.ERASING}),
    S.REFUSED: frozenset({S.ERASING}),
    S.FAILED: frozenset({S.CHECKING, S.ERASING}),
    S.EXPIRED: frozenset({S.ERASING}),
    S.ERASING: frozenset({S.ERASED}),
    S.ERASED: frozenset(),
}

IN_WORK = frozenset({S.ARRIVING, S.CHECKING, S.PREPARING, S.ERASING})
"""States that end by themselves: a page that shows one looks again by itself."""


def sources_of(state: FilmState) -> frozenset[FilmState]:
    """Every state from which `state` may be reached."""
    return frozenset(source for source, targets in MOVES.items() if state in targets)
