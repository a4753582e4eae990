"""How allauth behaves here: no open sign-up (seats are taken by invitation), factor reset by people, not by mail."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Seats are made by a manager and taken with an invitation."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP secrets are sealed in the database with a key derived from the deployment's secret."""
