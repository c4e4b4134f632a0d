"""The styles keep what the design promises: contrast, plain CSS that old browsers read, no gradients."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "static" / "ui"
SHEETS = sorted(STATIC.glob("*.css"))
TOO_NEW = (":has(", "@layer", "@container", "color-mix(", "dvh", "gradient(", ":is(", ":where(", "inset:")


def colours(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", (STATIC / sheet).read_text("utf-8")))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", ["paper", "sheet", "tint"])
@pytest.mark.parametrize("text", ["ink", "ink-soft", "primary", "primary-deep", "red", "amber-ink", "seal"])
def test_text_reads_on_every_ground(text, ground):
    tokens = colours("tokens.css")
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("text", ["ink", "ink-soft", "primary", "primary-deep", "red", "green", "amber-ink", "seal"])
def test_elder_mode_reads_at_seven_to_one(text):
    tokens = {**colours("tokens.css"), **colours("elder.css")}
    assert contrast(tokens[text], tokens["paper"]) >= 7


@pytest.mark.parametrize("name", ["edge", "green", "amber", "red", "blue", "grey"])
def test_edges_of_controls_and_lights_stand_out(name):
    tokens = colours("tokens.css")
    assert contrast(tokens[name], tokens["sheet"]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_uses_nothing_that_chromium_86_does_not_know(sheet):
    text = sheet.read_text("utf-8")
    assert [word for word in TOO_NEW if word in text] == []
    assert text.count("{") == text.count("}")


def test_parts_weigh_little():
    files = [*SHEETS, *STATIC.glob("*.js")]
    assert sum(path.stat().st_size for path in files) < 80_000
