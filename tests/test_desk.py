"""A desk of real processes."""

import urllib.request

import pytest

from tests.harness.running import Desk


@pytest.mark.xdist_group("desk")
def test_a_desk_runs(desk: Desk) -> None:
    with urllib.request.urlopen(f"{desk.url}/readyz", timeout=10) as answer:
        assert answer.status == 200
