"""Measure everything, or the modules named: python -m tests.bench [vault …]. Ends with 1 when a goal is missed."""

import sys
from importlib import import_module

from tests.bench import Figure

BENCHES = ["vault", "consent"]


def measure(name: str) -> list[Figure]:
    figures: list[Figure] = import_module(f"tests.bench.{name}").run()
    sys.stdout.writelines(f"{name}: {figure}\n" for figure in figures)
    return figures


reached = [figure.is_reached for name in sys.argv[1:] or BENCHES for figure in measure(name)]
sys.exit(not all(reached))
