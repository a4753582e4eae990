"""`manage.py explain_decision`: may (or might, at any past moment) this viewer watch this, and why?

    manage.py explain_decision --asset ID --viewer ID --purpose supervision --at 2026-03-03T14:05:00+00:00

Asked of the tables as they stood at that moment; nothing is written. Exit code 0: yes. 1: no. 2: it can't be asked (no
such film, clip or still then, no such viewer, a moment that hasn't come). This is consent alone: whether the viewer
could reach the footage at all (whose case, whose invitation) is another question. People are ids; `--names` adds names.
"""

import sys
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from consent.explaining import Replay, account_of, replay
from consent.facts import Question
from consent.models import Asset
from consent.terms import Action, Purpose
from families.ability import Id
from families.models import Person
from vigportal.accounts.models import User
from vigportal.onemachine import add_folder

YES, NO, CANT_BE_ASKED = 0, 1, 2


class Command(BaseCommand):
    """Prints the decision, its reason in words, everything found, and the declarations it rests on."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The question, the moment, and whether names may be printed."""
        add_folder(parser)
        parser.add_argument("--asset", type=UUID, required=True, help="The film's, clip's or still's asset.")
        parser.add_argument("--viewer", type=UUID, required=True, help="Who watches: the id of their sign-in.")
        parser.add_argument("--purpose", choices=[*Purpose], required=True)
        parser.add_argument("--action", choices=[*Action], default=Action.VIEW)
        parser.add_argument("--at", type=datetime.fromisoformat, help="2026-03-03T14:05:00+00:00; else: now.")
        parser.add_argument("--up-to", type=int, help="The last number of the case that counts; else: by the moment.")
        parser.add_argument("--names", action="store_true", help="Print names beside ids.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says it, and ends with the code that a script reads."""
        asset = Asset.objects.select_related("case__family__service").filter(pk=options["asset"]).first()
        if asset is None:
            raise _cant("There is no such film, clip or still.")
        told = replay(asset.case, _question(options))
        if not told.can_be_asked:
            raise _cant("There was no such film, clip or still at that moment. (A whole case can't be asked about.)")
        for line in account_of(told, _names(told) if options["names"] else {}):
            self.stdout.write(line)
        if not told.decision.allowed:
            sys.exit(NO)


def _question(options: dict[str, Any]) -> Question:
    at, now = options["at"], timezone.now()
    if at is not None and at.tzinfo is None:
        raise _cant("Say which time zone the moment is in: 2026-03-03T14:05:00+00:00.")
    if at is not None and at > now:
        raise _cant("That moment hasn't come yet.")
    if not User.objects.filter(pk=options["viewer"]).exists():
        raise _cant("There is no such viewer.")
    return Question(
        options["asset"], options["purpose"], options["action"], options["viewer"], at or now, options["up_to"]
    )


def _names(told: Replay) -> dict[Id, str]:
    """Names of everybody whom the facts of this case name: people of the family, and who may watch."""
    people = Person.objects.filter(pk__in=[person.id for person in told.facts.people])
    viewers = {viewer for said in told.facts.declarations for viewer in said.viewers or ()}
    users = User.objects.filter(Q(pk__in=viewers) | Q(pk=told.question.viewer))
    return {**dict(people.values_list("pk", "name")), **dict(users.values_list("pk", "name"))}


def _cant(why: str) -> CommandError:
    return CommandError(why, returncode=CANT_BE_ASKED)
