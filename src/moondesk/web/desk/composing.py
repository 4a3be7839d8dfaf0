"""What the composer of a ticket's page shows beside its field."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from moondesk.channels import dead
from moondesk.channels.models import DeadAddress
from moondesk.organizations.elements import Element
from moondesk.tickets.families import all_participants
from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.queries import participants_of
from moondesk.web.formats import date_text
from moondesk.web.levels import level

if TYPE_CHECKING:
    from moondesk.web.desk.page import TicketPage


def recipients_of(page: "TicketPage", *, everybody: bool = False) -> list[dict[str, Any]]:
    """Return who gets a reply: the requester, and those kept in copy; ``everybody`` also who got one reply."""
    own = page.ticket
    people = _taking_part(own) if everybody or not page.mark.is_of_one else [_asking(own)]
    people = [one for one in people if one.in_copy or everybody]
    warnings = _warnings(people)
    left_out = page.typed.get("leave_out", "").split()
    return [
        {
            "id": str(one.contact_id),
            "name": one.contact.shown_name,
            "address": one.contact.email or one.contact.phone,
            "once": not one.in_copy,
            "role": "to" if one.is_requester and one.ticket_id == own.pk else "cc",
            "off": str(one.contact_id) in left_out,
            "warning": warnings.get(one.contact.email or "", ""),
        }
        for one in people
    ]


def _taking_part(ticket: Ticket) -> list[Participant]:
    return all_participants(ticket.pk) if ticket.merged_count else participants_of(ticket)


def _asking(ticket: Ticket) -> Participant:
    """Return the requester as one who takes part, of what was read with the ticket."""
    return Participant(ticket_id=ticket.pk, contact=ticket.requester, is_requester=True)


def _warnings(people: Sequence[Participant]) -> dict[str, str]:
    """Return what to know before writing to addresses that mails do not reach; asks nothing if there is none."""
    troubled = [one.contact.email for one in people if one.contact.mail_trouble and one.contact.email]
    found = dead.stopped_among(troubled) if troubled else {}
    return {email: _warning(row) for email, row in found.items()}


def _warning(row: DeadAddress) -> str:
    values = {"address": row.email, "day": date_text(row.stopped_at or row.last_at), "why": dead.why_stopped(row)}
    if row.why == dead.COMPLAINT:
        text = _("Since %(day)s %(address)s wants no mails from us. Your reply goes out all the same.")
    else:
        text = _(
            "Since %(day)s mails to %(address)s come back: %(why)s Your reply goes out all the same, "
            "but may not arrive."
        )
    return text % values


def tools_of(page: "TicketPage", address: Callable[[str], str], live: Callable[[str], str]) -> dict[str, str]:
    """Return the addresses of what helps to write; the composer asks them only when they are needed."""
    own = {
        "look": page.frame.url("look"),
        "prefix": page.request.organization.number_prefix,
        "recipients": live("recipients"),
    }
    if level(page.request, Element.MACROS).usable:
        own["macros"] = address("macros")
    return {name: address(name) for name in ("drafts", "completions", "people")} | own
