"""Measure everything, or the modules named: python -m tests.bench [--into FILE] [vault …]. A missed goal ends with 1.

With a file the figures are written there as well, in place of the older ones; what stands below them is kept.
"""

import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

from tests.bench import Figure
from tests.bench.evidence import table

BENCHES = ["vault", "consent", "preparing", "cuts", "copies"]


def measure(name: str) -> list[Figure]:
    figures: list[Figure] = import_module(f"tests.bench.{name}").run()
    sys.stdout.writelines(f"{name}: {figure}\n" for figure in figures)
    return figures


parser = ArgumentParser(prog="python -m tests.bench")
parser.add_argument("--into", type=Path, help="a file of evidence to be written")
parser.add_argument("names", nargs="*", help=", ".join(BENCHES))
asked = parser.parse_args()
names = asked.names or BENCHES
figures = [figure for name in names for figure in measure(name)]
if asked.into:
    asked.into.parent.mkdir(parents=True, exist_ok=True)
    asked.into.write_text(table(names, figures, asked.into.read_text() if asked.into.exists() else ""))
sys.exit(not all(figure.is_reached for figure in figures))
