"""The building itself: hangs up the checks that are made before it opens, and closes the database's files."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class PortalConfig(AppConfig):
    """The composition root as Django knows it."""

    name = "vigportal"

    def ready(self) -> None:
        """Checks count only once they are imported; the database's files are closed whenever it is opened."""
        from vigportal import checks  # noqa: F401
        from vigportal.private import close_database

        connection_created.connect(close_database, dispatch_uid="vigportal.private")
