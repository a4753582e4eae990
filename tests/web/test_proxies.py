"""Whose word counts for a client's address and for TLS."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from vigportal import env
from vigportal.web.proxies import OnlyNamedProxies, home_of, is_named

TOLD = {"HTTP_X_FORWARDED_FOR": "9.9.9.9", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_FORWARDED": "for=9.9.9.9"}
CASES = [
    (["127.0.0.1"], "127.0.0.1", True),
    (["127.0.0.1"], "::ffff:127.0.0.1", True),
    (["127.0.0.1"], "10.0.0.7", False),
    (["10.0.0.0/24"], "10.0.0.7", True),
    (["127.0.0.1"], "", True),
    (["127.0.0.1"], "no address", False),
    ([], "127.0.0.1", False),
    ([], "", False),
]


@pytest.mark.parametrize(("named", "at", "counts"), CASES)
def test_that_only_a_named_proxy_is_believed(
    named: list[str],
    at: str,
    counts: bool,  # noqa: FBT001 -- a row of the table
    settings: Settings,
) -> None:
    settings.PROXIES = named
    seen: dict[str, Any] = {}

    def view(request: Any) -> HttpResponse:
        seen.update(request.META)
        return HttpResponse()

    request = RequestFactory().get("/")
    request.META |= {**TOLD, "REMOTE_ADDR": at}
    OnlyNamedProxies(view)(request)
    assert {name for name in TOLD if name in seen} == (set(TOLD) if counts else set())
    assert is_named(at) is counts


def test_that_it_stands_before_whoever_reads_what_a_proxy_says(settings: Settings) -> None:
    assert settings.MIDDLEWARE[0] == "vigportal.web.proxies.OnlyNamedProxies"


def test_that_an_ipv6_client_is_its_network() -> None:
    assert home_of("2001:db8::1") == home_of("2001:db8::ffff") != home_of("2001:db8:0:1::1")
    assert (home_of("::ffff:9.9.9.9"), home_of("9.9.9.9"), home_of("unknown")) == ("9.9.9.9", "9.9.9.9", "unknown")


@pytest.mark.parametrize("said", ["everybody", "127.0.0.1,nginx"])
def test_that_a_proxy_is_named_by_its_address(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIG_PROXIES", said)
    with pytest.raises(env.CannotStart, match="VIG_PROXIES"):
        env.networks("PROXIES")
