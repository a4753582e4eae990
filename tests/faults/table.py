"""The list of all faults."""

from tests.faults import confirming, gate, house, ledger, reach, rule, saying, start, twin
from tests.faults.fault import Fault

TABLES = (rule, saying, twin, gate, reach, confirming, ledger, house, start)
FAULTS: tuple[Fault, ...] = tuple(fault for table in TABLES for fault in table.FAULTS)
