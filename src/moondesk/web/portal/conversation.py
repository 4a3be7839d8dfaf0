"""One ticket as a chat: what its customer sees of it, and nothing else."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from moondesk.contacts.models import Contact
from moondesk.conversations.models import Message
from moondesk.conversations.queries import changes_of, latest_page
from moondesk.conversations.rules import AuthorKind
from moondesk.events.models import Event
from moondesk.kit.clock import now
from moondesk.organizations.queries import current_organization
from moondesk.tickets.events import StatusChanged, TicketOpened
from moondesk.tickets.models import Participant, Status, Ticket
from moondesk.tickets.rules import DONE_STAGES, OnCustomerReply, Stage, on_customer_reply
from moondesk.web.edges import TenantRequest
from moondesk.web.formats import clock_time, datetime_text, day_text
from moondesk.web.portal.frame import shown_number, shown_status

PAGE = 60


@dataclass(frozen=True)
class Line:
    """One line of the conversation: a message or something that happened, or the day on which it begins."""

    kind: str
    time: Any = ""
    text: Any = ""
    id: str = ""
    mine: bool = False
    author: dict[str, str] | None = None
    icon: str = ""


def chat(request: TenantRequest, ticket: Ticket, reader: Contact, *, before: uuid.UUID | None = None) -> dict[str, Any]:
    """Return what the page shows."""
    page = latest_page(request.actor, ticket, before=before, size=PAGE)
    statuses = {status.key: status for status in Status.objects.all()}
    events = [
        event for event in changes_of(ticket, since=None) if event.name in (StatusChanged.name, TicketOpened.name)
    ]
    if page.earlier:
        events = [event for event in events if page.messages and event.created_at >= page.messages[0].created_at]
    organization = request.organization
    return {
        "ticket": ticket,
        "number": shown_number(ticket, organization),
        "state": shown_status(statuses_of(ticket, statuses)),
        "lines": _in_days(page.messages, events, ticket, reader, statuses),
        "earlier": page.earlier,
        "earlier_page": before is not None,
        "helper": _helper(page.messages),
        "done": ticket.stage in DONE_STAGES,
        "hint": _hint(ticket),
        "people": _who_sees(ticket, organization.name),
        "version": ticket.version,
    }


def statuses_of(ticket: Ticket, statuses: dict[str, Status]) -> Status:
    """Return the status of a ticket out of those of its organization."""
    return next(status for status in statuses.values() if status.pk == ticket.status_id)


def _in_days(
    messages: list[Message], events: list[Event], ticket: Ticket, reader: Contact, statuses: dict[str, Status]
) -> list[Line]:
    found: list[tuple[Any, Line]] = [(message.created_at, _message(message, reader)) for message in messages]
    for event in events:
        line = _event(event, ticket, statuses)
        if line is not None:
            found.append((event.created_at, line))
    found.sort(key=lambda pair: pair[0])
    lines: list[Line] = []
    day = ""
    for moment, line in found:
        if day_text(moment) != day:
            day = day_text(moment)
            lines.append(Line("day", text=day))
        lines.append(line)
    return _received_after_first(lines)


def _received_after_first(lines: list[Line]) -> list[Line]:
    """Put "received" below the first message, whichever of the two was written a moment earlier."""
    for index in range(len(lines) - 1):
        if lines[index].id == "opened" and lines[index + 1].kind == "message":
            lines[index], lines[index + 1] = lines[index + 1], lines[index]
    return lines


def _message(message: Message, reader: Contact) -> Line:
    mine = message.author_kind == AuthorKind.CUSTOMER and message.author_contact_id == reader.pk
    author = {
        "name": _author(message),
        "id": str(message.author_member_id or message.author_contact_id or message.organization_id),
    }
    html = Markup(message.html)  # noqa: S704 - sanitised when it was written
    return Line("message", clock_time(message.created_at), html, str(message.pk), mine, author)


def _author(message: Message) -> str:
    """Return who wrote it. A customer without a name is kept under their address, which nobody else may read."""
    if message.author_kind == AuthorKind.CUSTOMER:
        name = message.author_name
        return name if name and "@" not in name else _("Somebody in copy")
    return message.author_name or current_organization().name


def _event(event: Event, ticket: Ticket, statuses: dict[str, Status]) -> Line | None:
    if event.name == TicketOpened.name:
        return Line("event", text=_promise(ticket), id="opened", icon="mail-check")
    old, new = event.data.get("old_stage"), event.data.get("new_stage")
    status = statuses.get(str(event.data.get("new")))
    if old in DONE_STAGES and new not in DONE_STAGES:
        return Line("event", text=_("Opened again"), icon="rotate-ccw")
    if new == Stage.RESOLVED:
        return Line("event", text=_("Marked as resolved"), icon="circle-check")
    if new == Stage.CLOSED:
        return Line("event", text=_("Closed"), icon="lock")
    if new == Stage.IN_PROGRESS and old == Stage.OPEN:
        return Line("event", text=_("We are working on it"), icon="circle-dot")
    if status is None or status.stage != Stage.WAITING:
        return None
    return Line("event", text=status.customer_label(), icon="corner-down-left" if status.is_default else "circle-pause")


def _promise(ticket: Ticket) -> str:
    if ticket.due_at and ticket.first_response_at is None and ticket.due_at > now() and ticket.stage not in DONE_STAGES:
        return _("We have your message. You hear from us before %(time)s.") % {"time": datetime_text(ticket.due_at)}
    return _("We have your message.")


def _helper(messages: list[Message]) -> dict[str, str] | None:
    """Return who of the team wrote last."""
    for message in reversed(messages):
        if message.author_kind == AuthorKind.AGENT and message.author_member_id:
            return {"name": message.author_name, "id": str(message.author_member_id)}
    return None


def _hint(ticket: Ticket) -> str:
    effect = on_customer_reply(Stage(ticket.stage), ticket.done_at, now(), current_organization().reopen_days)
    if effect is OnCustomerReply.REOPEN:
        return _("When you write, the ticket opens again.")
    if effect is OnCustomerReply.FOLLOW_UP:
        return _("This was closed a while ago. When you write, a new ticket begins that refers to it.")
    return ""


def _who_sees(ticket: Ticket, name: str) -> str:
    others = Participant.objects.filter(ticket=ticket).count() - 1
    if others > 0:
        return _("You, %(count)d in copy, and the team of %(name)s") % {"count": others, "name": name}
    return _("You and the team of %(name)s") % {"name": name}
