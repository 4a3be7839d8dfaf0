"""OKLCH to sRGB and WCAG contrast, as browsers compute them."""

import math
import re

Rgb = tuple[float, float, float]
OKLCH = re.compile(r"oklch\(\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*\)")


def linear_rgb(text: str) -> Rgb:
    """Return linear sRGB of ``oklch(l c h)``, clipped to the screen. Raises ``ValueError`` for other text."""
    found = OKLCH.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    lightness, chroma, hue = (float(part) for part in found.groups())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    cone_l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    cone_m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    cone_s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * cone_l - 3.3077115913 * cone_m + 0.2309699292 * cone_s,
        -1.2684380046 * cone_l + 2.6097574011 * cone_m - 0.3413193965 * cone_s,
        -0.0041960863 * cone_l - 0.7034186147 * cone_m + 1.7076147010 * cone_s,
    )
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in channels)
    return red, green, blue


def tint(colour: str, share: float, ground: str) -> Rgb:
    """Return ``color-mix(in oklab, colour share, ground)``: how a badge is tinted."""
    (l1, c1, h1), (l2, c2, h2) = (
        tuple(float(part) for part in OKLCH.fullmatch(text.strip()).groups())  # type: ignore[union-attr]
        for text in (colour, ground)
    )
    a = share * c1 * math.cos(math.radians(h1)) + (1 - share) * c2 * math.cos(math.radians(h2))
    b = share * c1 * math.sin(math.radians(h1)) + (1 - share) * c2 * math.sin(math.radians(h2))
    light = share * l1 + (1 - share) * l2
    return linear_rgb(f"oklch({light:.6f} {math.hypot(a, b):.6f} {math.degrees(math.atan2(b, a)) % 360:.6f})")


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the WCAG contrast of two colours, 1 to 21."""
    bright, dark = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
