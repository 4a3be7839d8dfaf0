"""What can be wrong with a message."""

from moondesk.kit.errors import InvalidInput


class InvalidMessage(InvalidInput):
    """The text of a message does not fit."""

    code = "invalid_message"
