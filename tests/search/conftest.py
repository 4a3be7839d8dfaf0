"""Programs with a token, as the tests of the API have them; and nothing known of words from the test before."""

from collections.abc import Iterator

import pytest

from moondesk.tickets import frequency
from tests.api.conftest import programs as programs  # noqa: PLC0414 - pytest finds it here


@pytest.fixture(autouse=True)
def _no_common_words() -> Iterator[None]:
    frequency.forget()
    yield
    frequency.forget()
