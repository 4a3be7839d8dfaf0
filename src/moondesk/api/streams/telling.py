"""What a viewer is told of an event: that a ticket they may see changed, never how."""

import uuid
from collections.abc import Sequence
from typing import Any

from moondesk.api.streams.presence import People, presence_frame
from moondesk.conversations.events import (
    FILE_EVENTS,
    MESSAGE_EVENTS,
    NOTE_REVISIONS,
    REVISIONS,
    CustomerWrote,
    FilesChanged,
    MessageVoted,
    NoteAdded,
    NoteFilesChanged,
    NoteTakenBack,
    NoteVoted,
    ReplyReleased,
    ReplySent,
    ReplyTakenBack,
)
from moondesk.conversations.mention_events import MENTION_EVENTS, NoteMentioned
from moondesk.events.queries import data_of
from moondesk.events.registry import DomainEvent
from moondesk.organizations.actor import Actor, Scope
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.realtime.announcing import Announcement
from moondesk.realtime.frames import RESYNC, Frame, Name, encode
from moondesk.realtime.presence import HERE
from moondesk.tickets.events import (
    TICKET_EVENTS,
    ReminderDue,
    StatusChanged,
    SubjectChanged,
    TicketDeleted,
    TicketOpened,
    TicketRestored,
    TicketSnoozed,
    TicketWoken,
    WorkflowChanged,
)
from moondesk.tickets.facts import ticket_facts
from moondesk.tickets.families import with_family
from moondesk.tickets.joined_events import MergeEnded, MergeTaken, TicketMerged, TicketUnmerged
from moondesk.tickets.participant_events import ParticipantAdded, ParticipantRemoved
from moondesk.tickets.permissions import MOVES, TicketFacts, can_see, facts_before
from moondesk.timekeeping.events import TIME_EVENTS

MOMENTS: tuple[type[DomainEvent], ...] = (TicketSnoozed, TicketWoken, ReminderDue, TicketDeleted, TicketRestored)
TOLD = frozenset(
    event.name for event in (*TICKET_EVENTS, *MESSAGE_EVENTS, *FILE_EVENTS, *TIME_EVENTS, *MENTION_EVENTS, *MOMENTS)
)
PUBLIC = frozenset(
    event.name
    for event in (
        TicketOpened,
        StatusChanged,
        SubjectChanged,
        CustomerWrote,
        ReplySent,
        ReplyReleased,
        FilesChanged,
        TicketMerged,
        MergeTaken,
        TicketUnmerged,
        MergeEnded,
    )
) | {event.name for event in REVISIONS}
"""What a customer may know of: what their own page shows. All else did not happen, versions included."""
OF_NOTES = frozenset((NoteVoted.name, *(event.name for event in NOTE_REVISIONS)))
REVISED = OF_NOTES | frozenset((MessageVoted.name, *(event.name for event in REVISIONS)))
_CHANGES = {
    TicketOpened.name: "created",
    CustomerWrote.name: "message",
    ReplySent.name: "message",
    ReplyReleased.name: "message",
    ReplyTakenBack.name: "message",
    NoteAdded.name: "note",
    NoteTakenBack.name: "note",
    FilesChanged.name: "files",
    NoteFilesChanged.name: "files",
    **{event.name: "mention" for event in MENTION_EVENTS},
    **dict.fromkeys((ParticipantAdded.name, ParticipantRemoved.name, MergeTaken.name, MergeEnded.name), "people"),
    **dict.fromkeys(REVISED, "revision"),
}
CHANGES = frozenset((*_CHANGES.values(), "fields", "time", "gone"))
"""All that a ticket's change can be called; what has no name of its own is ``fields``."""
_OF_THE_MERGED = frozenset((TicketMerged.name, TicketUnmerged.name))
_INTERNAL = OF_NOTES | frozenset((NoteAdded.name, NoteTakenBack.name, NoteFilesChanged.name, NoteMentioned.name))
_CAN_BE_HELD = frozenset((ReplySent.name, *(event.name for event in REVISIONS)))
_TIME = frozenset(event.name for event in TIME_EVENTS)
_WITH_DATA = MOVES | _TIME | _CAN_BE_HELD
"""Of which what the event says decides who is told."""


