"""All addresses of the web and the API, with their methods, as Django resolves them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
LIBRARIES = ("allauth.", "ninja.", "django.")


@dataclass(frozen=True)
class Route:
    """One address pattern and what answers it."""

    pattern: str
    name: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    @property
    def is_ours(self) -> bool:
        """Whether we wrote the view."""
        return not getattr(self.view, "__module__", "").startswith(LIBRARIES)

    @property
    def has_object(self) -> bool:
        """Whether the address names something in an organization: it may be another department's."""
        return any(name != "slug" for name in self.parameters)

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods to ask for: those of an API operation, or what a browser can send."""
        path_view = getattr(self.view, "__self__", None)
        operations = getattr(path_view, "operations", None)
        if operations is None:
            return ("GET", "POST")
        return tuple(method for method in METHODS if any(method in operation.methods for operation in operations))

    def address(self, values: dict[str, str]) -> str:
        """Return the address with values in the place of its parameters."""
        return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], self.pattern)


def routes() -> list[Route]:
    """Return all of them, in the order in which they are tried."""
    return list(_walk(get_resolver(), "/"))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = prefix + _plain(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path)
        elif isinstance(entry, URLPattern):
            yield Route(path, entry.name or "", entry.callback, tuple(re.findall(r"\{(\w+)\}", path)))


def _plain(pattern: str) -> str:
    text = re.sub(r"(?<!\?P)<(?:\w+:)?(\w+)>", r"{\1}", pattern)
    text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", text)
    return text.removeprefix("^").removesuffix("$").removesuffix("\\Z").replace("\\", "")
