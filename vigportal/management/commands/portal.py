"""Runs the portal on one machine: web server and worker, nothing else to install. Stops on Ctrl-C."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from django.utils import timezone

from vigportal.accounts.models import Service
from vigportal.management.certificate import make_certificate
from vigportal.management.opening import open_service
from vigportal.management.serving import Listener, Portal, make_ready, place_taken, serve
from vigportal.onemachine import add_place


class Command(BaseCommand):
    """See README, *On one machine*."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The place and the address were read before the settings; they stand here for `--help`."""
        add_place(parser)
        parser.add_argument("--service", default="", help="name of the first service, made if there is none yet")
        parser.add_argument("--manager", default="", help="e-mail of its manager, who is invited by a link shown here")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take the folder and the port, make ready, invite the first manager, serve."""
        address = urlsplit(settings.ORIGIN)
        is_own_tls = address.scheme == "https" and not options["behind_proxy"]
        listener = Listener.wished(options)
        with place_taken(listener):
            make_ready()
            if not Service.objects.exists():
                self.open_first(options["service"], options["manager"])
            certificate = make_certificate(settings.DATA_DIR, address.hostname or "") if is_own_tls else None
            serve(replace(listener, certificate=certificate), on_ready=self.welcome)

    def welcome(self, _portal: Portal) -> None:
        """Show the address."""
        self.stdout.write(f"VIGPortal is at {settings.ORIGIN}/ (Ctrl-C stops it)")
        self.stdout.flush()

    def open_first(self, name: str, manager: str) -> None:
        """The first service, and the link by which its manager comes in."""
        if not (name and manager):
            self.stderr.write('There is no service yet. Start once with --service "Its name" --manager their@e.mail')
            raise SystemExit(2)
        _service, token = open_service(name=name, nation="england", manager=manager, now=timezone.now())
        self.stdout.write(f"{name} is open. Its manager comes in once, within seven days, by this link:")
        self.stdout.write(f"  {settings.ORIGIN}{reverse('accounts:open_link', args=[token])}")
