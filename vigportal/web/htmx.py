"""Pages made of panels: each panel is a page of its own first, and its fragment when another page asks for it."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page_or_panel(request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    """`people.html`, or with `?panel` in the address its fragment `_people.html`, which the page includes too.

    The fragment holds its content in an element with id="panel", so that both ways can be selected from; where
    `panel` is true it brings a heading that leads to the page itself.
    """
    folder, _, name = template.rpartition("/")
    panel = "panel" in request.GET
    return render(request, f"{folder}/_{name}" if panel else template, {**context, "panel": panel})
