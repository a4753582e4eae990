"""The table of who gets what, read from `table.md`.

What a cell means stands at the top of the table itself.
"""

from pathlib import Path

from tests.matrix.addresses import METHODS
from tests.matrix.world import VIEWERS

TABLE = Path(__file__).with_name("table.md")
LOGIN, NOT_YOURS, NO_SUCH_METHOD = "login", "404", "405"
Row = dict[tuple[str, str], str]


def rows() -> dict[str, Row]:
    """Each URL name with the answer for every method and viewer."""
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("| ") and not line.startswith("| url")]
    cells = [[cell.strip() for cell in line.strip()[1:-1].split("|")] for line in lines]
    return {name: _row(row) for name, *row in cells}


def _row(cells: list[str]) -> Row:
    return {pair: answer for method, cell in zip(METHODS, cells, strict=True) for pair, answer in _cell(method, cell)}


def _cell(method: str, cell: str) -> list[tuple[tuple[str, str], str]]:
    told = dict(_told(cell))
    everybody = told.get("all", NOT_YOURS) if cell else NO_SUCH_METHOD
    answers = {viewer: told.get(viewer, LOGIN if viewer == "anonymous" else everybody) for viewer in VIEWERS}
    return [((method, viewer), answer) for viewer, answer in answers.items()]


def _told(cell: str) -> list[tuple[str, str]]:
    """`maya omar 200, rosa 403` as pairs."""
    pairs = []
    for group in filter(None, cell.split(",")):
        *viewers, answer = group.split()
        pairs += [(viewer, answer) for viewer in viewers]
    return pairs
