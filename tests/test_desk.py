"""A desk of real processes."""

import urllib.error
import urllib.request

from tests.harness.running import Desk, wait_until


def _is_ready(desk: Desk) -> bool:
    try:
        with urllib.request.urlopen(f"{desk.url}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False


def test_a_desk_runs(desk: Desk) -> None:
    wait_until(lambda: _is_ready(desk), "Database and queue working")
