"""The conversation as the desk shows it: messages, days between them, and what happened in between."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from moondesk.channels.marks import FILES, MAILS
from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.conversations.queries import latest_page, messages_for
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.events.models import Event
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import number_of
from moondesk.web import kept
from moondesk.web.attached import cards
from moondesk.web.desk.choices import Choices
from moondesk.web.desk.delivery import delivery_words
from moondesk.web.desk.revised import Beside, beside
from moondesk.web.desk.timeline import line_of
from moondesk.web.faces import face
from moondesk.web.formats import clock_times, day_text

MOST_SHOWN = 500
_QUIET = frozenset(("ticket.opened", "ticket.watcher_added", "ticket.watcher_removed"))
"""What stands in the history only: it is about the team, not the request. For whom a colleague opened it is said."""


class Author(NamedTuple):
    """Who wrote a message, with their face in two sizes."""

    name: str
    face: Markup
    small: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The line above the messages of a day."""

    text: str
    kind: str = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What happened between two messages; several lines fold under ``summary``."""

    lines: list[dict[str, Any]]
    summary: str
    time: Markup
    kind: str = "lines"


@dataclass(slots=True, kw_only=True)
class Said:
    """One message as its macro draws it: ``to`` and how far its mails got are empty where there is nothing to say.

    ``language`` is the reader's.
    """

    form: str
    id: str
    author: Author
    time: Markup
    language: str | None
    body: Markup
    to: str
    files: list[dict[str, Any]]
    seen: str = ""
    waiting: str = ""
    held: str = ""
    failed: str = ""
    quotes: bool = False
    beside: Beside | None = None
    kind: str = "message"

    def drawn(self, message: Callable[..., Markup], body: Markup, more: str, **beside: str) -> Markup:
        """Return what the macro ``message`` makes of it. Most differ in a few values: it is asked once for all."""
        values = {"id": self.id, "time": self.time, "body": body, "to": self.to, **self.author._asdict()}
        if self.files or self.failed or self.held or self.beside or self.quotes:
            return self._drawn(message, values, more=more, beside=self.beside, quotes=self.quotes, **beside)
        alike = ("message", self.language, more, self.form, self.to != "", self.seen, self.waiting)
        shape: kept.Shape = kept.value(alike, lambda: self._shape(message, values, more))
        return shape.filled(values)

    def _shape(self, message: Callable[..., Markup], values: Mapping[str, str], more: str) -> kept.Shape:
        holes = {name: kept.hole(name) if values[name] else "" for name in values}
        return kept.Shape(self._drawn(message, holes, more=more))

    def _drawn(self, message: Callable[..., Markup], values: Mapping[str, str], **rest: Any) -> Markup:
        rest |= {name: getattr(self, name) for name in ("files", "seen", "failed", "waiting", "held")}
        return message(self.form, values, values["time"], values["body"], id=values["id"], to=values["to"], **rest)


type Entry = Day | Lines | Said


@dataclass(frozen=True)
class Talk:
    """What is shown of a conversation. ``seen`` is the newest message on the page, which a reply must know of."""

    entries: list[Entry]
    earlier: uuid.UUID | None
    seen: uuid.UUID | None
    count: int


@dataclass(frozen=True)
class Place:
    """From where a conversation is read: before which message, below which address its files are, what there is."""

    files: str
    earlier: uuid.UUID | None
    has: tuple[str, ...]

    @property
    def has_files(self) -> bool:
        """Say whether a message may have files. The mark knows of the newest messages alone."""
        return FILES in self.has or self.earlier is not None


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
    changes = [event for event in changes if event.name not in _QUIET or event.data.get("on_behalf_of")]
    mails, numbers = _mails_of(messages) if MAILS in place.has else {}, _numbers(ticket, messages)
    found = files_of([one.pk for one in messages]) if place.has_files else {}
    spoken, clock = get_language(), clock_times()
    usual = _("to %(name)s") % {"name": ticket.requester.shown_name}
    said = [
        _message(usual, one, mails.get(one.pk, {}), cards(found, one.pk, place.files), clock(one.created_at), spoken)
        for one in messages
    ]
    if more := beside(actor, ticket, messages):
        said = [replace(one, beside=more.get(of.pk)) for one, of in zip(said, messages, strict=True)]
    if numbers:
        where = [numbers.get(one.ticket_id, "") for one in messages]
        said = [replace(one, to=_whose(one, number)) for one, number in zip(said, where, strict=True)]
    entries = list(_entries(choices, zip(messages, said, strict=True), changes))
    return Talk(entries, page.earlier, messages[-1].pk if messages else None, len(messages))


def _numbers(ticket: Ticket, messages: Sequence[Message]) -> dict[uuid.UUID, str]:
    """Return the numbers of the tickets that go on in this one and have messages here."""
    return {pk: number_of(pk) for pk in {one.ticket_id for one in messages} - {ticket.pk}}


def _whose(said: Said, number: str) -> str:
    """Return to whom a message goes, and on which ticket it is if that is merged into this one."""
    return ", ".join(filter(None, [said.to, _("in %(number)s") % {"number": number} if number else ""]))


def _entries(choices: Choices, messages: Iterable[tuple[Message, Said]], changes: list[Event]) -> Iterator[Entry]:
    items: list[tuple[Message | Event, Said | None]] = [*messages, *((event, None) for event in changes)]
    items.sort(key=lambda item: (item[0].created_at, item[0].pk))
    zone = timezone.get_current_timezone()
    day: datetime.date | None = None
    waiting: list[Event] = []
    for item, said in items:
        today = item.created_at.astimezone(zone).date()
        if waiting and (said or today != day):
            yield _lines(choices, waiting)
            waiting = []
        if today != day:
            day = today
            yield Day(text=day_text(item.created_at))
        if said:
            yield said
        elif isinstance(item, Event):
            waiting.append(item)
    if waiting:
        yield _lines(choices, waiting)


def _lines(choices: Choices, events: list[Event]) -> Lines:
    lines = [line_of(choices, event) for event in events]
    shown = [{"text": f"{line.text} · {line.by}", "time": line.time} for line in lines]
    last = "; ".join(line.text for line in lines[-2:])
    count = ngettext("%(count)d change", "%(count)d changes", len(lines)) % {"count": len(lines)}
    return Lines(lines=shown, summary=f"{count} · {last}", time=lines[-1].time)


def _to(usual: str, message: Message) -> str:
    """Return who got a reply, which is said as ever unless some were chosen, and who was left out of it."""
    chosen = message.recipients
    if chosen is None:
        return usual
    said = _("to %(name)s") % {"name": ", ".join(one["name"] for one in chosen["to"])}
    out = ", ".join(one["name"] for one in chosen["left_out"])
    return f"{said} · {_('not to %(name)s') % {'name': out}}" if out else said


_NOTE_FORM = "note"


def _form(message: Message) -> str:
    if message.kind == MessageKind.NOTE:
        return _NOTE_FORM
    forms = {AuthorKind.CUSTOMER: "customer", AuthorKind.BOT: "bot"}
    return forms.get(AuthorKind(message.author_kind), "reply")


def _message(
    usual: str,
    message: Message,
    mail: dict[str, str],
    files: list[dict[str, Any]],
    time: Markup,
    language: str | None,
) -> Said:
    form = _form(message)
    if message.held_until:
        mail = mail | {"waiting": _("Leaves in a moment. It can still be undone.")}
    author = message.author_member_id or message.author_contact_id or message.pk
    return Said(
        form=form,
        id=str(message.pk),
        author=Author(message.author_name, face(message.author_name, author), face(message.author_name, author, 18)),
        time=time,
        language=language,
        body=Markup(message.html),  # noqa: S704 - sanitised when it was written
        to=_to(usual, message) if form in ("reply", "bot") else "",
        files=files,
        quotes=message.quotes,
        beside=None,
        **mail,
    )


def _mails_of(messages: list[Message]) -> dict[uuid.UUID, dict[str, str]]:
    replies = (one for one in messages if one.kind == MessageKind.REPLY and one.author_kind != AuthorKind.CUSTOMER)
    return delivery_words([one.pk for one in replies])
