"""Puts a backup in the place of this portal. Stop the web server and the workers first.
On a new machine: --data NEW-FOLDER --deployment-key FILE; then start `portal` with the same --data.

    python3 manage.py restore --from /mnt/backup/portal --keys-from /mnt/elsewhere/keys

A portal that is in use is replaced only with --replace. What was erased since stays erased, as long as the keys that
are here stay here: their tombstones count, whatever the backup says.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vigportal.management.backup import HasData, NoBackup, Places, restore
from vigportal.management.burying import bury_what_has_no_key
from vigportal.management.database import NotCopied
from vigportal.management.serving import folder_taken
from vigportal.onemachine import add_deployment_key, add_folder
from vigportal.vault.keys import WrongDeploymentKey


class Command(BaseCommand):
    """Says what came back."""

    help = "Puts a backup in the place of this portal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where it lies, and whether a portal that is in use may go."""
        add_folder(parser)
        parser.add_argument("--from", type=Path, required=True, dest="source", help="the folder that backup --to made")
        parser.add_argument("--keys-from", type=Path, help="the folder that backup --keys-to made")
        add_deployment_key(parser)
        parser.add_argument("--replace", action="store_const", const="replace", default="", help="a portal may go")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restores, then puts away what was erased since."""
        now = timezone.now()
        try:
            with folder_taken():
                brought = restore(Places(options["source"], options["keys_from"]), replace=options["replace"], now=now)
        except HasData:
            raise CommandError("There is a portal here already. Use --replace if it is to go.") from None
        except WrongDeploymentKey:
            raise CommandError("These keys were made with another deployment key (VIG_VAULT_DEPLOYMENT_KEY).") from None
        except (NoBackup, NotCopied, OSError) as fault:
            raise CommandError(str(fault)) from fault
        buried = bury_what_has_no_key(now)
        self.stdout.write(f"Restored. Sealed objects brought back: {brought}. Erased since, and put away: {buried}.")
