"""Papers of these tests' own among the portal's templates."""

from pathlib import Path

import pytest
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.loaders import cached, filesystem

PAPER = """{% extends "letters/base.html" %}
{% block title %}What you said{% endblock %}
{% block main %}<h1>What you said</h1><p>Yes, to {{ what }}.</p>
<table><thead><tr><th scope="col">Day</th></tr></thead><tbody><tr><td>3 March</td></tr></tbody></table>
{{ more|safe }}{% endblock %}"""
BARE = """{% extends "letters/base.html" %}
{% block title %}Words{% endblock %}
{% block main %}{{ more|safe }}{% endblock %}"""


@pytest.fixture(autouse=True)
def papers_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`paper.html` says something; `bare.html` has nothing but what it is given."""
    (tmp_path / "paper.html").write_text(PAPER)
    (tmp_path / "bare.html").write_text(BARE)
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    kept = backend.engine.template_loaders[0]
    assert isinstance(kept, cached.Loader)
    finder = kept.loaders[0]
    assert isinstance(finder, filesystem.Loader)
    monkeypatch.setattr(finder, "dirs", [*finder.get_dirs(), tmp_path])
