"""Moving a ticket to another status together with the note that says why."""

from moondesk.conversations.actions.messages import add_note
from moondesk.conversations.errors import InvalidMessage
from moondesk.organizations.actor import Actor
from moondesk.tickets import actions
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.queries import default_status
from moondesk.tickets.rules import Stage


def move_ticket(ticket: Ticket, status: Status, note: str = "", *, by: Actor, despite_blockers: bool = False) -> None:
    """Move a ticket to a status; a note goes with it, and some statuses need one (T4)."""
    actions.change_status(ticket, status, by=by, explained=bool(note.strip()), despite_blockers=despite_blockers)
    if note.strip():
        try:
            add_note(ticket, note, by=by)
        except InvalidMessage as error:
            raise InvalidMessage(error.message, fields={"note": error.message}) from None


def move_to_resolved(ticket: Ticket, note: str = "", *, by: Actor, despite_blockers: bool = False) -> None:
    """Move a ticket to the status in which its work is done, with the note that it may need."""
    move_ticket(ticket, default_status(Stage.RESOLVED), note, by=by, despite_blockers=despite_blockers)
