"""What can happen to web forms and to what is sent with them; a ticket that comes of it has its own events."""

from dataclasses import dataclass
from typing import Any

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class WebFormChanged(DomainEvent):
    """The web form ``subject_id`` was written, changed, retired or brought back.

    ``before`` and ``after`` have what changed; a new one has nothing before.
    """

    name = "web_form.changed"

    label: str
    before: dict[str, Any]
    after: dict[str, Any]


@event
@dataclass(frozen=True, kw_only=True)
class ApiSitesChanged(DomainEvent):
    """The sites whose pages may use the public API of the organization ``subject_id`` were changed."""

    name = "api_sites.changed"

    before: list[str]
    after: list[str]


@event
@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(DomainEvent):
    """Something was sent with a form that wants its sender's address confirmed; there is no ticket yet.

    ``subject_id`` is what waits. What was typed is not said here: it goes when nobody confirms it.
    """

    name = "web_form.confirmation_asked"

    form: str


@event
@dataclass(frozen=True, kw_only=True)
class RequestConfirmed(DomainEvent):
    """The sender confirmed their address, and what waited (``subject_id``) became the ticket ``ticket``."""

    name = "web_form.request_confirmed"

    form: str
    ticket: str
