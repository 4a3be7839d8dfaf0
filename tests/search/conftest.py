"""Programs with a token, as the tests of the API have them."""

from tests.api.conftest import programs as programs  # noqa: PLC0414 - pytest finds it here
