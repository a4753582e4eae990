"""Pages for when something does not fit, each with a sentence a person can use. None says what is behind a door."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from vigportal.volumes import AGAIN_SECONDS, means_full


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere: nothing was changed, try again."""
    return render(request, "errors/403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent can't be read; or it is larger than a page takes, which has a sentence of its own."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "errors/413.html", status=413)
    return render(request, "errors/400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this person, whatever it is."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there and not yours look the same."""
    return render(request, "errors/404.html", status=404)


def too_often(request: HttpRequest) -> HttpResponse:
    """Too many tries in a short time: wait a little."""
    return render(request, "errors/429.html", status=429)


def broken(request: HttpRequest) -> HttpResponse:
    """Our doing. Made without the request: whatever broke there must not break this page too.

    A full disk has words of its own, wherever in a request it was met.
    """
    if means_full(sys.exc_info()[1]):
        told = {"Retry-After": str(AGAIN_SECONDS)}
        return HttpResponse(render_to_string("errors/507.html"), status=507, headers=told)
    return HttpResponse(render_to_string("errors/500.html"), status=500)
