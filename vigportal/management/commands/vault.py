"""Looks after the sealed footage and its keys.

    python3 manage.py vault check                   opens every object from end to end; names what isn't whole
    python3 manage.py vault rotate --service ID     a new key for one service (--services: for each of them)
    python3 manage.py vault rotate --deployment     VIG_VAULT_DEPLOYMENT_KEY_NEXT takes the place of the key in use
    python3 manage.py vault new-key                 prints a new deployment key (--kms: made by the key service)
    python3 manage.py vault new-key --kms --same    prints the key in use, sealed by the key service

Exit code 0: all is well. 1: something isn't, and is named. 2: it can't be asked (the key doesn't fit, nothing to do it
with). A rotation touches no film, needs no pause, and may be killed at any moment: run it again.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vigportal.accounts.models import Service
from vigportal.management.caring import NoNextKey, examine, faults_among, rotate_deployment, rotate_service
from vigportal.onemachine import add_folder
from vigportal.vault.keepers import KeeperAway, keeper_of
from vigportal.vault.keys import KeyLingers, WrongDeploymentKey, deployment_keys
from vigportal.vault.shelf import ShelfAway
from vigportal.vault.storage import Condition, Finding

CANT_BE_ASKED = 2
LINGERS = "Done, but an older key may still lie in the key store's files: somebody reads it. Run this again."


class Command(BaseCommand):
    """One word says what is to be done."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """check; rotate, and whose key."""
        add_folder(parser)
        words = parser.add_subparsers(dest="word", required=True)
        words.add_parser("check", help="open every object; name what is missing, damaged, without a key, or nobody's")
        which = words.add_parser("rotate", help="new keys; no film is touched").add_mutually_exclusive_group()
        which.add_argument("--service", type=UUID, help="the id of the service whose key is changed")
        which.add_argument("--services", action="store_const", const="each", help="each service, one after the other")
        which.add_argument("--deployment", action="store_const", const="next", help="the key above them all")

        made = words.add_parser("new-key", help="print a deployment key for the settings; nothing is changed")
        made.add_argument("--kms", action="store_const", const="kms:", default="", help="made by the key service")
        made.add_argument("--same", action="store_const", const="same", help="the key in use, not a new one")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Does it; a key that doesn't fit ends everything before it begins."""
        try:
            {"check": self._check, "rotate": self._rotate, "new-key": self._new_key}[options["word"]](options)
        except WrongDeploymentKey:
            raise _cant("The key store was made with another key than VIG_VAULT_DEPLOYMENT_KEY.") from None
        except KeyLingers:
            raise CommandError(LINGERS) from None
        except ShelfAway as away:
            raise _cant(f"The films can't be reached: {away}") from away
        except KeeperAway as away:
            raise _cant(f"The key service gives no key: {away}") from away
        except ImproperlyConfigured as fault:
            raise _cant(str(fault)) from None

    def _check(self, _options: dict[str, Any]) -> None:
        found: Counter[Condition] = Counter()
        for finding in examine(found, timezone.now()):
            self.stdout.write(_line(finding))
        told = ", ".join(f"{found[condition]} {condition.value}" for condition in Condition if found[condition])
        if faults := faults_among(found):
            raise CommandError(f"The vault is not whole. Faults: {faults} ({told}).")
        self.stdout.write(f"The vault is whole: {told or 'it is empty'}.")

    def _new_key(self, options: dict[str, Any]) -> None:
        keeper = keeper_of(options["kms"])
        self.stdout.write(keeper.take(deployment_keys()[0]) if options["same"] else keeper.make())

    def _rotate(self, options: dict[str, Any]) -> None:
        if options["deployment"]:
            self._rotate_deployment()
        elif services := _services(options):
            for service in services:
                rotate_service(service, timezone.now())
                self.stdout.write(f"Service {service.pk} has a new key.")
        else:
            raise _cant("Whose key? There is no such service; or say --service ID, --services or --deployment.")

    def _rotate_deployment(self) -> None:
        try:
            is_new = rotate_deployment(timezone.now())
        except NoNextKey:
            raise _cant("Set VIG_VAULT_DEPLOYMENT_KEY_NEXT to the new key first, and restart with both.") from None
        self.stdout.write("The portal has a new key." if is_new else "That was done before; nothing was left to do.")
        self.stdout.write("Now restart with the new key alone as VIG_VAULT_DEPLOYMENT_KEY, and copy the keys anew.")


def _services(options: dict[str, Any]) -> list[Service]:
    wanted = Service.objects.order_by("pk")
    return list(wanted if options["services"] else wanted.filter(pk=options["service"]))


def _line(finding: Finding) -> str:
    owner = f" of {finding.asset_id}" if finding.asset_id else ""
    return f"object {finding.name}{owner}: {finding.condition.value}"


def _cant(words: str) -> CommandError:
    return CommandError(words, returncode=CANT_BE_ASKED)
