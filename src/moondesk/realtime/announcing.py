"""Telling all web processes that something happened: one small notification an event, with ids only."""

import contextlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from moondesk.events.models import Event

CHANNEL = "moondesk_live"


@dataclass(frozen=True, slots=True)
class Announcement:
    """That something happened: where, to what, which event, and its name."""

    organization_id: uuid.UUID
    subject_id: uuid.UUID
    event_id: uuid.UUID
    name: str

    def payload(self) -> str:
        """Return it as it travels."""
        ids = (self.organization_id.hex, self.subject_id.hex, self.event_id.hex)
        return json.dumps([*ids, self.name], separators=(",", ":"))


def read(payload: str) -> Announcement:
    """Return what travelled. Raises ``ValueError``."""
    organization, subject, event, name = json.loads(payload)
    return Announcement(uuid.UUID(organization), uuid.UUID(subject), uuid.UUID(event), str(name))


def announce(events: Sequence[Event]) -> None:
    """Notify, in the dispatcher's transaction: never in a request's, which would make all commits wait in line."""
    _notify([Announcement(one.organization_id, one.subject_id, one.pk, one.name) for one in events])


def announce_soon(announcements: Sequence[Announcement]) -> None:
    """Notify after the commit, best effort, of what has no event in the log: pages that come back ask again."""

    def tell() -> None:
        with contextlib.suppress(DatabaseError):
            _notify(announcements)

    if announcements:
        transaction.on_commit(tell)


def _notify(announcements: Sequence[Announcement]) -> None:
    payloads = [one.payload() for one in announcements]
    if payloads:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, note) FROM unnest(%s::text[]) AS note", [CHANNEL, payloads])
