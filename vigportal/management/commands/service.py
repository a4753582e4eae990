"""Opens a service, and lists those that are open. Services in one deployment see nothing of each other.

    python3 manage.py service open "Harbour Family Service" --manager grace@example.org
    python3 manage.py service list

The link by which the manager comes in is shown once. Who has it, comes in: hand it over by a way you trust.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.forms import ValidationError
from django.urls import reverse
from django.utils import timezone

from vigportal.accounts.models import Nation, Service
from vigportal.accounts.queries import services_by_name
from vigportal.management.opening import open_service
from vigportal.onemachine import add_folder


class Command(BaseCommand):
    """One word says what is to be done."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """open, with its name and its manager; list."""
        add_folder(parser)
        words = parser.add_subparsers(dest="word", required=True)
        opened = words.add_parser("open", help="a new service, and the invitation of its manager")
        opened.add_argument("name", help="as its people and its families read it")
        opened.add_argument("--manager", required=True, help="the e-mail of its manager")
        opened.add_argument("--called", default="", help="the manager's name (default: the e-mail)")
        opened.add_argument("--nation", choices=Nation.values, default=Nation.ENGLAND, help="whose ages of consent")
        words.add_parser("list", help="each service: its id, its name, how many work there")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it."""
        {"open": self._open, "list": self._list}[options["word"]](options)

    def _open(self, options: dict[str, Any]) -> None:
        name, manager = options["name"].strip(), options["manager"].strip()
        _require(name, manager)
        service, token = open_service(
            name=name, nation=options["nation"], manager=manager, called=options["called"], now=timezone.now()
        )
        self.stdout.write(f"{name} is open: service {service.pk}.")
        self.stdout.write("Its manager comes in once, within seven days, by this link:")
        self.stdout.write(f"  {settings.ORIGIN}{reverse('accounts:open_link', args=[token])}")

    def _list(self, _options: dict[str, Any]) -> None:
        for key, name, people, managers in services_by_name(timezone.now()):
            self.stdout.write(f"{key}  {name} ({_at_work(people, managers)})")


def _at_work(people: int, managers: int) -> str:
    managing = f"{managers} managing" if managers else "no manager has come in yet"
    return f"{people} at work, {managing}"


def _require(name: str, manager: str) -> None:
    """Raises CommandError where the service would have no name, one that is taken, or a manager without an e-mail."""
    longest = Service._meta.get_field("name").max_length or 0  # noqa: SLF001 -- Django's own, documented
    if not 0 < len(name) <= longest:
        raise CommandError(f"A service has a name, of {longest} letters at most.")
    if Service.objects.filter(name__iexact=name).exists():
        raise CommandError(f"There is a service called {name} already: `service list`.")
    try:
        validate_email(manager)
    except ValidationError:
        raise CommandError(f"{manager} is no e-mail address.") from None
