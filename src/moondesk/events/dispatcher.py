"""After the commit: events go to the streams and to the reactions that run as jobs, each at least once."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

import psycopg
from django.db import connection, transaction

from moondesk.events.models import Event
from moondesk.events.registry import after_commit, find_reaction
from moondesk.events.wakeup import CHANNEL
from moondesk.jobs.app import StopSignal, background, job, log
from moondesk.kit import database, metrics, tenancy
from moondesk.kit.clock import now
from moondesk.kit.prepared import keeping_plans

BATCH = 500
TOGETHER = 25
"""How many events one job reacts to at most: few enough that nobody waits long for what a reaction has locked."""
_POLL = 0.25
_GATHER_FOR_EACH = 0.05
_GATHER_MOST = 0.25
"""Seconds for which events gather after some were handed on: for each of those, and at most. The first is handed on at
once; of a flood, many together, as the jobs that react cost more by their number than by their length."""

type Announcer = Callable[[Sequence[Event]], None]

announcers: list[Announcer] = []
"""Called with each batch of one organization's events, in the dispatcher's transaction; ``realtime`` is one."""


@keeping_plans()
def dispatch() -> int:
    """Hand on what waits, in the order in which it happened within each organization; returns how many events."""
    waiting = database.crossing("pending_events", BATCH)
    waiting.sort(key=lambda row: (row[0], row[1]))
    return sum(
        _dispatch_in(organization_id, [row[1] for row in rows])
        for organization_id, rows in groupby(waiting, key=lambda row: row[0])
    )


def _dispatch_in(organization_id: uuid.UUID, ids: list[uuid.UUID]) -> int:
    with tenancy.organization(organization_id):
        waiting = Event.objects.filter(pk__in=ids, dispatched_at=None).order_by("id")
        events = list(waiting.select_for_update(skip_locked=True))
        for reaction, wanted in _wanted(events).items():
            for start in range(0, len(wanted), TOGETHER):
                react.enqueue(event_ids=wanted[start : start + TOGETHER], reaction=reaction)
        for announce in announcers:
            announce(events)
        Event.objects.filter(pk__in=[event.pk for event in events]).update(dispatched_at=now())
    metrics.EVENTS.inc(len(events))
    return len(events)


def gathering(handed_on: int) -> float:
    """Return for how many seconds events gather after so many were handed on."""
    return min(_GATHER_MOST, handed_on * _GATHER_FOR_EACH) if handed_on > 1 else 0.0


def _wanted(events: Iterable[Event]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    for event in events:
        for reaction in after_commit.get(event.name, ()):
            wanted.setdefault(reaction, []).append(str(event.pk))
    return wanted


@job(queue_name="reactions", priority=3)
def react(event_ids: list[str], reaction: str) -> None:
    """Run one reaction to some events, in the order in which they happened.

    A job costs more than most reactions do. One that fails among others is tried again in a job of its own.
    """
    for event in Event.objects.filter(pk__in=event_ids).order_by("id"):
        function = find_reaction(event.name, reaction)
        if function is None:
            continue
        if len(event_ids) == 1:
            function(event)
            return
        try:
            with transaction.atomic():
                function(event)
        except Exception:
            log.warning("a reaction failed, trying again by itself", reaction=reaction, event_id=str(event.pk))
            react.enqueue(event_ids=[str(event.pk)], reaction=reaction)


@background
def dispatch_loop(stop: StopSignal) -> None:
    """Dispatch when woken, and look every 250 ms in case a wake-up was lost, until the worker stops."""
    while not stop.is_set():
        try:
            with psycopg.connect(database.dsn(), autocommit=True) as listener:
                listener.execute(f"LISTEN {CHANNEL}")
                while not stop.is_set():
                    while (handed_on := dispatch()) >= BATCH:
                        pass
                    stop.wait(gathering(handed_on))
                    for _woken in listener.notifies(timeout=_POLL, stop_after=1):
                        pass
        except Exception as error:
            log.warning("dispatching stopped, trying again", error=type(error).__name__)
            connection.close()
            stop.wait(1.0)
