"""Whose word counts for a client's address and for TLS: that of the proxies which the settings name, nobody else's."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

UNIX_SOCKET = ""
"""What a server tells of a client that came through a socket of this machine: only a program of its own can."""
_IPV6_HOME = 64


class OnlyNamedProxies:
    """Nobody else's `X-Forwarded-*` or `Forwarded` reaches what reads them. Stands before everything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_named(request.META.get("REMOTE_ADDR", UNIX_SOCKET)):
            for name in [name for name in request.META if name.startswith("HTTP_X_FORWARDED_")]:
                del request.META[name]
            request.META.pop("HTTP_FORWARDED", None)
        return self.get_response(request)


def is_named(address: str) -> bool:
    """Whether a proxy of ours is at this address."""
    if not settings.PROXIES or address == UNIX_SOCKET:
        return bool(settings.PROXIES)
    at = _plain(address)
    return at is not None and any(at in ipaddress.ip_network(named, strict=False) for named in settings.PROXIES)


def home_of(address: str) -> str:
    """Whom an address stands for: itself, or the network of 64 bits from which an IPv6 client chooses at will."""
    at = _plain(address)
    if isinstance(at, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{at}/{_IPV6_HOME}", strict=False))
    return str(at or address)


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        at = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return (at.ipv4_mapped or at) if isinstance(at, ipaddress.IPv6Address) else at
