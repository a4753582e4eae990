"""Shows the disks that footage needs, and how much room each has; exits 1 where one is full."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vigportal.onemachine import add_folder
from vigportal.volumes import Volume, volumes


class Command(BaseCommand):
    """One line for each: films, keys, scratch, database. Several may lie on the same disk."""

    help = __doc__ or ""
    requires_system_checks = ()  # it has to answer also when something else is wrong

    def add_arguments(self, parser: CommandParser) -> None:
        """Which portal."""
        add_folder(parser)

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Looks once."""
        found = volumes()
        for volume in found:
            self.stdout.write(_line(volume))
        if any(volume.is_full for volume in found):
            raise SystemExit(1)


def _line(volume: Volume) -> str:
    room = "FULL" if volume.is_full else "has room"
    free, size = (f"{number / 1024**3:.1f}" for number in (volume.free, volume.size))
    return f"{volume.holds:<9} {room:<9} {free} of {size} GB free  {volume.folder}"
