"""How often somebody may guess a password: fewer and fewer times, never at the cost of who has signed in before.

The law: wrong passwords are counted for the account, whatever host or address they come by. After the fifth each has to
wait, twice as long as the last, a quarter of an hour at most (NIST SP 800-63B, 3.2.2). A device that has signed in
here, or was given a new password here, is counted by itself: no stranger can make it wait, and it no stranger.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

FREE = 5
LONGEST_SECONDS = 15 * 60
FORGOTTEN_SECONDS = 24 * 60 * 60
DEVICE_SECONDS = 400 * 24 * 60 * 60  # the longest that browsers keep a cookie
PEOPLE_OF_A_DEVICE = 6
_SALT = "vigportal.device"


def counted_for(request: HttpRequest, email: str, account: object) -> tuple[str, bool]:
    """Under which name a guess is counted, and whether that is the account's own device or sitting."""
    if account and request.user.is_authenticated and str(request.user.pk) == str(account):
        return f"guesses:sitting:{account}", True
    device = device_of(request)
    if account and str(account) in device["people"]:
        return f"guesses:device:{device['name']}:{account}", True
    return f"guesses:account:{email.strip().lower()}", False


def may_guess(name: str) -> bool:
    """Count a guess that begins; False where it comes too early, and isn't counted."""
    cache.add(name, 0, FORGOTTEN_SECONDS)
    number = cache.incr(name)
    if number <= FREE or cache.add(f"{name}:wait", 1, seconds_after(number)):
        return True
    cache.decr(name)
    return False


def forget(name: str) -> None:
    """The password was right, or there is a new one."""
    cache.delete_many([name, f"{name}:wait"])


def seconds_after(number: int) -> int:
    """How long nobody may guess again after so many wrong ones."""
    return int(min(LONGEST_SECONDS, 2 ** min(number - FREE + 3, 20)))


def device_of(request: HttpRequest) -> dict[str, Any]:
    """What a browser's cookie says of it, if it is ours: a name of chance, and who has signed in there."""
    try:
        told: dict[str, Any] = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=DEVICE_SECONDS
        )
    except signing.BadSignature:
        return {"name": secrets.token_urlsafe(12), "people": []}
    return told


def remember(request: HttpRequest, response: HttpResponse, account: object) -> None:
    """Mark the browser as one of theirs."""
    device = device_of(request)
    people = [str(account), *(each for each in device["people"] if each != str(account))][:PEOPLE_OF_A_DEVICE]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps({"name": device["name"], "people": people}, salt=_SALT),
        max_age=DEVICE_SECONDS,
        secure=settings.OVER_TLS,
        httponly=True,
        samesite="Lax",
    )
