"""What stands around a ticket: those merged into it, its links, the numbers that texts and history name.

An end that the member may not see is as if it were not there. Pieces that are kept for all readers have what this
shows in their key, so nobody is shown what another one may see.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from moondesk.channels.marks import LINKS
from moondesk.events.models import Event
from moondesk.tickets.events import ReminderDue
from moondesk.tickets.families import MergedTicket, merged_in, watchers_of
from moondesk.tickets.joining import Relation
from moondesk.tickets.links import Linked, incidents_of, links_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import numbers_of_codes, numbers_of_ids
from moondesk.tickets.reminders import notes_of
from moondesk.web import kept
from moondesk.web.desk.talk import Said
from moondesk.web.desk.words import RELATIONS
from moondesk.web.references import codes_in, with_links
from moondesk.web.signs import sign_of

if TYPE_CHECKING:
    from moondesk.web.desk.page import TicketPage


class Around:
    """The other tickets that the page of one ticket shows to one member. What there is none of costs nothing."""

    def __init__(self, page: "TicketPage") -> None:
        self.page, self.actor, self.ticket = page, page.request.actor, page.ticket
        self.prefix = page.request.organization.number_prefix

    @cached_property
    def merged(self) -> list[MergedTicket]:
        """The tickets that go on in this one."""
        if not self.ticket.merged_count:
            return []
        found: list[MergedTicket] = kept.value(("merged", self.page.mark), lambda: merged_in(self.actor, self.ticket))
        return found

    @cached_property
    def links(self) -> list[Linked]:
        """The links, with the tickets as they are now."""
        return links_of(self.actor, self.ticket) if LINKS in self.page.mark.has else []

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The links by what they say, for the panel."""
        groups: dict[Relation, list[dict[str, Any]]] = defaultdict(list)
        for one in self.links:
            home: Ticket = one.ticket.merged_into or one.ticket
            status = home.status
            groups[one.relation].append(
                {
                    "id": one.link,
                    "number": f"{self.prefix}-{one.ticket.number}",
                    "subject": one.ticket.subject,
                    "href": self.page.frame.url("ticket", number=one.ticket.number),
                    "status": {"label": status.label(), "stage": status.stage, "sign": sign_of(status),
                               "colour": status.shown_colour},
                }
            )  # fmt: skip
        return [{"label": RELATIONS[relation], "items": items} for relation, items in groups.items()]

    @cached_property
    def incidents(self) -> list[Ticket]:
        """The tickets that this one causes, whatever its type is, and that are still open."""
        if not any(one.relation is Relation.CAUSES for one in self.links):
            return []
        return incidents_of(self.actor, self.ticket)

    @cached_property
    def _watchers(self) -> list[uuid.UUID]:
        return watchers_of(self.ticket)

    @property
    def watches(self) -> bool:
        """Say whether the member watches the ticket."""
        return self.actor.member_id in self._watchers

    @property
    def watchers(self) -> list[dict[str, str]]:
        """Who watches the ticket, by the names of now."""
        names = self.page.choices.names
        return [{"id": str(pk), "name": names[pk]} for pk in self._watchers if pk in names]

    @property
    def facts_key(self) -> tuple[Any, ...]:
        """All that the panel shows of others."""
        links = ((one.link, one.relation, one.ticket.pk, one.ticket.version, one.is_done) for one in self.links)
        return (*links, *self.numbers.items(), *self.notes.items(), self.watches)

    @property
    def talk_key(self) -> tuple[Any, ...]:
        """All that the conversation shows of others."""
        return (*self.numbers.items(), *self.notes.items(), *self.addresses.items())

    # What the history and the texts name.

    @cached_property
    def numbers(self) -> dict[uuid.UUID, str]:
        """The numbers of the tickets in the history, as far as the member may see them."""
        ids = kept.value(("named", self.page.mark), lambda: _ids_in(self.page.events))
        found = numbers_of_ids(self.actor, ids) if ids else {}
        return {pk: f"{self.prefix}-{number}" for pk, number in found.items()}

    @cached_property
    def notes(self) -> dict[uuid.UUID, str]:
        """What the member wrote on their own reminders that have told of themselves; nobody else reads it."""
        due = kept.value(("reminders", self.page.mark), lambda: _reminders_in(self.page.events))
        own = [reminder for reminder, member in due if member == self.actor.member_id]
        return notes_of(self.actor, own) if own else {}

    def named(self, events: Iterable[Event]) -> list[Event]:
        """Return events with the numbers and notes in them that the member may know."""
        found = list(events)
        for event in found:
            if event.name == ReminderDue.name:
                event.data["own_note"] = self.notes.get(uuid.UUID(event.data["reminder"]), "")
            if "ticket" in event.data:
                event.data["number"] = self.numbers.get(uuid.UUID(event.data["ticket"]), "")
        return found

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The addresses of the tickets that the messages name, by number."""
        page = self.page
        codes = kept.value(("codes", page.mark), self._codes) if page.is_newest else self._codes()
        found = numbers_of_codes(self.actor, codes) if codes else []
        return {code: page.frame.url("ticket", number=code) for code in found}

    def _codes(self) -> Sequence[str]:
        return codes_in((str(one.body) for one in self.page.talk.entries if isinstance(one, Said)), self.prefix)

    def refer(self, html: str) -> Markup:
        """Return the HTML of a message with links to the tickets that it names."""
        return with_links(str(html), self.prefix, self.addresses)


def _ids_in(events: Iterable[Event]) -> tuple[uuid.UUID, ...]:
    return tuple(dict.fromkeys(uuid.UUID(one.data["ticket"]) for one in events if "ticket" in one.data))


def _reminders_in(events: Iterable[Event]) -> tuple[tuple[uuid.UUID, uuid.UUID], ...]:
    due = (one.data for one in events if one.name == ReminderDue.name)
    return tuple((uuid.UUID(data["reminder"]), uuid.UUID(data["member"])) for data in due)
