"""Writing stories as rows, in bulk: tickets, participants, messages, and the events that tell of them."""

import datetime
import random
import uuid
from typing import Any

from moondesk.contacts.models import Contact
from moondesk.conversations.models import Message
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.demo.cast import House
from moondesk.demo.story import Story, Turn
from moondesk.events.models import Event
from moondesk.kit.ids import CROCKFORD
from moondesk.kit.markup import render_markdown
from moondesk.organizations.actor import ActorKind, Door
from moondesk.organizations.models import Department, Member, Organization
from moondesk.organizations.permissions import Permission, held_by
from moondesk.tickets.models import Category, Participant, Status, Ticket
from moondesk.tickets.rules import NUMBER_LENGTH, Channel, Priority, Stage, due_at

_DOORS = {"email": Door.MAIL, "web": Door.FORM, "phone": Door.DESK, "chat": Door.FORM, "api": Door.API}
_BATCH = 1000


def id_at(at: datetime.datetime, pick: random.Random) -> uuid.UUID:
    """Return a UUIDv7 of a moment in the past, so that order by id is order by time."""
    value = int(at.timestamp() * 1000) << 80 | 0x7 << 76 | pick.getrandbits(12) << 64
    return uuid.UUID(int=value | 0b10 << 62 | pick.getrandbits(62))


