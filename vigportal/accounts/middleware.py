"""What every request of a signed-in person passes: time-outs, the second factor, the service's clock."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from vigportal.accounts.access import seats_of, works_here
from vigportal.accounts.roles import MAY, Act, Role

Answer = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY_SECONDS = 60  # the sitting's clock is written at most this often: a player asks for ranges all the time
OPEN_WITHOUT_FACTOR = ("/account/", "/static/", "/join/")


class SittingTimeouts:
    """Signs out after SESSION_IDLE_SECONDS without a request, and SESSION_COOKIE_AGE after signing in (ASVS 7.3)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._is_over(request):
            logout(request)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        now = timezone.now().timestamp()
        began = request.session.setdefault("began", now)
        seen = request.session.setdefault("seen", now)
        if now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
            return True
        if now - seen > SEEN_EVERY_SECONDS:
            request.session["seen"] = now
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
        return False


class SecondFactorForStaff:
    """People who work for a service set up a second factor before anything else opens (ASVS 6.3.3)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_missing(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _is_missing(self, request: HttpRequest) -> bool:
        if not request.user.is_authenticated or request.path.startswith(OPEN_WITHOUT_FACTOR):
            return False
        return works_here(request.user, timezone.now()) and not is_mfa_enabled(request.user)


class OwnSeats:
    """From the seats somebody holds, read once: the zone their times are shown in, and `request.acts` for menus.

    The zone is that of the service they sat down in first. A menu guards nothing: every door asks again.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        seats = list(seats_of(request.user, timezone.now()).order_by("starts_at"))
        opened: frozenset[Act] = frozenset[Act]().union(*(MAY[Role(seat.role)] for seat in seats))
        request.acts = opened  # type: ignore[attr-defined]
        with timezone.override(seats[0].service.zone if seats else None):
            return self.get_response(request)
