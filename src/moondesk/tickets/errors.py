"""What can be wrong when something is asked of a ticket."""

from moondesk.kit.errors import InvalidInput, NotFound, StaleVersion


class TicketNotFound(NotFound):
    """No such ticket, or not one the asker may know of."""

    code = "ticket_not_found"


class TicketChanged(StaleVersion):
    """Somebody changed the ticket since it was read; ``extra`` has its version and the changes."""

    code = "ticket_changed"


class InvalidTicket(InvalidInput):
    """A field of the ticket does not fit."""

    code = "invalid_ticket"


class LinkExpired(NotFound):
    """The secret link is unknown, expired or revoked. All look the same."""

    code = "link_expired"
