"""The list of all faults."""

from tests.faults import confirming, door, gate, house, ledger, reach, rule, saying, start
from tests.faults.fault import Fault

TABLES = (rule, saying, gate, reach, confirming, ledger, house, start, door)
FAULTS: tuple[Fault, ...] = tuple(fault for table in TABLES for fault in table.FAULTS)
