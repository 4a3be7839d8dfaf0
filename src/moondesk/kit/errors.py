"""Base errors. A ``DomainError`` is an expected answer: it has a stable code and an HTTP status."""

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """Something a person or program asked for that cannot be done, and why, in plain words.

    ``code`` is stable and part of the API; ``status`` is the HTTP status of the answer; ``fields`` maps a field's
    name to what is wrong with it; ``extra`` holds what helps to go on (allowed transitions, the current version).
    """

    code = "error"
    status = 400

    def __init__(
        self,
        message: str,
        *,
        fields: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})
        self.extra = dict(extra or {})


class InvalidInput(DomainError):
    """What was sent does not fit; ``fields`` says where."""

    code = "invalid"
    status = 422


class NotFound(DomainError):
    """There is no such thing, or the asker may not know of it. Both look the same."""

    code = "not_found"
    status = 404


class NotAllowed(DomainError):
    """The asker may see the thing but not do this to it."""

    code = "not_allowed"
    status = 403


class Conflict(DomainError):
    """The thing is not in a state in which this can be done."""

    code = "conflict"
    status = 409


class StaleVersion(Conflict):
    """The thing changed since the asker read it; ``extra`` says what changed."""

    code = "stale_version"
    status = 412


class TooMany(DomainError):
    """More than the limit in a period; ``extra['retry_after']`` is in seconds."""

    code = "rate_limited"
    status = 429


class StartupError(Exception):
    """Moondesk cannot start; the text is one plain sentence and what to do."""
