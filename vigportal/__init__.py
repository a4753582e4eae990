"""The building: foundations (accounts, notices, ledger, vault, retention, web) and the composition root on top."""

from vigportal.celery import app as celery_app

__all__ = ["celery_app"]
