"""Figures as a page of evidence: what was measured, its goal, how it came out, and by which command."""

import os
from collections.abc import Sequence

from tests.bench import Figure
from videos.transcode.binaries import find_ffmpeg

HEAD = """# What was measured

`.venv/bin/python -m tests.bench {names}` on {cores} cores with ffmpeg {version}. Ratios of CPU-seconds: the median of
rounds that alternate within one run. This table is written by the bench; what stands below it, by people.

| figure | goal | measured | |
|---|---|---|---|
"""
BELOW = "\n## "


def table(names: Sequence[str], figures: Sequence[Figure], before: str) -> str:
    """The page anew, with everything kept that stood below the table before."""
    head = HEAD.format(names=" ".join(names), cores=os.cpu_count(), version=find_ffmpeg().version)
    rows = "".join(f"| {each.about} | {each.goal} | {each.value:.3f} | {_judged(each)} |\n" for each in figures)
    _old, mark, kept = before.partition(BELOW)
    return head + rows + mark + kept


def _judged(figure: Figure) -> str:
    return "reached" if figure.is_reached else "**missed**"
