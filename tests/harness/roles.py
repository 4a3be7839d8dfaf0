"""Built-in roles that allow something else, for one test."""

import pytest

from moondesk.organizations import permissions
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Permission, Role


def narrow(monkeypatch: pytest.MonkeyPatch, role: Role, allowed: frozenset[Permission]) -> None:
    """Let a built-in role allow exactly this until the test ends. What was reckoned before is not remembered."""
    monkeypatch.setitem(ROLE_PERMISSIONS, role, allowed)
    reckoned = permissions._allowed
    monkeypatch.setattr(permissions, "_allowed", getattr(reckoned, "__wrapped__", reckoned))
