"""What a member is told of their own: that something concerns them, and how much of it is unread."""

import uuid
from collections.abc import Sequence
from typing import Any

from moondesk.api.streams.viewers import StreamViewer
from moondesk.notifications.actions import ADDED, READ
from moondesk.notifications.models import Notification
from moondesk.notifications.queries import own, unread_of
from moondesk.notifications.rules import LOUD
from moondesk.organizations.actor import Actor
from moondesk.realtime.announcing import Announcement
from moondesk.realtime.frames import RESYNC, Channel, Frame, Name, encode
from moondesk.tickets.queries import numbers_of_ids

_RESUME_MOST = 100


class NotificationLook:
    """What the viewers of some announcements have, read for those alone whom it is about."""

    def __init__(self, announcements: Sequence[Announcement], viewers: Sequence[StreamViewer]) -> None:
        """Read; needs an organization in context."""
        mine = [one for one in announcements if one.name in (ADDED, READ)]
        about = {one.subject_id for one in mine}
        # Of many in one moment only the last says something: what is read is how things are now.
        self._last = {one.subject_id: one for one in mine}
        self._last_of = {(one.subject_id, one.event_id): one for one in mine}
        added = [one.event_id for one in announcements if one.name == ADDED]
        self._unread: dict[str, Frame] = {}
        self._new: dict[tuple[str, uuid.UUID], Frame] = {}
        for viewer in viewers if about else ():
            if viewer.actor.member_id in about:
                self._unread[viewer.key] = unread_frame(viewer.actor)
                for pk, frame in _new_of(viewer.actor, added).items():
                    self._new[viewer.key, pk] = frame

    def frames(self, viewer: StreamViewer, announcement: Announcement) -> list[Frame]:
        """Return what to tell the viewer."""
        if announcement.name not in (ADDED, READ) or announcement.subject_id != viewer.actor.member_id:
            return []
        is_last_of = self._last_of[announcement.subject_id, announcement.event_id] is announcement
        new = self._new.get((viewer.key, announcement.event_id)) if is_last_of else None
        unread = self._unread.get(viewer.key) if self._last[announcement.subject_id] is announcement else None
        return [one for one in (new, unread) if one is not None]


def _new_of(actor: Actor, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Frame]:
    rows = list(own(actor).filter(pk__in=ids)) if ids else []
    return {one.pk: frame for one, frame in _frames(actor, rows)}


def _frames(actor: Actor, rows: Sequence[Notification]) -> list[tuple[Notification, Frame]]:
    tickets = [one.ticket_id for one in rows if one.ticket_id]
    numbers = numbers_of_ids(actor, tickets) if tickets else {}
    return [
        (one, _frame(one, numbers[one.ticket_id] if one.ticket_id else ""))
        for one in rows
        if one.ticket_id is None or one.ticket_id in numbers
    ]


def _frame(one: Notification, number: str) -> Frame:
    data: dict[str, Any] = {
        "id": str(one.pk),
        "kind": one.kind,
        "ticket": str(one.ticket_id or ""),
        "number": number,
        "count": one.count,
        "loud": one.kind in LOUD,
        "bundle": one.bulk is not None,
    }
    return Frame(encode(Name.NOTIFICATION, data, id_=one.pk), channel=Channel.NOTIFICATIONS)


def unread_frame(actor: Actor) -> Frame:
    """Return how much of a member's own is unread, and on which tickets."""
    unread = unread_of(actor)
    data = {"count": unread.count, "tickets": [str(one) for one in unread.tickets]}
    return Frame(encode(Name.UNREAD, data), channel=Channel.NOTIFICATIONS)


def noticed_since(actor: Actor, last: uuid.UUID) -> list[Frame]:
    """Return what the member was told since one of their notifications; to look again when that is not known."""
    known = own(actor).filter(pk=last).first()
    since = own(actor).filter(at__gt=known.at).order_by("at", "id")[: _RESUME_MOST + 1] if known else ()
    rows = list(since)
    if known is None or len(rows) > _RESUME_MOST:
        return [Frame(RESYNC, channel=Channel.NOTIFICATIONS)]
    return [frame for _one, frame in _frames(actor, rows)]
