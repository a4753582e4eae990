"""Connects allauth's signals with the ledger."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app's name for Django."""

    name = "vigportal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Receivers hear only once they are imported."""
        from vigportal.accounts import receivers  # noqa: F401
