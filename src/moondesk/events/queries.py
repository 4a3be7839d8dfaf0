"""Reading the log."""

import datetime
import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from moondesk.events.models import Event

_OVERLAP = datetime.timedelta(seconds=5)
"""Events get their ids before they are committed, so one may appear behind another that was seen already."""


def data_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Return what the events say."""
    return dict(Event.objects.filter(pk__in=ids).values_list("pk", "data")) if ids else {}


def last_events(subject_id: uuid.UUID, name: str, most: int) -> list[Event]:
    """Return the last events of a name that happened to a row, newest first."""
    return list(Event.objects.filter(subject_id=subject_id, name=name).order_by("-id")[:most])


def told_of(subject_id: uuid.UUID, names: Collection[str], **data: str) -> list[Event]:
    """Return the events of some names that happened to a row and say this in their data, newest first."""
    return list(Event.objects.filter(subject_id=subject_id, name__in=names, data__contains=data).order_by("-id")[:200])


def last_event(subject_id: uuid.UUID, name: str) -> Event | None:
    """Return the last event of a name that happened to a row."""
    return next(iter(last_events(subject_id, name, 1)), None)


def events_of(subjects: Collection[uuid.UUID], name: str) -> list[Event]:
    """Return the events of a name that happened to some rows, oldest first."""
    return list(Event.objects.filter(subject_id__in=subjects, name=name).order_by("id")) if subjects else []


def all_of(subject_id: uuid.UUID, most: int = 100) -> list[Event]:
    """Return the last events that happened to a row, newest first."""
    return list(Event.objects.filter(subject_id=subject_id).order_by("-id")[:most])


def subjects_of(operation: uuid.UUID, name: str, among: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Return to which of some rows an event happened in one operation."""
    told = Event.objects.filter(subject_id__in=among, operation=operation, name=name)
    return list(told.order_by("id").values_list("subject_id", flat=True))


def latest_named(name: str, most: int) -> list[Event]:
    """Return the last events of a rare name in the organization, newest first."""
    return list(Event.objects.filter(name=name).order_by("-id")[:most])


def latest_of(kinds: Collection[str], since: datetime.datetime) -> Event | None:
    """Return the last event since a moment whose name begins with one of these."""
    named = Q()
    for kind in kinds:
        named |= Q(name__startswith=kind)
    return Event.objects.filter(named, pk__gte=first_id_at(since)).order_by("-id").first()


def events_since(last: uuid.UUID, names: Collection[str], *, most: int) -> list[Event] | None:
    """Return what happened since an event, oldest first, some before it too; None if it is unknown or too much."""
    known = Event.objects.filter(pk=last).values_list("created_at", flat=True).first()
    if known is None:
        return None
    start = first_id_at(known - _OVERLAP)
    found = list(Event.objects.filter(pk__gte=start, name__in=names).exclude(pk=last).order_by("id")[: most + 1])
    return found if len(found) <= most else None


def first_id_at(moment: datetime.datetime) -> uuid.UUID:
    """Return the smallest id (UUIDv7) that a row made at the moment can have."""
    milliseconds = int(moment.timestamp() * 1000)
    return uuid.UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62))


def event_of(event_id: uuid.UUID) -> Event:
    """Return one event of the organization."""
    found: Event = Event.objects.get(pk=event_id)
    return found


def has_caused(event: Event, name: str, *, subject_id: uuid.UUID | None = None) -> bool:
    """Say whether an event led to another of a name already, so that a job that runs again does nothing twice."""
    caused = Event.objects.filter(subject_id=subject_id or event.subject_id, caused_by=event.pk, name=name)
    return bool(caused.exists())


def last_moment() -> datetime.datetime | None:
    """Return when anything last happened in the organization."""
    moment: datetime.datetime | None = Event.objects.order_by("-id").values_list("created_at", flat=True).first()
    return moment


def find_event(event_id: uuid.UUID) -> Event | None:
    """Return an event of the organization, or None."""
    return Event.objects.filter(pk=event_id).first()


def done_by(actors: Collection[uuid.UUID]) -> QuerySet[Event]:
    """Return what these actors did, in no order."""
    return Event.objects.filter(actor_id__in=actors)
