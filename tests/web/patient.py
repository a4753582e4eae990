"""A page that needs nothing, for tests of the server in front of it: it reads what it is sent, and says how much."""

from collections.abc import Callable
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """WSGI."""
    length = len(environ["wsgi.input"].read())
    said = f"{length} {environ['wsgi.url_scheme']}".encode()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]
