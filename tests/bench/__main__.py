"""Measure what is quick, or what is named: python -m tests.bench [--into FILE] [vault …]. A missed goal ends with 1.

With a file the figures are written there as well, in place of the same benches' older ones; all else there is kept.
"""

import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

from tests.bench import Figure
from tests.bench.evidence import table

BENCHES = ["vault", "consent", "preparing", "cuts", "copies", "kinds", "viewers", "polite"]
ON_DEMAND = [
    "films",
    "neighbours",
    "beside",
    "big",
    "browsers",
    "sharing",
    "arriving",
    "scale",
    "waiting",
]  # too long to be measured each time


def measure(name: str) -> list[Figure]:
    figures: list[Figure] = import_module(f"tests.bench.{name}").run()
    sys.stdout.writelines(f"{name}: {figure}\n" for figure in figures)
    return figures


parser = ArgumentParser(prog="python -m tests.bench")
parser.add_argument("--into", type=Path, help="a file of evidence to be written")
parser.add_argument("names", nargs="*", help=", ".join([*BENCHES, *ON_DEMAND]))
asked = parser.parse_args()
names = asked.names or BENCHES
measured = {name: measure(name) for name in names}
if asked.into:
    asked.into.parent.mkdir(parents=True, exist_ok=True)
    asked.into.write_text(table(measured, asked.into.read_text() if asked.into.exists() else ""))
sys.exit(not all(figure.is_reached for figures in measured.values() for figure in figures))
