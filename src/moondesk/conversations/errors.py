"""What can be wrong with a message."""

from moondesk.kit.errors import Conflict, InvalidInput, StaleVersion


class InvalidMessage(InvalidInput):
    """The text of a message does not fit."""

    code = "invalid_message"


class DraftChanged(StaleVersion):
    """The draft was changed elsewhere since; ``body`` and ``updated_at`` are what there is now."""

    code = "draft_changed"


class InvalidSplit(InvalidInput):
    """No message was chosen for the new ticket, or one that is not on this ticket."""

    code = "invalid_split"


class CannotSplit(Conflict):
    """All messages were chosen, so that nothing would be left, or one that has not gone out yet."""

    code = "cannot_split"


class CannotClone(Conflict):
    """The ticket has no request of a customer that a new one could begin with."""

    code = "cannot_clone"


class NoIncidents(Conflict):
    """The problem causes no other ticket that is still open and can be seen."""

    code = "no_incidents"
