"""What every request passes: the sign-in; and of a signed-in person: their seats, the time-outs, the second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from vigportal.accounts.access import seats_of
from vigportal.accounts.guesses import remember
from vigportal.accounts.roles import MAY, WORKING_ROLES, Act, Role

Answer = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY_SECONDS = 60  # the sitting's clock is written at most this often: a player asks for ranges all the time
OPEN_WITHOUT_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "accounts:open_link",
        "accounts:join",
    }
)


class SignInNeeded(LoginRequiredMiddleware):
    """Django's own; but a program that sends a film in parts is told so, and not shown a page to sign in on."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:  # type: ignore[override]
        """To the sign-in, or 401."""
        if "Tus-Resumable" in request.headers:
            return HttpResponse(status=401, headers={"Cache-Control": "no-store"})
        return super().handle_no_permission(request, view_func)


class Browsers:
    """What a browser keeps: a mark of whose it is, from a sign-in on; nothing of the pages, from a sign-out on.

    Its cookies stay where they are: the sitting's is worth nothing any more, and the mark is meant for the next time.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if account := getattr(request, "device_of", None):
            remember(request, response, account)
        if getattr(request, "has_left", False):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


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
        request.works = any(seat.role in WORKING_ROLES for seat in seats)  # type: ignore[attr-defined]
        with timezone.override(seats[0].service.zone if seats else None):
            return self.get_response(request)


class SittingTimeouts:
    """Signs out after an idle time, and SESSION_COOKIE_AGE after signing in (ASVS 7.3). Stands after OwnSeats.

    A request that a page makes by itself keeps no sitting alive: an open player that is paused is nobody's doing.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and _is_over(request):
            logout(request)
            messages.info(request, _("You were signed out, because nothing was done here for a while."))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Somebody is there."""
        if request.user.is_authenticated and not getattr(view, "asked_by_the_page", False):
            _touch(request)


def _is_over(request: HttpRequest) -> bool:
    now = timezone.now().timestamp()
    began = request.session.setdefault("began", now)
    seen = request.session.setdefault("seen", now)
    works = request.works  # type: ignore[attr-defined]
    idle = settings.SESSION_IDLE_SECONDS if works else settings.SESSION_IDLE_SECONDS_FAMILY
    return bool(now - began > settings.SESSION_COOKIE_AGE or now - seen > idle)


def _touch(request: HttpRequest) -> None:
    now = timezone.now()
    if now.timestamp() - request.session["seen"] > SEEN_EVERY_SECONDS:
        request.session["seen"] = now.timestamp()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


class SecondFactorForStaff:
    """People who work for a service set up a second factor before anything else opens (ASVS 6.3.3).

    Stands after OwnSeats and the time-outs. Recovery codes alone are no factor: they come with one.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Leads them there."""
        if not request.user.is_authenticated or not request.works:  # type: ignore[attr-defined]
            return None
        if request.resolver_match and request.resolver_match.view_name in OPEN_WITHOUT_FACTOR:
            return None
        held = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP)
        return None if held.exists() else redirect("mfa_activate_totp")
