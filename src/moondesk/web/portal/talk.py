"""The conversation as its customer sees it: own words right, the team left, days, and what happened in their words."""

import datetime
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.conversations.paper import name_for_customers
from moondesk.conversations.queries import changes_of, changes_of_id, latest_page, messages_for
from moondesk.conversations.rules import AuthorKind
from moondesk.events.models import Event
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.tickets.families import above, joined_at
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.queries import participants_of
from moondesk.tickets.rules import ACTIVE_STAGES, DONE_STAGES, Stage
from moondesk.web.attached import cards
from moondesk.web.formats import clock_time, datetime_text, day_text
from moondesk.web.portal.revised import Besides
from moondesk.web.signs import sign_of

MOST_SHOWN = 500


@dataclass(frozen=True)
class Talk:
    """What is shown of a conversation. ``mark`` changes with anything that a customer can see of it."""

    entries: list[dict[str, Any]]
    earlier: uuid.UUID | None
    mark: str


def author_of(message: Message, names: dict[uuid.UUID, str]) -> dict[str, str]:
    """Return who wrote, as another customer may know it: a name, and never an address or a number."""
    if message.author_kind != AuthorKind.CUSTOMER:
        return {"id": str(message.author_member_id or message.pk), "name": message.author_name}
    return {"id": str(message.author_contact_id or message.pk), "name": name_for_customers(message, names)}


def read_talk(actor: Actor, ticket: Ticket, home: Ticket, base: str, *, earlier: uuid.UUID | None = None) -> Talk:
    """Return the end of the public thread; with ``earlier``, from thirty messages before that one on.

    ``home`` is where the ticket goes on, ``base`` the address below which its files are.
    """
    page = latest_page(actor, ticket, before=earlier)
    messages = page.messages
    if earlier:
        messages = messages + list(messages_for(actor, ticket).filter(pk__gte=earlier).order_by("id")[:MOST_SHOWN])
    changes = [event for event in _changes(ticket) if event.name == "ticket.status_changed"]
    if page.earlier and messages:
        changes = [event for event in changes if event.created_at >= messages[0].created_at]
    names = {one.contact_id: one.contact.name for one in participants_of(ticket)}
    found = files_of([message.pk for message in messages])
    joined = joined_at(ticket)
    if page.earlier and messages:
        joined = [(at, taken) for at, taken in joined if at >= messages[0].created_at]
    besides = Besides(actor, ticket, messages, lambda one: author_of(one, names)["name"])
    entries = list(_entries(actor, messages, changes, names, joined))
    by_id = {str(message.pk): message for message in messages}
    for entry in entries:
        if entry["kind"] == "said":
            entry["beside"] = besides.of(by_id[entry["id"]])
            entry["files"] = cards(found, uuid.UUID(entry["id"]), base)
    if not page.earlier:
        _say_received(entries, ticket)
    last = messages[-1].pk if messages else ""
    shown = [f"{file.pk}{file.state}{file.preview}" for files in found.values() for file in files]
    mark = f"{last}.{home.status_id}.{len(joined)}.{zlib.crc32(' '.join(shown).encode()):x}{besides.mark}"
    return Talk(entries, page.earlier, mark)


def _changes(ticket: Ticket) -> list[Event]:
    """Return what happened to a ticket, and to those where it goes on since it does."""
    found = changes_of(ticket)
    for into, since in above(ticket):
        found += [event for event in changes_of_id(into) if event.created_at >= since]
    return sorted(found, key=lambda event: event.created_at)


_FIRST = uuid.UUID(int=0)


@dataclass(frozen=True)
class _Joined:
    """That the ticket goes on in another one, or (``taken``) another one in it."""

    created_at: datetime.datetime
    taken: bool
    pk: uuid.UUID = _FIRST


def _entries(
    actor: Actor,
    messages: list[Message],
    changes: list[Event],
    names: dict[uuid.UUID, str],
    joined: list[tuple[datetime.datetime, bool]],
) -> Iterator[dict[str, Any]]:
    statuses = {status.key: status for status in Status.objects.all()} if changes else {}
    items: list[Message | Event | _Joined] = [*messages, *changes, *(_Joined(at, taken) for at, taken in joined)]
    items.sort(key=lambda item: (item.created_at, item.pk))
    day: datetime.date | None = None
    said = ""
    for item in items:
        if isinstance(item, _Joined):
            entry = _was_joined(item)
        else:
            entry = _said(actor, item, names) if isinstance(item, Message) else _happened(item, statuses)
        if entry["kind"] == "happened" and entry["text"] in ("", said):
            continue
        said = entry["text"] if entry["kind"] == "happened" else said
        today = timezone.localtime(item.created_at).date()
        if today != day:
            day = today
            yield {"kind": "day", "text": day_text(item.created_at)}
        yield entry


def _said(actor: Actor, message: Message, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    is_mine = message.author_contact_id is not None and message.author_contact_id == actor.contact_id
    return {
        "kind": "said",
        "id": str(message.pk),
        "author": author_of(message, names),
        "time": clock_time(message.created_at),
        "body": Markup(message.html),  # noqa: S704 - sanitised when it was written
        "mine": is_mine,
    }


def _was_joined(item: _Joined) -> dict[str, Any]:
    if item.taken:
        text = _("We joined another ticket about the same matter with this one.")
    else:
        text = _("We joined this ticket with another one about the same matter. Our answers to both are here.")
    return {"kind": "happened", "text": text, "icon": "git-merge"}


def _happened(event: Event, statuses: dict[str, Status]) -> dict[str, Any]:
    old, new = event.data.get("old_stage"), event.data.get("new_stage")
    status = statuses.get(str(event.data.get("new")))
    text, icon = "", "info"
    if old in DONE_STAGES and new not in DONE_STAGES:
        text, icon = _("Opened again"), "rotate-ccw"
    elif new == Stage.RESOLVED:
        text, icon = _("Marked as resolved"), "circle-check"
    elif new == Stage.CLOSED:
        text, icon = _("Closed"), "lock"
    elif new == Stage.IN_PROGRESS:
        text, icon = _("We are working on it"), "circle-dot"
    elif status is not None:
        text, icon = status.customer_label(), "circle-pause" if sign_of(status) else "corner-down-left"
    return {"kind": "happened", "text": text, "icon": icon}


def _say_received(entries: list[dict[str, Any]], ticket: Ticket) -> None:
    """Say after the first message that it arrived, and until when it is answered if that is still to come."""
    first = next((at for at, entry in enumerate(entries) if entry["kind"] == "said"), None)
    if first is None:
        return
    text = _("We have your message.")
    if ticket.due_at and ticket.first_response_at is None and ticket.due_at > now() and ticket.stage in ACTIVE_STAGES:
        text = _("We have your message. You hear from us before %(time)s.") % {"time": datetime_text(ticket.due_at)}
    entries.insert(first + 1, {"kind": "happened", "text": text, "icon": "mail-check"})
