"""Writing down a call: a note on a ticket, or the beginning of a new one in the caller's words (I6)."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.contacts.phones import Number
from moondesk.conversations.actions.messages import add_note
from moondesk.conversations.actions.on_behalf import for_somebody
from moondesk.conversations.actions.opening import open_ticket
from moondesk.conversations.call_events import CallLogged, CallTakenBack
from moondesk.conversations.models import Message
from moondesk.conversations.rules import CallDirection
from moondesk.events.actions import emit
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.organizations.actor import Actor
from moondesk.organizations.queries import current_organization
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call: who rang whom, for how many whole minutes (0 is not known), and what was said."""

    direction: CallDirection
    number: Number
    minutes: int = 0
    note: str = ""


def log_call(ticket: Ticket, call: Call, *, by: Actor) -> Message:
    """Write a call down on a ticket, for colleagues."""
    message = add_note(ticket, _words(call), by=by, channel=Channel.PHONE)
    _tell(ticket, message, call, by)
    return message


def open_by_call(new: NewTicket, call: Call, *, by: Actor, quiet: bool = True) -> tuple[Ticket, Message]:
    """Open a ticket in the words of one who called; nobody is mailed unless that is wanted."""
    ticket, message = open_ticket(for_somebody(new, by=by), _words(call), by=by, quiet=quiet)
    _tell(ticket, message, call, by)
    return ticket, message


def _tell(ticket: Ticket, message: Message, call: Call, by: Actor) -> None:
    told = CallLogged(
        subject_id=ticket.pk,
        message=message.pk,
        direction=call.direction.value,
        number=call.number.e164,
        minutes=call.minutes,
    )
    emit(told, by=by)


def _words(call: Call) -> str:
    """Return what is written on the ticket, in the organization's language: others read it, too."""
    with translation.override(current_organization().language):
        came_in = call.direction is CallDirection.IN
        line = _("Call from %(number)s") if came_in else _("Call to %(number)s")
        line = line % {"number": call.number.shown}
        if call.minutes:
            lasted = ngettext("%(count)d minute", "%(count)d minutes", call.minutes) % {"count": call.minutes}
            line = f"{line}, {lasted}"
    return f"**{line}**\n\n{call.note}".strip()


@undoes(CallLogged, soon=True)
def take_call_back(event: Event, by: Actor) -> None:
    """Say so: the note that it wrote has an event of its own."""
    emit(CallTakenBack(subject_id=event.subject_id, message=event.data["message"]), by=by)
