"""Step-up: acts that change who may come in ask once more who is there (ASVS 7.5.3). Withdrawing consent never does."""

from collections.abc import Callable
from typing import TypeVar, cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])


def proved_lately(view: View) -> View:
    """Opens `view` only within ACCOUNT_REAUTHENTICATION_TIMEOUT of a password or code; what was sent is kept."""
    return cast("View", reauthentication_required(view, app="vigportal.accounts"))