class TicketWriter:
    """Turns stories into rows of one organization."""

    def __init__(
        self, house: House, organization: Organization, members: list[Member], contacts: list[Contact]
    ) -> None:
        self.house = house
        self.organization = organization
        self.contacts = contacts
        self.random = random.Random(f"moondesk-tickets-{house.slug}")  # noqa: S311 - demo data, not secrets
        self.statuses = {status.key: status for status in Status.objects.all()}
        self.categories = {category.key: category for category in Category.objects.all()}
        self.departments = {department.name: department for department in Department.objects.all()}
        self.crew = self._crew(members)
        self.numbers: set[str] = set()
        self.tickets: list[Ticket] = []
        self.participants: list[Participant] = []
        self.messages: list[Message] = []
        self.events: list[Event] = []

    def _key(self, story: Story) -> str:
        """Return the status of a story; some that wait do so in a status of the organization's own."""
        known = self.statuses[story.status]
        own = [one.key for one in self.statuses.values() if one.waits_for == known.waits_for and not one.is_default]
        own = [key for key in own if key != "on_hold"]
        takes = bool(known.waits_for and own) and len(self.tickets) % (2 if known.key == "on_hold" else 4) == 0
        return own[0] if takes else story.status

    def _crew(self, members: list[Member]) -> dict[str, list[Member]]:
        """Return who works on the tickets of each department."""
        able = {member.name: member for member in members if Permission.TICKET_UPDATE in held_by(member)}
        crew: dict[str, list[Member]] = {}
        for name, parent, _icon in self.house.departments:
            crew[name] = [
                able[one.name]
                for one in self.house.colleagues
                if one.name in able and (name in one.departments or parent in one.departments)
            ]
        return crew

    def write(self, stories: list[Story]) -> None:
        """Write all stories."""
        for story in stories:
            self._ticket(story)
        Ticket.objects.bulk_create(self.tickets, batch_size=_BATCH)
        Participant.objects.bulk_create(self.participants, batch_size=_BATCH)
        Message.objects.bulk_create(self.messages, batch_size=_BATCH)
        Event.objects.bulk_create(sorted(self.events, key=lambda event: event.pk), batch_size=_BATCH)

    def _ticket(self, story: Story) -> None:
        contact = self.contacts[story.contact]
        crew = self.crew[story.department]
        agent = crew[story.agent % len(crew)] if story.taken_at else None
        public = [turn for turn in story.turns if turn.who != "N"]
        answers = [turn.at for turn in story.turns if turn.who == "A"]
        priority = Priority.from_key(story.priority)
        last = max([story.turns[-1].at, *([story.done_at] if story.done_at else [])])
        ticket = Ticket(
            id=self._id(story.created_at),
            number=self._number(),
            subject=story.subject,
            status=self.statuses[self._key(story)],
            stage=story.stage,
            priority=priority,
            category=self.categories[story.category],
            type=story.type,
            department=self.departments[story.department],
            channel=story.channel,
            requester=contact,
            assignee=agent,
            tags=list(story.tags),
            language=self.house.language,
            message_count=len(story.turns),
            created_at=story.created_at,
            updated_at=last,
            due_at=due_at(priority, story.created_at),
            assigned_at=story.taken_at,
            first_response_at=answers[0] if answers else None,
            last_message_at=public[-1].at,
            last_message_by_customer=public[-1].who == "C",
            resolved_at=story.done_at,
            closed_at=story.done_at if story.stage is Stage.CLOSED else None,
        )
        self.tickets.append(ticket)
        self.participants.append(
            Participant(ticket=ticket, contact=contact, is_requester=True, created_at=story.created_at)
        )
        self._tell(ticket, story, contact, agent)
        ticket.version = 1 + len(story.turns) + (3 if agent else 0)

    def _tell(self, ticket: Ticket, story: Story, contact: Contact, agent: Member | None) -> None:
        opened = {"number": ticket.number, "channel": story.channel, "follows": None}
        self._event("ticket.opened", ticket, contact, story.created_at, opened)
        for index, turn in enumerate(story.turns):
            if agent and turn.at > (story.taken_at or turn.at) and not self._taken(ticket):
                self._take(ticket, agent, story)
            self._message(ticket, turn, contact, agent, first=index == 0)
        if agent and story.status not in ("open", "in_progress"):
            at = story.done_at or story.turns[-1].at + datetime.timedelta(seconds=5)
            self._status(ticket, agent, at, "in_progress", ticket.status.key)

    def _taken(self, ticket: Ticket) -> bool:
        return any(event.subject_id == ticket.pk and "assignee" in event.name for event in self.events[-8:])

    def _take(self, ticket: Ticket, agent: Member, story: Story) -> None:
        at = story.taken_at or story.created_at
        data = {"old": None, "new": str(agent.pk), "old_label": "", "new_label": agent.name}
        self._event("ticket.assignee_changed", ticket, agent, at, data)
        self._status(ticket, agent, at + datetime.timedelta(seconds=1), "open", "in_progress")

    def _status(self, ticket: Ticket, agent: Member, at: datetime.datetime, old: str, new: str) -> None:
        before, after = self.statuses[old], self.statuses[new]
        data = {
            "old": old,
            "new": new,
            "old_label": before.label("en"),
            "new_label": after.label("en"),
            "old_stage": before.stage,
            "new_stage": after.stage,
        }
        self._event("ticket.status_changed", ticket, agent, at, data)

    def _message(self, ticket: Ticket, turn: Turn, contact: Contact, agent: Member | None, *, first: bool) -> None:
        is_customer = turn.who == "C" or agent is None
        message = Message(
            id=self._id(turn.at),
            ticket=ticket,
            kind=MessageKind.NOTE if turn.who == "N" else MessageKind.REPLY,
            author_kind=AuthorKind.CUSTOMER if is_customer else AuthorKind.AGENT,
            author_member=None if is_customer else agent,
            author_contact=contact if is_customer else None,
            author_name=contact.shown_name if is_customer else str(agent),
            channel=ticket.channel if is_customer else Channel.WEB,
            body=turn.text,
            html=render_markdown(turn.text),
            created_at=turn.at,
        )
        self.messages.append(message)
        data: dict[str, Any] = {"message": str(message.pk)}
        name = {"C": "message.from_customer", "A": "message.reply_sent", "N": "message.note_added"}[turn.who]
        if turn.who == "C":
            data["first"] = first
        self._event(name, ticket, contact if is_customer else agent, turn.at, data)

    def _event(
        self, name: str, ticket: Ticket, who: Contact | Member | None, at: datetime.datetime, data: dict[str, Any]
    ) -> None:
        is_contact = isinstance(who, Contact)
        self.events.append(
            Event(
                id=self._id(at),
                name=name,
                subject_id=ticket.pk,
                actor_kind=ActorKind.CONTACT if is_contact else ActorKind.MEMBER,
                actor_id=who.pk if who else None,
                actor_label=who.shown_name if isinstance(who, Contact) else str(who),
                door=_DOORS[ticket.channel] if is_contact else Door.DESK,
                data=data,
                created_at=at,
                dispatched_at=at,
            )
        )

    def _number(self) -> str:
        while True:
            number = "".join(self.random.choices(CROCKFORD, k=NUMBER_LENGTH))
            if number not in self.numbers:
                self.numbers.add(number)
                return number

    def _id(self, at: datetime.datetime) -> uuid.UUID:
        return id_at(at, self.random)
