"""What the composer of a ticket's page shows beside its field."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from moondesk.tickets.families import all_participants
from moondesk.tickets.queries import participants_of

if TYPE_CHECKING:
    from moondesk.web.desk.page import TicketPage


def recipients_of(page: "TicketPage", *, everybody: bool = False) -> list[dict[str, Any]]:
    """Return who gets a reply: the requester, and those kept in copy; ``everybody`` also who got one reply."""
    own = page.ticket
    left_out = page.typed.get("leave_out", "").split()
    return [
        {
            "id": str(one.contact_id),
            "name": one.contact.shown_name,
            "address": one.contact.email or one.contact.phone,
            "once": not one.in_copy,
            "role": "to" if one.is_requester and one.ticket_id == own.pk else "cc",
            "off": str(one.contact_id) in left_out,
        }
        for one in (all_participants(own.pk) if own.merged_count else participants_of(own))
        if one.in_copy or everybody
    ]


def tools_of(page: "TicketPage", address: Callable[[str], str], live: Callable[[str], str]) -> dict[str, str]:
    """Return the addresses of what helps to write; the composer asks them only when they are needed."""
    own = {
        "look": page.frame.url("look"),
        "prefix": page.request.organization.number_prefix,
        "recipients": live("recipients"),
    }
    return {name: address(name) for name in ("drafts", "macros", "completions", "people")} | own
