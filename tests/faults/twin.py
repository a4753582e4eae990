"""Faults of the twin: the rule said wrongly in SQL, or asked wrongly."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "twin")
TWIN = "tests/consent/test_twin.py"
ROWS = f"{TWIN}::test_that_the_twin_answers_every_row_of_the_table_as_the_rule_does"
WORLDS = f"{TWIN}::test_that_the_twin_agrees_with_the_rule_on_random_worlds"

FAULTS = (
    fault(
        "in lists a right counts before it was written down",
        "consent/twin/standing.sql",
        "AND g.starts_at <= standing.at AND g.recorded_at <= standing.at\n",
        "AND g.starts_at <= standing.at\n",
        (WORLDS,),
    ),
    fault(
        "in lists the service's longest duration is no limit",
        "consent/twin/limits.py",
        "return at - longest if longest < at - DAWN else DAWN",
        "return DAWN",
        (ROWS,),
    ),
    fault(
        "in lists one service's limits stand for another's",
        "consent/twin/asking.py",
        "limits_of(manner, ceilings.get(service, ()))",
        "limits_of(manner, next(iter(ceilings.values()), ()))",
        (f"{TWIN}::test_that_a_ceiling_that_cannot_be_read_shuts_its_own_service_alone",),
    ),
    fault(
        "the gate asks the twin",
        "consent/access.py",
        "from consent.terms import NOES, Kind\n",
        "from consent.terms import NOES, Kind\nfrom consent.twin.asking import open_among\n",
        ("tests/house/test_repository.py::test_that_imports_go_only_downwards",),
    ),
)
