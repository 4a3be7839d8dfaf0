"""Taking back what happened: one mechanism for all features, over the log (docs/decisions/undo.md).

Each feature says how its own events are taken back (``registry.undoes``); everything else is here. The inverse calls
the feature's ordinary actions, so permission, rules and further events are as ever, and the log only grows.
"""

import datetime
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from moondesk.events.doer import Doer
from moondesk.events.errors import CannotUndo, NothingToUndo, UndoneAlready, UndoTooLate
from moondesk.events.models import Event
from moondesk.events.registry import inverses, passing
from moondesk.kit import context
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed

WINDOW = datetime.timedelta(seconds=30)
"""How long the last thing done can be undone as a whole."""

_GRACE = datetime.timedelta(seconds=5)
"""For the way from the button to the server."""


def can_be_set_back(event: Event, tried: Collection[uuid.UUID | None] = ()) -> bool:
    """Say whether a history offers to set an event back: there is a lasting way, and nobody ``tried`` it before.

    Whether it still works is found by trying.
    """
    return event.name in inverses and event.name not in passing and event.pk not in tried


def taken_back_of(events: Collection[Event]) -> set[uuid.UUID]:
    """Return which events the others of the collection took back, and have not been brought back since."""
    gone: set[uuid.UUID] = set()
    for event in sorted(events, key=lambda one: one.pk, reverse=True):
        if event.reverts is not None and event.pk not in gone:
            gone.add(event.reverts)
    return gone


def is_fresh(event: Event) -> bool:
    """Say whether something happened so lately that it can be undone as if it had never happened."""
    return now() - event.created_at <= WINDOW + _GRACE


def undo_operation(subject: uuid.UUID, operation: uuid.UUID, *, by: Doer) -> list[Event]:
    """Take back all that the actor did to one subject at once, last first, within ``WINDOW``; returns what was undone.

    Only its doer may; the inverses check their permissions again. Raises ``NothingToUndo``, ``NotAllowed`` or a kind
    of ``CannotUndo``, and then nothing is taken back (the caller's transaction is rolled back).
    """
    events = list(Event.objects.filter(subject_id=subject, operation=operation, depth=0).order_by("-id"))
    if not events:
        raise NothingToUndo(_("There is nothing here to undo."))
    if any(event.actor_id != by.id or event.actor_kind != by.kind for event in events):
        raise NotAllowed(_("Only the one who did this can undo it."))
    if not is_fresh(events[-1]):
        raise UndoTooLate(_("It is too late to undo this. You can take single changes back in the history."))
    for event in events:
        take_back(event, by=by)
    return events


def take_back_part(subject: uuid.UUID, operation: uuid.UUID, *, by: Doer) -> None:
    """Take back what an operation on many subjects did to one of them, last first, however long ago it was.

    For whoever may undo the operation as a whole, which the caller knows. Raises like ``take_back``.
    """
    events = list(Event.objects.filter(subject_id=subject, operation=operation, depth=0).order_by("-id"))
    if not events:
        raise NothingToUndo(_("There is nothing here to undo."))
    for event in events:
        take_back(event, by=by)


def revert_event(subject: uuid.UUID, event_id: uuid.UUID, *, by: Doer) -> Event:
    """Take one earlier change of a subject back, however old. Raises like ``undo_operation``, and ``ChangedSince``.

    What can only be taken back soon after is its doer's alone to undo, as a whole.
    """
    event = Event.objects.filter(subject_id=subject, pk=event_id).first()
    if event is None:
        raise NothingToUndo(_("There is nothing here to undo."))
    if event.name in passing:
        raise CannotUndo(_("This cannot be taken back."), extra={"event": event.name})
    take_back(event, by=by)
    return event


def take_back(event: Event, *, by: Doer) -> None:
    """Run the inverse of one event, once."""
    inverse = inverses.get(event.name)
    if inverse is None:
        raise CannotUndo(_("This cannot be taken back."), extra={"event": event.name})
    if Event.objects.filter(subject_id=event.subject_id, reverts=event.pk).exists():
        raise UndoneAlready(_("This was taken back already."))
    with _reverting(event):
        inverse(event, by)


@contextmanager
def _reverting(event: Event) -> Iterator[None]:
    token = context.reverting.set(event.pk)
    try:
        yield
    finally:
        context.reverting.reset(token)
