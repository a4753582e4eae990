"""Requests that an open page makes by itself: nobody need be sitting before it."""

from collections.abc import Callable
from typing import Any

View = Callable[..., Any]


def asked_by_the_page(view: View) -> View:
    """Marks a view that a script calls every few seconds: such a request does not count as somebody being there."""
    view.asked_by_the_page = True  # type: ignore[attr-defined]
    return view
