"""What can be done in a conversation: opening a ticket with its first message, replying, adding a note."""

from moondesk.conversations.actions.messages import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.opening import open_ticket

__all__ = ["add_note", "open_ticket", "reply_as_customer", "reply_to_customer"]
