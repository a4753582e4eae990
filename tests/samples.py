"""How much of a long proof is tried: a fixed sample in the suite, all of it by `python3 manage.py test --whole`."""

import os
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")
IS_WHOLE = bool(os.environ.get("VIG_WHOLE"))


def sample(cases: Sequence[Case], few: int) -> list[Case]:
    """`few` of the cases, spread evenly from the first to the last; all of them in a whole run."""
    if IS_WHOLE or len(cases) <= few:
        return list(cases)
    step = (len(cases) - 1) / max(1, few - 1)
    return [cases[round(number * step)] for number in range(few)]
