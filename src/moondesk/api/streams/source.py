"""What the hub asks: all that is told, read in one short transaction for all who listen in an organization."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import connection

from moondesk.api.streams.configuring import config_frame, rights_frame
from moondesk.api.streams.noticing import NotificationLook, noticed_since, unread_frame
from moondesk.api.streams.presence import People, present_now
from moondesk.api.streams.telling import TOLD, TicketLook
from moondesk.api.streams.viewers import StreamViewer, renew
from moondesk.events.queries import events_since
from moondesk.kit import tenancy
from moondesk.organizations.configuration import Config, config_of
from moondesk.organizations.queries import current_organization
from moondesk.realtime.announcing import Announcement
from moondesk.realtime.frames import RESYNC, Channel, Frame

RESUME_MOST = 500


class Look:
    """What was read about some announcements, for all three channels."""

    def __init__(
        self,
        announcements: Sequence[Announcement],
        due: Sequence[StreamViewer],
        present: Sequence[StreamViewer],
        people: People,
    ) -> None:
        """Read; needs an organization in context."""
        organization = current_organization()
        self.config: Config = config_of(organization)
        self.viewers: Mapping[str, StreamViewer | None] = renew(due, organization)
        now = [self.viewers.get(one.key, one) for one in present]
        self._tickets = TicketLook(announcements, people)
        self._own = NotificationLook(announcements, [one for one in now if one is not None])

    def frames(self, viewer: StreamViewer, announcement: Announcement) -> list[Frame]:
        """Return what to tell the viewer."""
        ticket = self._tickets.frame(viewer.actor, announcement)
        return [ticket] if ticket else self._own.frames(viewer, announcement)

    def renewed(self, before: StreamViewer, now: StreamViewer) -> Frame | None:
        """Return what the viewer may do now, if that is something else."""
        old, new = before.actor, now.actor
        same = (old.permissions, old.scope) == (new.permissions, new.scope)
        return None if same else rights_frame(new)

    def configured(self, viewer: StreamViewer) -> Frame | None:
        """Return how the organization is set up; customers see their own part of it when they look again."""
        return config_frame(self.config) if viewer.actor.is_staff else None


class StreamSource:
    """Reads for the hub, and gives the connection back at once."""

    def __init__(self, people: People) -> None:
        self._people = people

    def look(
        self,
        organization_id: uuid.UUID,
        announcements: Sequence[Announcement],
        due: Sequence[StreamViewer],
        present: Sequence[StreamViewer],
    ) -> Look:
        """Read what is needed to tell of the announcements, and the rights of the viewers who are due."""
        try:
            with tenancy.organization(organization_id):
                return Look(announcements, due, present, self._people)
        finally:
            connection.close()

    def first(
        self, viewer: StreamViewer, channels: frozenset[Channel], last: str, tickets: Sequence[uuid.UUID]
    ) -> tuple[list[Frame], Config]:
        """Return what to say first: how things are, and what was missed to one that comes back."""
        said: list[Frame] = []
        try:
            with tenancy.organization(viewer.organization_id):
                config = config_of(current_organization())
                if Channel.CONFIG in channels:
                    said += [config_frame(config), rights_frame(viewer.actor)]
                if last:
                    said += _missed(viewer, channels, last, self._people)
                if Channel.NOTIFICATIONS in channels:
                    said.append(unread_frame(viewer.actor))
                if Channel.TICKETS in channels:
                    said += present_now(viewer.actor, tickets, self._people)
        finally:
            connection.close()
        return said, config


def _missed(viewer: StreamViewer, channels: frozenset[Channel], last: str, people: People) -> list[Frame]:
    """Return what was missed since an event, filtered by today's rights; to look again when that is not known."""
    try:
        known = uuid.UUID(last)
    except ValueError:
        return [Frame(RESYNC)]
    if Channel.TICKETS not in channels:
        return noticed_since(viewer.actor, known) if Channel.NOTIFICATIONS in channels else [Frame(RESYNC)]
    events = events_since(known, TOLD, most=RESUME_MOST)
    if events is None:
        return [Frame(RESYNC)]
    told = [Announcement(one.organization_id, one.subject_id, one.pk, one.name) for one in events]
    look = TicketLook(told, people)
    return [frame for one in told if (frame := look.frame(viewer.actor, one)) is not None]
