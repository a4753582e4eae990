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

from vigportal.management.backup import HasData, NoBackup, Places, has_data, restore
from vigportal.management.burying import bury_what_has_no_key
from vigportal.management.database import NotCopied
from vigportal.management.serving import folder_taken
from vigportal.management.witness import Witness, is_behind, newest, read
from vigportal.onemachine import add_deployment_key, add_folder
from vigportal.vault.keys import WrongDeploymentKey

MISSING = (
    "WARNING: no --witness. What was erased after this backup was made COMES BACK where its keys are as old. Name the "
    "newest file of VIG_WITNESS_DIR or of the nightly mail to the manager, and restore once more with --replace."
)
OLDER = (
    "WARNING: the witness is older than the database. What was erased after it was written may have come back: look "
    "for a newer one, and restore once more with --replace."
)


class Command(BaseCommand):
    """Says what came back."""

    help = "Puts a backup in the place of this portal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where it lies, and whether a portal that is in use may go."""
        add_folder(parser)
        parser.add_argument("--from", type=Path, required=True, dest="source", help="the folder that backup --to made")
        parser.add_argument("--keys-from", type=Path, help="the folder that backup --keys-to made")
        add_deployment_key(parser)
        parser.add_argument("--witness", type=Path, help="the newest file of VIG_WITNESS_DIR, or of the nightly mail")
        parser.add_argument("--replace", action="store_const", const="replace", default="", help="a portal may go")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restores, then puts away what was erased since."""
        now = timezone.now()
        witness = self.witness(options["witness"])
        graves = {asset: grave.destroyed_at for asset, grave in witness.graves.items()}
        try:
            with folder_taken():
                places = Places(options["source"], options["keys_from"])
                brought = restore(places, replace=options["replace"], now=now, graves=graves)
        except HasData:
            raise CommandError("There is a portal here already. Use --replace if it is to go.") from None
        except WrongDeploymentKey:
            raise CommandError("These keys were made with another deployment key (VIG_VAULT_DEPLOYMENT_KEY).") from None
        except (NoBackup, NotCopied, OSError) as fault:
            raise CommandError(str(fault)) from fault
        if witness.heads and is_behind(witness):
            self.stderr.write(OLDER)
        buried = bury_what_has_no_key(now, {asset: grave.why for asset, grave in witness.graves.items()})
        self.stdout.write(f"Restored. Sealed objects brought back: {brought}. Erased since, and put away: {buried}.")

    def witness(self, path: Path | None) -> Witness:
        """What is known to be erased. Without it, keys that are as old as the films bring films back: said aloud."""
        if file := path or newest():
            try:
                return read(file)
            except (ValueError, IndexError, OSError) as fault:
                raise CommandError(f"{file} is no witness: {fault}") from fault
        if not has_data():
            self.stderr.write(MISSING)
        return Witness({}, {})
