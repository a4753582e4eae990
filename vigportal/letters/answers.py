"""A paper as the answer to a request; or, on a machine that can't make papers, the same words as a page to print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

from vigportal.letters.papers import NoLetters, NoPapers, paper_of


def paper_answer(template: str, context: Mapping[str, Any], name: str) -> HttpResponse:
    """The PDF, to be kept as `name`.pdf. The name says what it is and never whom it is about: it lies in a folder."""
    try:
        answer = HttpResponse(paper_of(template, context), content_type="application/pdf")
    except NoLetters as no:
        return page_answer(template, {**context, "lacking": no.letters})
    except NoPapers:
        return page_answer(template, context)
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def page_answer(template: str, context: Mapping[str, Any]) -> HttpResponse:
    """The paper as a page that prints well, with a sentence on why it is no PDF."""
    answer = HttpResponse(render_to_string(template, {**context, "is_paper": False}))
    answer["Cache-Control"] = "no-store"
    return answer
