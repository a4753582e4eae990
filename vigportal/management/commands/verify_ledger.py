"""`manage.py verify_ledger`: is the ledger all there, unchanged, and fenced?

Exit code 0: whole. 1: broken, with one line for each chain that breaks, each table whose fence is down and each
certificate of erasure whose list was altered.
`--keep FILE` writes down where every chain ends; put that file where the portal's keeper can't write. A later
`--against FILE` (else the newest in VIG_WITNESS_DIR) finds a chain that was cut back or rewritten since. So does what
stands in the tables without an entry: a declaration, a viewing, a certificate of erasure.
"""

from collections.abc import Iterable, Iterator
from os import devnull
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from vigportal.ledger.triggers import missing
from vigportal.ledger.verify import Checked, check, check_all, still_holds
from vigportal.management.accounted import unaccounted
from vigportal.management.witness import newest, read
from vigportal.onemachine import add_folder
from vigportal.retention.queries import altered_certificates


class Command(BaseCommand):
    """Walks the chains and says what it found."""

    help = "Says whether the ledger is all there, unchanged and fenced; exit code 1 if it isn't."

    def add_arguments(self, parser: CommandParser) -> None:
        """One case or everything; heads to keep, or to compare with."""
        add_folder(parser)
        parser.add_argument("--case", type=UUID, help="Only this case's chain (a service's id works too).")
        parser.add_argument("--keep", type=Path, help="Write where every chain ends into this new file.")
        parser.add_argument("--against", type=Path, help="Compare with a file that --keep wrote earlier.")

    def handle(
        self,
        *args: Any,
        case: UUID | None = None,
        keep: Path | None = None,
        against: Path | None = None,
        **options: Any,
    ) -> None:
        """Each fault as it is found, then the sum."""
        self.faults = self.entries = self.chains = 0
        self._tell(f"table {table}: its fence is down" for table in missing(connection))
        self._tell(f"certificate {each}: its list is not the one it was issued for" for each in altered_certificates())
        kept = against or newest()
        self._tell(_gone(kept) if kept else ())
        self._tell(unaccounted())
        heads = self._walk([check(case)] if case else check_all())
        with (keep or Path(devnull)).open("x" if keep else "w") as file:
            file.writelines(heads)
        if self.faults:
            raise CommandError(f"The ledger is not whole. Faults: {self.faults}", returncode=1)
        self.stdout.write(f"The ledger is whole: {self.entries} entries in {self.chains} chains.")

    def _walk(self, chains: Iterable[Checked]) -> Iterator[str]:
        for each in chains:
            self.chains += 1
            self.entries += each.head.number
            self._tell(_break_of(each))
            yield f"{each.chain} {each.head.number} {each.head.hash}\n"

    def _tell(self, faults: Iterable[str]) -> None:
        for fault in faults:
            self.faults += 1
            self.stderr.write(fault)


def _break_of(each: Checked) -> Iterator[str]:
    if each.broken_at:
        yield f"chain {each.chain}: entry {each.broken_at.number}: {each.broken_at.fault.value}"


def _gone(kept: Path) -> Iterator[str]:
    for chain, head in read(kept).heads.items():
        if not still_holds(chain, head):
            yield f"chain {chain}: entry {head.number} is not the one that was kept"
