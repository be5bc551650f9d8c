"""Status colours are legible, and apart for people who do not tell red from green."""

import math
from itertools import combinations

import pytest

from screens.themes import DARK, LIGHT, STATUS_COLOURS, TEXT_COLOURS, THEMES

#: The last is that of the marked line of a list.
BACKGROUNDS = ("background", "surface", "panel", "block-cursor-background")
#: Machado, Oliveira and Fernandes (2009): deuteranopia, severity 1, on linear RGB.
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def linear(colour: str) -> tuple[float, ...]:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb) -> tuple[float, float, float]:
    red, green, blue = rgb
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen_with_deuteranopia(colour: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    seen = (sum(k * c for k, c in zip(row, rgb, strict=True)) for row in DEUTERANOPIA)
    return lab(tuple(min(1.0, max(0.0, channel)) for channel in seen))


def distance(one: str, other: str) -> float:
    pairs = zip(seen_with_deuteranopia(one), seen_with_deuteranopia(other), strict=True)
    return math.sqrt(sum((a - b) ** 2 for a, b in pairs))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
@pytest.mark.parametrize("name", [*STATUS_COLOURS, *TEXT_COLOURS])
@pytest.mark.parametrize("ground", BACKGROUNDS)
def test_every_colour_of_text_has_a_contrast_of_four_and_a_half_to_one(theme, name, ground):
    behind = theme.variables.get(ground) or getattr(theme, ground)
    assert contrast(theme.variables[name], behind) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_the_marked_line_is_apart_from_the_others(theme):
    assert contrast(theme.variables["block-cursor-background"], theme.background) >= 1.25
    assert "bold" in theme.variables["block-cursor-text-style"]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
@pytest.mark.parametrize(("one", "other"), list(combinations(STATUS_COLOURS, 2)))
def test_status_colours_stay_apart_under_deuteranopia(theme, one, other):
    # A difference of 2 can just be seen side by side; 15 is told apart at a glance.
    assert distance(theme.variables[one], theme.variables[other]) >= 15


def test_there_is_a_dark_and_a_light_theme():
    assert (DARK.dark, LIGHT.dark) == (True, False)


def test_the_measure_of_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
