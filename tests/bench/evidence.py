"""Figures as a page of evidence: what was measured, its goal, how it came out, when, and on what machine.

A bench that is measured again has its rows replaced; those of the other benches, and all that people wrote below the
table, are kept.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from tests.bench import Figure
from videos.transcode.binaries import find_ffmpeg

HEAD = """# What was measured

`.venv/bin/python -m tests.bench --into THIS_FILE BENCH …` writes the rows of these benches. Ratios of CPU-seconds where
nothing else is said: the median of rounds that alternate within one run. The load is that of the last minute, at the
end of the bench: above the number of cores, other work was going on beside it. What stands below the table is written
by people.

| bench | figure | goal | measured | | when, where |
|---|---|---|---|---|---|
"""
BELOW = "\n## "
Measured = Mapping[str, Sequence[Figure]]


def table(measured: Measured, before: str) -> str:
    """The page with these benches' figures in place of their older ones."""
    old, mark, kept = before.partition(BELOW)
    rows = {name: row for name, row in _rows_of(old).items() if name not in measured}
    rows |= {name: "".join(_row(name, figure) for figure in figures) for name, figures in measured.items()}
    return HEAD + "".join(rows.values()) + mark + kept


def _rows_of(page: str) -> dict[str, str]:
    rows: dict[str, str] = {}
    for line in page.splitlines(keepends=True):
        name = line.split("|")[1].strip() if line.startswith("|") else ""
        if name not in {"", "bench"} and "---" not in name:
            rows[name] = rows.get(name, "") + line
    return rows


def _row(name: str, figure: Figure) -> str:
    is_judged = figure.at_least is not None or figure.at_most is not None
    judged = "" if not is_judged else "reached" if figure.is_reached else "**missed**"
    where = f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    where += f", ffmpeg {find_ffmpeg().version}"
    return f"| {name} | {figure.about} | {figure.goal} | {figure.value:.3f} | {judged} | {where} |\n"
