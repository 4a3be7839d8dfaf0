"""Letters of many languages in plain ones."""

import re
from pathlib import Path

import pytest

from moondesk.kit.letters import _SPELLED, plain_letters

SCRIPT = Path(__file__).resolve().parents[2] / "frontend" / "ts" / "slug.ts"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Spaß", "Spass"),
        ("Åse & Søn", "Ase & Son"),
        ("Łódź", "Lodz"),
        ("Señor Muñoz", "Senor Munoz"),
        ("Cœur", "Coeur"),
        ("Ærø", "AEro"),
        ("日本", ""),
    ],
)
def test_letters_are_spelled_in_plain_ones(text: str, plain: str) -> None:
    assert plain_letters(text) == plain


def test_the_browser_spells_them_alike() -> None:
    pairs = dict(re.findall(r"(\S): \"([a-z]+)\"", SCRIPT.read_text()))
    assert pairs == {chr(code): str(spelled) for code, spelled in _SPELLED.items() if chr(code).islower()}
