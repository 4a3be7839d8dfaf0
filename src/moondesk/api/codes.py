"""Every code that a problem can have, with its status and what it means, for the reference."""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache

import moondesk
from moondesk.kit.errors import DomainError

_PACKAGES = (
    "kit", "events", "limits", "organizations", "files", "contacts", "tickets", "conversations",
    "macros", "views", "channels", "api",
)  # fmt: skip


@dataclass(frozen=True)
class Code:
    """One code."""

    code: str
    status: int
    meaning: str


def _errors(cls: type[DomainError]) -> set[type[DomainError]]:
    return {cls}.union(*(_errors(below) for below in cls.__subclasses__()))


@cache
def known_codes() -> list[Code]:
    """Return all codes, by status and name."""
    for package in _PACKAGES:
        path = next(iter(moondesk.__path__)) + f"/{package}"
        for module in pkgutil.iter_modules([path]):
            if module.name == "errors":
                importlib.import_module(f"moondesk.{package}.errors")
    found = {
        error.code: Code(error.code, error.status, " ".join((error.__doc__ or "").split()))
        for error in sorted(_errors(DomainError), key=lambda one: len(one.__mro__), reverse=True)
        if error is not DomainError and error.__module__.split(".")[1] in _PACKAGES
    }
    return sorted(found.values(), key=lambda one: (one.status, one.code))
