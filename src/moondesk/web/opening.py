"""Which addresses a permission opens, read from the views themselves: pages and the API alike."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from moondesk.organizations.permissions import Permission
from moondesk.web.edges import PERMISSION

MOST_SHOWN = 40


@cache
def _table() -> dict[Permission, list[str]]:
    found: dict[Permission, list[str]] = {}
    for address, view in _walk(get_resolver(), "/"):
        path_view = getattr(view, "__self__", None)
        operations = getattr(path_view, "operations", None)
        if operations is None:
            _note(found, getattr(view, PERMISSION, None), address)
        for operation in operations or ():
            permission = getattr(operation.view_func, PERMISSION, None)
            for method in operation.methods:
                _note(found, permission, f"{method} {address}")
    return found


def _note(found: dict[Permission, list[str]], permission: Permission | None, address: str) -> None:
    if permission is not None:
        found.setdefault(permission, []).append(address)


def opened_by(permission: Permission) -> list[str]:
    """Return the addresses that ask for the permission before anything else; those of the API with their method."""
    return _table().get(permission, [])[:MOST_SHOWN]


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        path = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(entry.pattern)).strip("^$")
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback
