"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Label "ledger": its tables are named ledger_…"""

    name = "vigportal.ledger"
    label = "ledger"
