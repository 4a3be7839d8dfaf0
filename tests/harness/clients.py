"""Django's test client with the middleware of a desk: built once for the process, not anew for each client."""

from collections.abc import Iterator
from typing import Any

import pytest

BUILT = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
"""What ``load_middleware`` leaves on a handler."""


@pytest.fixture(scope="session", autouse=True)
def _one_chain_for_all_clients() -> Iterator[None]:
    """Building it walks through all static files, which took a quarter of the time of a page in a test."""
    from django.core.handlers.base import BaseHandler
    from django.core.signals import setting_changed
    from django.test.client import ClientHandler

    kept: dict[str, Any] = {}

    def load(self: BaseHandler, is_async: bool = False) -> None:
        if is_async:
            BaseHandler.load_middleware(self, is_async)
            return
        if not kept:
            BaseHandler.load_middleware(self)
            kept.update({name: getattr(self, name) for name in BUILT})
        vars(self).update(kept)

    def forget(**_change: Any) -> None:
        kept.clear()

    setting_changed.connect(forget)
    ClientHandler.load_middleware = load  # type: ignore[method-assign]
    yield
    del ClientHandler.load_middleware
    setting_changed.disconnect(forget)
