"""Everything that the page of one ticket shows, and its parts."""

import datetime
import secrets
import uuid
from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any, Self

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from moondesk.channels.marks import EVENTS, MOST_EVENTS, OTHERS, TIME, Mark, mark_of
from moondesk.conversations.queries import history_of
from moondesk.events.models import Event
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import standing_of
from moondesk.tickets.lists import ListQuery, Sort, TicketRow, list_tickets
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_seen
from moondesk.tickets.rules import DONE_STAGES, Channel, Stage, stage_after_reopening
from moondesk.timekeeping.permissions import may_see_all
from moondesk.timekeeping.queries import NO_TIME, TicketTime, time_of_ticket
from moondesk.web import fragments, kept
from moondesk.web.desk import blank
from moondesk.web.desk.around import Around
from moondesk.web.desk.choices import Offer, choices_of, priority_word, type_word
from moondesk.web.desk.clocks import due_clock
from moondesk.web.desk.composing import recipients_of
from moondesk.web.desk.fields import panel_fields
from moondesk.web.desk.lists import ViewList
from moondesk.web.desk.talk import Place, Talk, read_talk
from moondesk.web.desk.timeline import Line, history_lines
from moondesk.web.desk.words import CHANNELS
from moondesk.web.edges import TenantRequest
from moondesk.web.fielding import Shown
from moondesk.web.formats import short_ago
from moondesk.web.frame import Frame
from moondesk.web.levels import level
from moondesk.web.signs import sign_of
from moondesk.web.timers import timer_shown

TEMPLATE = "desk/ticket.html"
CHANGED = ("top", "conversation", "facts", "rail", "rows")
"""The blocks that a change of a ticket can touch. The composer is not: nothing touches what is being written."""