class TicketLook:
    """The tickets of some announcements as they are now, read once for all viewers."""

    def __init__(self, announcements: Sequence[Announcement], people: People) -> None:
        """Read; needs an organization in context."""
        self._people = people
        told = [one for one in announcements if one.name in TOLD or one.name == HERE]
        tickets = with_family({one.subject_id for one in told}) if told else set()
        self._facts = ticket_facts(tickets, with_contacts=True) if tickets else {}
        self._data = data_of([one.event_id for one in told if one.name in _WITH_DATA])
        self._prefix = current_organization().number_prefix if tickets else ""
        self._frames: dict[tuple[uuid.UUID, uuid.UUID, str], Frame] = {}
        before = [self._before(one) for one in told if one.name in MOVES]
        self._assignees = {one.assignee_id for one in (*self._facts.values(), *before) if one}
        self._decided: dict[tuple[uuid.UUID, bool, frozenset[Permission], Scope], Frame | None] = {}

    def frame(self, actor: Actor, announcement: Announcement) -> Frame | None:
        """Return what to tell a viewer; decided once for all members who may do the same in the same departments."""
        if actor.member_id is None or actor.member_id in self._assignees:
            return self._decide(actor, announcement)
        key = (announcement.event_id, actor.is_staff, actor.permissions, actor.scope)
        if key not in self._decided:
            self._decided[key] = self._decide(actor, announcement)
        return self._decided[key]

    def _decide(self, actor: Actor, announcement: Announcement) -> Frame | None:
        if announcement.name == WorkflowChanged.name:
            # Every page shows statuses somewhere: it looks again, as after a lost connection.
            return Frame(RESYNC, counts=True)
        facts = self._facts.get(announcement.subject_id)
        if facts is None:
            return None
        if announcement.name == HERE:
            return self._here(announcement, facts) if actor.is_staff and can_see(actor, facts) else None
        return self._of_ticket(actor, announcement, facts) if announcement.name in TOLD else None

    def _here(self, announcement: Announcement, facts: TicketFacts) -> Frame:
        key = (announcement.event_id, facts.id, "here")
        if key not in self._frames:
            self._frames[key] = presence_frame(announcement.organization_id, facts, self._people)
        return self._frames[key]

    def _of_ticket(self, actor: Actor, announcement: Announcement, facts: TicketFacts) -> Frame | None:
        if not actor.is_staff and actor.contact_id is not None:
            shown = announcement.name in PUBLIC and not self._is_held(announcement)
            seen = self._seen_by(actor, announcement, facts) if shown else None
            return self._made("public", announcement, seen) if seen else None
        if announcement.name in _INTERNAL and not actor.may(Permission.NOTE_VIEW):
            return None
        if announcement.name in _TIME and not actor.may(Permission.TIME_VIEW):
            return None
        seen = self._seen_by(actor, announcement, facts)
        if seen is not None:
            return self._made("staff", announcement, seen)
        return self._made("gone", announcement, facts) if self._saw(actor, announcement) else None

    def _is_held(self, announcement: Announcement) -> bool:
        """Say whether it is about a reply that has not gone out: it may still be as if it had never been written."""
        return announcement.name in _CAN_BE_HELD and bool(self._data.get(announcement.event_id, {}).get("held"))

    def _seen_by(self, actor: Actor, announcement: Announcement, facts: TicketFacts) -> TicketFacts | None:
        """Return on which ticket the actor sees what happened: where a merged one goes on, or what goes on in it."""
        survivor = self._facts.get(facts.merged_into_id) if facts.merged_into_id else None
        ways = [survivor, facts] if announcement.name not in _OF_THE_MERGED else [facts]
        if not actor.is_staff:
            ways += [one for one in self._facts.values() if one.merged_into_id == facts.id]
        return next((one for one in ways if one is not None and can_see(actor, one)), None)

    def _before(self, announcement: Announcement) -> TicketFacts | None:
        facts, data = self._facts.get(announcement.subject_id), self._data.get(announcement.event_id)
        return facts_before(facts, announcement.name, data) if facts and data is not None else None

    def _saw(self, actor: Actor, announcement: Announcement) -> bool:
        before = self._before(announcement)
        return before is not None and can_see(actor, before)

    def _made(self, audience: str, announcement: Announcement, facts: TicketFacts) -> Frame:
        key = (announcement.event_id, facts.id, audience)
        if key not in self._frames:
            data = self._told(audience, announcement, facts)
            self._frames[key] = Frame(encode(Name.TICKET, data, id_=announcement.event_id), audience != "public")
        return self._frames[key]

    def _told(self, audience: str, announcement: Announcement, facts: TicketFacts) -> dict[str, Any]:
        if audience == "gone":
            return {"id": str(facts.id), "change": "gone"}
        # A customer's version is the event's time: it grows, and does not count what they may not know of.
        version = facts.version if audience == "staff" else announcement.event_id.int >> 80
        told: dict[str, Any] = {
            "id": str(facts.id),
            "number": f"{self._prefix}-{facts.number}",
            "version": version,
            "change": "time" if announcement.name in _TIME else _CHANGES.get(announcement.name, "fields"),
        }
        data = self._data.get(announcement.event_id, {})
        if announcement.name in _TIME and "member" in data:
            # Whose time it is, so that only their own pages look after their running timer.
            return told | {"member": data["member"]}
        return told
