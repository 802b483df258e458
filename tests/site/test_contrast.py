"""The palette keeps WCAG 2.2 AA (4.5 : 1 for text, 3 : 1 for control borders) in both colour schemes."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
GROUNDS = ["paper", "surface", "sunk", "hover"]
TINTED = [
    *[(f"tone-{number}", f"tone-{number}-soft") for number in range(1, 9)],
    *[(name, f"{name}-soft") for name in ("below", "on", "above", "missing", "accent", "warn")],
    ("ink", "accent-soft"),
    ("ink-2", "accent-soft"),
    ("ink", "warn-soft"),
    ("ink", "below-soft"),
    ("side-ink", "side"),
    ("side-ink", "side-hover"),
    ("side-muted", "side"),
]
TEXTS = ["ink", "ink-2", "ink-3", "accent", "below", "on", "above", "missing", "warn"]
PAIRS = [*[(text, ground) for text in TEXTS for ground in GROUNDS], *TINTED]


def read_palette(scheme: str) -> dict[str, str]:
    """Name to #rrggbb. The dark scheme overrides the light one."""
    light, dark = TOKENS.read_text().split("@media screen and (prefers-color-scheme: dark)")
    blocks = [light] if scheme == "light" else [light, dark]
    found = [pair for block in blocks for pair in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block)]
    return {name: full(colour) for name, colour in found}


def full(colour: str) -> str:
    return "#" + "".join(digit * 2 for digit in colour[1:]) if len(colour) == 4 else colour


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, 0 (black) to 1 (white)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    palette = read_palette(scheme)
    assert contrast(palette[text], palette[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_white_stands_out_from_a_filled_button(scheme: str) -> None:
    assert contrast("#ffffff", read_palette(scheme)["accent-fill"]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_the_border_of_a_control_can_be_seen(scheme: str, ground: str) -> None:
    palette = read_palette(scheme)
    assert contrast(palette["control-line"], palette[ground]) >= 3
