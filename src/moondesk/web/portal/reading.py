"""What the two doors to a conversation, sign-in and secret link, read in the same way from a request."""

import uuid

from django.http import HttpRequest

from moondesk.tickets.models import Ticket


def before_of(request: HttpRequest) -> uuid.UUID | None:
    """Return the message before which the reader wants to see what was said."""
    try:
        return uuid.UUID(request.GET.get("before", ""))
    except ValueError:
        return None


def is_unchanged(request: HttpRequest, ticket: Ticket) -> bool:
    """Say whether an open page that asks again has this version already."""
    return request.headers.get("HX-Request") == "true" and request.GET.get("version") == str(ticket.version)
