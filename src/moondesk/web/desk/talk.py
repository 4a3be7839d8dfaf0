"""The conversation as the desk shows it: messages, days between them, and what happened in between."""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.conversations.queries import latest_page, messages_for
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.events.models import Event
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from moondesk.web.attached import cards
from moondesk.web.desk.choices import Choices
from moondesk.web.desk.delivery import SHOWN, delivery_words
from moondesk.web.desk.timeline import line_of
from moondesk.web.formats import clock_time, day_text

MOST_SHOWN = 500


@dataclass(frozen=True)
class Talk:
    """What is shown of a conversation. ``seen`` is the newest message on the page, which a reply must know of."""

    entries: list[dict[str, Any]]
    earlier: uuid.UUID | None
    seen: uuid.UUID | None
    count: int


@dataclass(frozen=True)
class Place:
    """From where a conversation is read: before which message, and below which address its files are."""

    files: str
    earlier: uuid.UUID | None = None


def read_talk(actor: Actor, ticket: Ticket, choices: Choices, events: Sequence[Event], place: Place) -> Talk:
    """Return the end of a conversation; with ``place.earlier``, from thirty messages before that one on.

    ``events`` is what happened to the ticket, newest first.
    """
    earlier = place.earlier
    page = latest_page(actor, ticket, before=earlier)
    messages = page.messages
    if earlier:
        messages = messages + list(messages_for(actor, ticket).filter(pk__gte=earlier).order_by("id")[:MOST_SHOWN])
    changes = [event for event in reversed(events) if event.name.startswith(("ticket.", "time.entry_"))]
    if page.earlier and messages:
        changes = [event for event in changes if event.created_at >= messages[0].created_at]
    changes = [event for event in changes if event.name != "ticket.opened"]
    entries = list(_entries(ticket, choices, messages, changes, _mails_of(messages)))
    found = files_of([one.pk for one in messages])
    for entry in entries:
        if entry["kind"] == "message":
            entry["files"] = cards(found, uuid.UUID(entry["id"]), place.files)
    return Talk(entries, page.earlier, messages[-1].pk if messages else None, len(messages))


def _entries(
    ticket: Ticket,
    choices: Choices,
    messages: list[Message],
    changes: list[Event],
    mails: dict[uuid.UUID, dict[str, str]],
) -> Iterator[dict[str, Any]]:
    items: list[Message | Event] = [*messages, *changes]
    items.sort(key=lambda item: (item.created_at, item.pk))
    day: datetime.date | None = None
    waiting: list[Event] = []
    for item in items:
        today = timezone.localtime(item.created_at).date()
        if waiting and (isinstance(item, Message) or today != day):
            yield _lines(choices, waiting)
            waiting = []
        if today != day:
            day = today
            yield {"kind": "day", "id": f"day-{today.isoformat()}", "text": day_text(item.created_at)}
        if isinstance(item, Event):
            waiting.append(item)
        else:
            yield _message(ticket, item, mails.get(item.pk, {}))
    if waiting:
        yield _lines(choices, waiting)


def _lines(choices: Choices, events: list[Event]) -> dict[str, Any]:
    lines = [line_of(choices, event) for event in events]
    shown = [{"text": f"{line.text} · {line.by}", "time": line.time} for line in lines]
    last = "; ".join(line.text for line in lines[-2:])
    count = ngettext("%(count)d change", "%(count)d changes", len(lines)) % {"count": len(lines)}
    return {
        "kind": "lines",
        "id": f"lines-{lines[0].id}",
        "lines": shown,
        "summary": f"{count} · {last}",
        "time": lines[-1].time,
    }


_NOTE_FORM = "note"


def _form(message: Message) -> str:
    if message.kind == MessageKind.NOTE:
        return _NOTE_FORM
    forms = {AuthorKind.CUSTOMER: "customer", AuthorKind.BOT: "bot"}
    return forms.get(AuthorKind(message.author_kind), "reply")


def _message(ticket: Ticket, message: Message, mail: dict[str, str]) -> dict[str, Any]:
    form = _form(message)
    author = message.author_member_id or message.author_contact_id or message.pk
    return {
        "kind": "message",
        "form": form,
        "id": str(message.pk),
        "author": {"id": str(author), "name": message.author_name},
        "time": clock_time(message.created_at),
        "body": Markup(message.html),  # noqa: S704 - sanitised when it was written
        "to": _("to %(name)s") % {"name": ticket.requester.shown_name} if form in ("reply", "bot") else "",
        **{state: mail.get(state, "") for state in SHOWN},
        **({"waiting": _("Leaves in a moment. It can still be undone.")} if message.held_until else {}),
    }


def _mails_of(messages: list[Message]) -> dict[uuid.UUID, dict[str, str]]:
    replies = (one for one in messages if one.kind == MessageKind.REPLY and one.author_kind != AuthorKind.CUSTOMER)
    return delivery_words([one.pk for one in replies])
