"""What can be done in a conversation: opening a ticket with its first message, replying, noting, moving it on."""

from moondesk.conversations.actions.messages import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.moving import move_ticket, move_to_resolved
from moondesk.conversations.actions.opening import open_ticket

__all__ = ["add_note", "move_ticket", "move_to_resolved", "open_ticket", "reply_as_customer", "reply_to_customer"]
