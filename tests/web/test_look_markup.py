"""Templates keep the content policy (no inline style, script or handler) and name only icons that are drawn."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template.loader import get_template

from vigportal.web.icons import ICONS

TEMPLATES = Path(__file__).parents[2] / "templates"
# Paper and mail carry their style with them: no browser of ours shows them.
PAGES = [
    page for page in TEMPLATES.rglob("*.html") if page.relative_to(TEMPLATES).parts[0] not in {"letters", "emails"}
]
REFUSED = (
    re.compile(r"<style\b"),
    re.compile(r"\sstyle\s*="),
    re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    re.compile(r"<script(?![^>]*\ssrc=)[^>]*>"),
    re.compile(r"javascript:"),
    re.compile(r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:"),
)


def name_of(page: Path) -> str:
    return str(page.relative_to(TEMPLATES))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_that_a_template_compiles_and_keeps_the_content_policy(page: Path) -> None:
    get_template(name_of(page))
    text = page.read_text()
    assert not [rule.pattern for rule in REFUSED if rule.search(text)]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_that_a_template_names_only_icons_that_are_drawn(page: Path) -> None:
    named = set(re.findall(r"{% icon [\"']([a-z-]+)[\"']", page.read_text()))
    assert named <= set(ICONS), named - set(ICONS)


def test_that_the_rules_know_what_they_refuse() -> None:
    refused = ['<p style="x">', "<style>", "<b onclick='x'>", "<script>x</script>", '<a href="javascript:x">']
    assert all(any(rule.search(text) for rule in REFUSED) for text in refused)


@pytest.mark.parametrize("name", ICONS)
def test_that_an_icon_is_drawn_well_and_brings_no_colour(name: str) -> None:
    drawing = ElementTree.fromstring(f"<svg>{ICONS[name]}</svg>")  # noqa: S314 -- the portal's own table
    assert len(drawing)
    assert not [part for part in drawing.iter() if {"fill", "stroke", "style", "href"} & set(part.attrib)]
