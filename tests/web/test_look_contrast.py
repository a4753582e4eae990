"""The tokens hold their contrast, light and dark: the file itself is read, so no colour slips in unmeasured."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
SOURCE = (CSS / "tokens.css").read_text()
LIGHT_HALF, DARK_HALF = SOURCE.split("@media (prefers-color-scheme: dark)")

# Text stands on these grounds somewhere in the portal.
TEXT = {
    "ink": ("paper", "surface", "sunken", "primary-tint", "accent-tint", "open-tint", "waiting-tint", "closed-tint",
            "irreversible-tint"),
    "ink-soft": ("paper", "surface", "sunken", "primary-tint", "accent-tint", "closed-tint"),
    "primary": ("paper", "surface", "sunken", "primary-tint"),
    "primary-hover": ("paper", "surface", "primary-tint"),
    "on-primary": ("primary", "primary-hover"),
    "open": ("paper", "surface", "open-tint"),
    "waiting": ("paper", "surface", "waiting-tint"),
    "closed": ("paper", "surface", "closed-tint"),
    "irreversible": ("paper", "surface", "irreversible-tint"),
    "rail-ink": ("rail", "rail-here"),
    "frame-ink": ("frame", "frame-control"),
    "over-picture": ("on-picture",),
}  # fmt: skip
# Edges of what is pressed or filled in, bars, and the focus (WCAG 1.4.11).
EDGES = {
    "edge": ("paper", "surface"),
    "primary": ("track",),
    "focus": ("paper", "surface", "sunken", "primary-tint"),
    "accent": ("rail", "frame"),
    "focus-on-dark": ("rail", "frame"),
    "irreversible": ("surface",),
}


def colours(half: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", half))


LIGHT = colours(LIGHT_HALF)
HALVES = {"light": LIGHT, "dark": {**LIGHT, **colours(DARK_HALF)}}
PAIRS = [(text, ground, 4.5) for text, grounds in TEXT.items() for ground in grounds]
PAIRS += [(edge, ground, 3.0) for edge, grounds in EDGES.items() for ground in grounds]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_that_the_measure_knows_black_on_white_and_the_least_grey() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.01)


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_that_every_pair_holds_its_contrast(half: str, text: str, ground: str, least: float) -> None:
    found = contrast(HALVES[half][text], HALVES[half][ground])
    assert found >= least, f"{text} on {ground} has {found:.2f} in the {half} half"


def test_that_the_decided_colours_are_the_decided_ones() -> None:
    decided = {
        "ink": "#16262b", "paper": "#fbfaf7", "surface": "#ffffff", "line": "#dad6cc", "primary": "#0a5c63",
        "primary-hover": "#084a50", "accent": "#f2a65a", "open": "#2f7d4f", "waiting": "#8a5a00",
        "closed": "#56626a", "irreversible": "#b3261e",
    }  # fmt: skip
    assert {name: LIGHT[name] for name in decided} == decided


def test_that_apricot_is_never_the_colour_of_words() -> None:
    for sheet in CSS.glob("*.css"):
        rules = re.findall(r"[\s{;]color: var\(--accent\)", sheet.read_text())
        assert not rules or sheet.name == "room.css", sheet.name  # there it colours a bar


def test_that_other_sheets_name_no_colour_but_black_and_white() -> None:
    plain = {"#000", "#fff", "#000000", "#ffffff"}
    for sheet in CSS.glob("*.css"):
        if sheet.name not in {"tokens.css", "print.css"}:
            named = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text())) - plain
            assert not named, f"{sheet.name}: {named}"


def test_that_every_variable_in_use_is_given_somewhere() -> None:
    text = "\n".join(sheet.read_text() for sheet in CSS.glob("*.css"))
    used = {name for name in re.findall(r"var\(--([a-z0-9-]+)", text) if not name.startswith("bs-")}
    given = set(re.findall(r"--([a-z0-9-]+):", text))
    assert used <= given, used - given
