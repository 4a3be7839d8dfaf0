"""What can be wrong with a message."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound, StaleVersion


class InvalidMessage(InvalidInput):
    """The text of a message does not fit."""

    code = "invalid_message"


class InvalidAnswer(InvalidMessage):
    """The message that this one answers is not on the ticket, or is a note that a public reply would tell of."""

    code = "invalid_reply_to"


class MessageNotFound(NotFound):
    """There is no such message on the ticket for this actor."""

    code = "message_not_found"


class MessageChanged(StaleVersion):
    """Somebody edited the message since; ``body`` and ``version`` are what there is now."""

    code = "message_changed"


class TooManyEdits(Conflict):
    """The message was edited so often that no more is kept."""

    code = "too_many_edits"


class MessageDeleted(Conflict):
    """The message was deleted: nothing can be done with it but to restore it."""

    code = "message_deleted"


class CannotVote(Conflict):
    """The message is not one that the actor can vote on: a customer's own, for example."""

    code = "cannot_vote"


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


class CannotMention(InvalidInput):
    """Somebody is named who may not see the ticket, or the note: ``names``. Naming them gives no rights."""

    code = "mention_without_access"


class TooManyMentions(InvalidInput):
    """More members are named than one message may name."""

    code = "too_many_mentions"


class InvalidRecipients(InvalidInput):
    """Nobody would get the reply, or somebody is chosen who cannot."""

    code = "invalid_recipients"