def read_id(text: str | None, name: str) -> uuid.UUID | None:
    """Return an id from a parameter. Raises ``InvalidInput`` for what is none."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise InvalidInput(_("The address is not complete."), fields={name: _("This is not an id.")}) from None


class TicketPage:
    """One ticket beside its list, as one member sees it. What was typed and could not be taken is in ``typed``."""

    def __init__(self, request: TenantRequest, ticket: Ticket) -> None:
        self.request, self.ticket = request, ticket
        self.frame, self.choices = Frame(request), choices_of(request.organization)
        self.list = ViewList(self.frame, request.GET, self.choices)
        self.list.current = ticket.number
        self.typed: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.stale: dict[str, Any] | None = None
        self.arrived = False
        self.waiting: Sequence[dict[str, Any]] = ()
        self.asks: dict[str, str] = {}
        self.asked: list[Shown] = []
        self.blocked: dict[str, Any] = {}
        self.answering: dict[str, str] | None = None

    @classmethod
    def of(cls, request: TenantRequest, number: str) -> Self:
        """Return the page of a ticket, read anew only if anything of it changed. Raises ``TicketNotFound``."""
        mark, own = mark_of(request.actor, number), request.organization
        read = partial(get_seen, mark.ticket)
        page = cls(request, kept.value(("ticket", own.pk, own.config_version, mark), read))
        page.mark = mark
        return page

    @cached_property
    def mark(self) -> Mark:
        """The mark of all that the page shows."""
        return mark_of(self.request.actor, self.ticket.number)

    @property
    def key(self) -> tuple[Any, ...]:
        """All that the parts of this page show, beside what was typed and what the time is.

        The reader's rights are in it, the reader is not: nothing that is theirs alone may be shown by these parts.
        """
        return (self.mark, self.frame.version, self.list.key, self.rights)

    @property
    def rights(self) -> tuple[Any, ...]:
        """What the reader may do."""
        return (self.request.actor.permissions, *standing_of(self.request.member))

    @property
    def facts_key(self) -> tuple[Any, ...]:
        """All that the facts show besides: how long ago something was."""
        return (self.key, self.around.facts_key, *(short_ago(row.last_message_at) for row in self.others))

    @property
    def talk_key(self) -> tuple[Any, ...]:
        """All that the conversation shows besides: the other tickets that are named in it."""
        return (self.key, self.around.talk_key)

    @cached_property
    def around(self) -> Around:
        """The other tickets that the page shows."""
        return Around(self)

    @property
    def is_plain(self) -> bool:
        """Say whether the page shows the ticket alone, and nothing of a change that could not be made."""
        unmade = self.stale or self.arrived or self.asks or self.asked or self.blocked or self.answering
        return not (self.typed or self.errors or unmade)

    @cached_property
    def due(self) -> dict[str, Any] | None:
        """The clock of the ticket."""
        return due_clock(self.ticket.stage, self.ticket.due_at, self.ticket.created_at)

    @cached_property
    def neighbours(self) -> tuple[str, str]:
        """The addresses of the tickets before and after this one in the list, or nothing."""
        return self.list.neighbours(self.ticket.number)

    @property
    def today(self) -> datetime.date:
        """The reader's day, on which the words of the days in the conversation depend."""
        return timezone.localdate()

    @property
    def is_newest(self) -> bool:
        """Say whether the newest messages are shown, which the mark stands for, and not also earlier ones."""
        return not self.request.GET.get("earlier")

    @cached_property
    def talk(self) -> Talk:
        """The conversation."""
        earlier = read_id(self.request.GET.get("earlier"), "earlier")
        place = Place(self.frame.url("files"), earlier, self.mark.has)
        return read_talk(self.request.actor, self.ticket, self.choices, self.around.named(self.events), place)

    @cached_property
    def history(self) -> list[Line]:
        """All that happened, newest first."""
        return history_lines(self.choices, self.around.named(self.events))

    @cached_property
    def events(self) -> list[Event]:
        """All that happened, newest first: the history, and the lines between messages."""
        return history_of(self.request.actor, self.ticket, most=MOST_EVENTS) if EVENTS in self.mark.has else []

    @cached_property
    def others(self) -> list[TicketRow]:
        """Other tickets of the requester that the member may see, newest first."""
        key = ("others", self.frame.version, self.ticket.pk, self.mark.others)
        found: list[TicketRow] = kept.value(key, self._others)
        return found

    def _others(self) -> list[TicketRow]:
        query = ListQuery(requester=(self.ticket.requester_id,), sort=Sort.NEWEST, limit=OTHERS + 1)
        page = list_tickets(self.request.actor, query)
        # Who reads what is kept may see those of the mark; one that came since may be somebody else's.
        return [row for row in page.rows if row.id in self.mark.beside and row.id != self.ticket.pk][:OTHERS]

    @cached_property
    def timer(self) -> dict[str, Any] | None:
        """The member's own timer on this ticket."""
        return timer_shown(next((one for one in self.frame.timers if one.ticket_id == self.ticket.pk), None))

    @cached_property
    def time(self) -> TicketTime:
        """The time that was booked on the ticket."""
        actor = self.request.actor
        if TIME not in self.mark.has:
            return NO_TIME
        key = ("time", self.frame.version, self.mark, may_see_all(actor) or actor.member_id)
        found: TicketTime = kept.value(key, lambda: time_of_ticket(actor, self.ticket))
        return found

    recipients = cached_property(recipients_of)
    """Who gets a reply: the requester, and those kept in copy."""

    @property
    def fields(self) -> list[Shown]:
        """The custom fields of the ticket."""
        return panel_fields(self.choices, self.ticket, self.errors, self.typed)

    @cached_property
    def once(self) -> str:
        """The key of one sending: the same form sent twice is one message."""
        return secrets.token_urlsafe(12)

    @property
    def outcomes(self) -> list[dict[str, str]]:
        """The ways to send: the first is the main button."""
        if not level(self.request, Element.PROPERTIES).usable or self.ticket.stage in DONE_STAGES:
            return [{"value": "", "label": _("Send")}]
        ways = [{"value": "", "label": _("Send")}]
        offers = [one for one in self.moves if not one.closed and not one.is_now]
        for one in sorted(offers, key=lambda one: (one.status.stage == Stage.RESOLVED, not one.status.is_default)):
            status = one.status
            if status.stage in (Stage.WAITING, Stage.RESOLVED):
                text = _("Send and set %(status)s") % {"status": status.label().lower()}
                sign = {"sign": sign_of(status), "colour": status.shown_colour}
                ways.append({"value": status.key, "label": text, "stage": status.stage} | sign)
        # A ticket that waits already goes on waiting: the main button then only sends.
        sets_waiting = self.ticket.stage != Stage.WAITING and len(ways) > 1 and ways[1]["stage"] == Stage.WAITING
        return [ways[1], ways[0], *ways[2:]] if sets_waiting else ways

    @cached_property
    def moves(self) -> list[Offer]:
        """The statuses of the menu: where the reader may move the ticket, and why not elsewhere."""
        return self.choices.moves(self.ticket.status.key, standing_of(self.request.member))

    @property
    def done_closed(self) -> str:
        """Why the reader cannot resolve the ticket, or reopen it if it is done; nothing if they can."""
        done = self.ticket.stage in DONE_STAGES
        stage = stage_after_reopening(self.ticket.assignee_id is not None) if done else Stage.RESOLVED
        key = self.choices.default_of(stage)
        return self.choices.refused_move(self.ticket.status.key, key, standing_of(self.request.member))

    def url(self, name: str = "ticket", **changes: str | None) -> str:
        """Return an address of this ticket that keeps the list beside it."""
        return self.bare_url(name) + self.list.suffix(layout=None, **changes)

    def bare_url(self, name: str = "ticket") -> str:
        """Return an address of this ticket alone."""
        return self.frame.url(name, number=self.ticket.number)

    @property
    def here(self) -> str:
        """The address of this page as it is shown."""
        return self.url(earlier=self.request.GET.get("earlier"))

    def live(self, part: str) -> str:
        """Return the address that gives one part of this page again."""
        return self.frame.url("part", number=self.ticket.number, part=part) + self.live_suffix

    @property
    def live_suffix(self) -> str:
        """The list and the place in the conversation, as the end of an address."""
        return self.list.suffix(layout=None, earlier=self.request.GET.get("earlier"))

    @property
    def context(self) -> dict[str, Any]:
        """The values of the template."""
        ticket = self.ticket
        return self.frame.context | {
            "page": self,
            "list": self.list,
            "choices": self.choices,
            "ticket": ticket,
            "full_number": f"{self.request.organization.number_prefix}-{ticket.number}",
            "blank": partial(blank.drawn, self),
            "priority_word": priority_word(ticket.priority),
            "type_word": type_word(ticket.type),
            "channel_word": CHANNELS[Channel(ticket.channel)],
            "sign": sign_of(ticket.status),
            "colour": ticket.status.shown_colour,
            "due": self.due,
        }

    def render(self, status: int = 200) -> HttpResponse:
        """Return the whole page."""
        return render(self.request, TEMPLATE, self.context, status=status)

    def changed(self, *, toast: fragments.Toast | None = None, also: tuple[str, ...] = ()) -> HttpResponse:
        """Return the parts that a change touched, for a script."""
        response = fragments.answer(self.request, TEMPLATE, self.context, (*CHANGED, *also), toast=toast)
        if level(self.request, Element.COMPOSER).usable and "writing" not in also:
            line = render_to_string("desk/_recipients.html", {"page": self}, self.request)
            response.write(fragments.part("composer-to", line))
        return response


def draw_part(request: HttpRequest, page: TicketPage, block: str) -> HttpResponse:
    """Return one part, as the live client asks for it."""
    return HttpResponse(fragments.draw(request, TEMPLATE, page.context, block))
