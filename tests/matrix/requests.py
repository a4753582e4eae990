"""What is sent where an empty request would be turned away before anybody is asked who sends it."""

from base64 import b64encode
from typing import Any

from tests.cast import Cast

Sent = dict[str, Any]
TUS = {"Tus-Resumable": "1.0.0"}


def sent_to(name: str, method: str, cast: Cast) -> Sent:
    """Headers and body for this address and method; nothing for most."""
    told: dict[tuple[str, str], Sent] = {
        ("videos:uploads", "POST"): {"headers": _create(cast)},
        ("videos:upload", "HEAD"): {"headers": TUS},
        ("videos:upload", "DELETE"): {"headers": TUS},
        ("videos:upload", "PATCH"): {
            "headers": {**TUS, "Upload-Offset": "0"},
            "content_type": "application/offset+octet-stream",
            "data": b"0123456789",
        },
    }
    return told.get((name, method), {})


def _create(cast: Cast) -> dict[str, str]:
    told = {"cycle": cast.cycle.pk, "kind": "interaction", "recorded_on": cast.now.date(), "people": cast.leo.pk}
    pairs = (f"{name} {b64encode(str(value).encode()).decode()}" for name, value in told.items())
    return {**TUS, "Upload-Length": "1000", "Upload-Metadata": ",".join(pairs)}
