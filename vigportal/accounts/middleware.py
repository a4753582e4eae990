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


class ServiceTimeZone:
    """Shows times in the zone of the first service that the person sits in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        seat = seats_of(request.user, timezone.now()).order_by("starts_at").first()
        with timezone.override(seat.service.zone if seat else None):
            return self.get_response(request)
