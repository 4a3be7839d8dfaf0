"""Colours of an organization's brand as mail clients take them: hex, no CSS functions. Pure."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Brand:
    """The colours of one brand: filled buttons, links on white, links on dark."""

    solid: str
    link: str
    link_dark: str


def brand_of(hue: float) -> Brand:
    """Return the colours of a hue; every pair with its ground holds 4.5:1 (tests/mail/test_colours.py)."""
    return Brand(oklch(0.46, 0.11, hue), oklch(0.46, 0.11, hue), oklch(0.80, 0.08, hue))


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return a colour as ``#rrggbb``, its chroma lowered until a screen can show it."""
    angle = math.radians(hue)
    for step in range(21):
        rgb = _linear(lightness, *(chroma * (1 - step / 20) * part for part in (math.cos(angle), math.sin(angle))))
        if all(-0.0005 <= part <= 1.0005 for part in rgb):
            break
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, part)))):02x}" for part in rgb)


def _linear(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
