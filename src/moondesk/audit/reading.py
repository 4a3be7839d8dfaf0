"""Noticing who reads more than anybody does at work. Counted in this process first, so that a page costs nothing."""

import threading
import uuid
from collections import defaultdict
from enum import StrEnum

from moondesk.audit.events import MuchRead
from moondesk.audit.rules import OPENED_TICKETS, READ_FILES, WINDOW_SECONDS
from moondesk.events.actions import emit
from moondesk.limits.actions import Limit, count
from moondesk.organizations.actor import Actor, ActorKind, Door, system_actor

STEP = 10
"""So many are counted here before the database hears of them; a process forgets fewer than that."""
_MOST_KEYS = 20_000


class Reading(StrEnum):
    """What is read."""

    TICKETS = "tickets"
    FILES = "files"


LIMITS = {
    Reading.TICKETS: Limit("audit.tickets", OPENED_TICKETS, WINDOW_SECONDS),
    Reading.FILES: Limit("audit.files", READ_FILES, WINDOW_SECONDS),
}
_TOLD = Limit("audit.told", 1, WINDOW_SECONDS)
_lock = threading.Lock()
_gathered: dict[tuple[uuid.UUID, uuid.UUID, Reading], int] = defaultdict(int)


def note_reading(what: Reading, *, by: Actor) -> None:
    """Count that one of the organization, or the operator who looks into it, opened a ticket or read a file.

    A token counts as its member, one of the organization's own as itself. Too many raise the alarm, once.
    """
    person = by.id if by.kind in (ActorKind.MEMBER, ActorKind.OPERATOR) else by.member_id
    if by.kind is ActorKind.TOKEN:
        person = by.member_id or by.id
    if person is None or not by.is_staff:
        return
    key = (by.organization_id, person, what)
    with _lock:
        if len(_gathered) > _MOST_KEYS:
            _gathered.clear()
        _gathered[key] += 1
        if _gathered[key] < STEP:
            return
        del _gathered[key]
    names = (str(by.organization_id), str(person))
    if count(LIMITS[what], *names, amount=STEP).over and not count(_TOLD, what, *names).over:
        raised = MuchRead(
            subject_id=person, what=what.value, most=LIMITS[what].most, minutes=WINDOW_SECONDS // 60, label=by.label
        )
        emit(raised, by=system_actor(by.organization_id, door=Door(by.door)))
