"""The building itself: hangs up the checks that are made before it opens."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The composition root as Django knows it."""

    name = "vigportal"

    def ready(self) -> None:
        """Checks count only once they are imported."""
        from vigportal import checks  # noqa: F401
