"""What can be wrong with a message."""

from moondesk.kit.errors import InvalidInput, StaleVersion


class InvalidMessage(InvalidInput):
    """The text of a message does not fit."""

    code = "invalid_message"


class DraftChanged(StaleVersion):
    """The draft was changed elsewhere since; ``body`` and ``updated_at`` are what there is now."""

    code = "draft_changed"
