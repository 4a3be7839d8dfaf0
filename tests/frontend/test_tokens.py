"""Every pair of colours that carries text or a line is readable in all four themes."""

import re
from pathlib import Path

import pytest

from tests.frontend.colour import contrast, linear_rgb, tint

TOKENS = Path(__file__).parents[2] / "frontend/css/tokens.css"
THEMES = ["light", "dark", "moon", "green"]
GROUNDS = ["background", "surface", "surface-2", "hover", "selected"]
STATUSES = ["open", "in-progress", "waiting", "resolved", "closed", "low", "medium", "high", "urgent", "teal", "pink"]
INKS = ["foreground", "muted", "accent", *STATUSES]
TEXT, LINE = 4.5, 3.0


def tokens_of(theme: str) -> dict[str, str]:
    """Return the declarations of a theme, by name without dashes."""
    block = re.search(rf'data-theme="{theme}"\] \{{(.*?)\n\}}', TOKENS.read_text(encoding="utf-8"), re.DOTALL)
    assert block, theme
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block.group(1)))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_is_readable_on_every_ground(theme: str, ground: str) -> None:
    tokens = tokens_of(theme)
    pairs = {ink: contrast(linear_rgb(tokens[ink]), linear_rgb(tokens[ground])) for ink in INKS}
    assert not {ink: round(ratio, 2) for ink, ratio in pairs.items() if ratio < TEXT}


@pytest.mark.parametrize("theme", THEMES)
def test_statuses_are_readable_on_their_own_tint(theme: str) -> None:
    tokens = tokens_of(theme)
    pairs = {
        name: contrast(linear_rgb(tokens[name]), tint(tokens[name], 0.1, tokens["surface"]))
        for name in [*STATUSES, "danger", "success"]
    }
    assert not {name: round(ratio, 2) for name, ratio in pairs.items() if ratio < TEXT}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("on-accent", "accent"),
        ("note-ink", "note"),
        ("foreground", "note"),
        ("accent", "accent-soft"),
        ("surface", "danger"),
    ],
)
def test_filled_parts_are_readable(theme: str, ink: str, ground: str) -> None:
    tokens = tokens_of(theme)
    assert contrast(linear_rgb(tokens[ink]), linear_rgb(tokens[ground])) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("line", ["focus", "field"])
def test_focus_and_field_lines_are_visible(theme: str, line: str) -> None:
    tokens = tokens_of(theme)
    pairs = {
        ground: contrast(linear_rgb(tokens[line]), linear_rgb(tokens[ground]))
        for ground in GROUNDS
        if ground != "hover"
    }
    assert not {ground: round(ratio, 2) for ground, ratio in pairs.items() if ratio < LINE}


def test_all_themes_say_the_same_names() -> None:
    names = {theme: set(tokens_of(theme)) for theme in THEMES}
    assert all(found == names["light"] for found in names.values())


def test_contrast_agrees_with_known_values() -> None:
    assert contrast(linear_rgb("oklch(1 0 0)"), linear_rgb("oklch(0 0 0)")) == pytest.approx(21, abs=0.01)
    # oklch(0.6279 0.2577 29.23) is #ff0000, and red on white is 4.00:1.
    assert contrast(linear_rgb("oklch(0.6279 0.2577 29.23)"), (1, 1, 1)) == pytest.approx(4.0, abs=0.03)
