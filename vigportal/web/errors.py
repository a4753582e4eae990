"""Pages for when something does not fit, each with a sentence a person can use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere: nothing was changed, try again."""
    return render(request, "errors/403_csrf.html", status=403)
