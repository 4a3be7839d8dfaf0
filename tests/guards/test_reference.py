"""Generated pages are those of the code."""

import pytest

from moondesk.reference import PAGES
from tests.guards.source import ROOT


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_up_to_date(name: str) -> None:
    kept = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert kept == PAGES[name](), "Run: python -m moondesk.reference"
