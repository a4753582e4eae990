"""Copies the portal: its database and its sealed films into one folder, its keys into another.

    python3 manage.py backup --to /mnt/backup/portal --keys-to /mnt/elsewhere/keys

Run again, only what is new is copied. Keep the two folders on different disks, best with different people: whoever
has both, and the deployment key, has the films. The copy of the keys still opens what is erased later, so it should
not live long: each run takes the one before away.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vigportal.management.backup import AnotherPortal, NotApart, Places, back_up
from vigportal.management.database import NotCopied
from vigportal.onemachine import add_folder


class Command(BaseCommand):
    """Says what was copied."""

    help = "Copies the portal: database and sealed films into one folder, keys into another."

    def add_arguments(self, parser: CommandParser) -> None:
        """Two folders, which must not lie in each other."""
        add_folder(parser)
        parser.add_argument("--to", type=Path, required=True, help="folder for the database and the sealed films")
        parser.add_argument("--keys-to", type=Path, help="folder for the keys, somewhere else; else they are left out")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Backs up."""
        try:
            copied = back_up(Places(options["to"], options["keys_to"]), timezone.now())
        except NotApart:
            raise CommandError("--to and --keys-to have to be apart: neither may lie in the other.") from None
        except AnotherPortal:
            raise CommandError(f"{options['to']} holds another portal's backup. Choose another folder.") from None
        except (NotCopied, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Copied. Sealed objects: {copied.new} new, {copied.kept} kept, {copied.gone} gone.")
        if options["keys_to"] is None:
            self.stdout.write("The keys were left out (--keys-to): without them nothing of this backup can be opened.")
