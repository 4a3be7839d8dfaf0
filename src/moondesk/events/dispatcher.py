"""After the commit: events go to the streams and to the reactions that run as jobs, each at least once."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched, groupby

import psycopg
from django.db import connection, transaction
from django.db.models import QuerySet

from moondesk.events.models import Event
from moondesk.events.registry import Holds, Reaction, find_reaction, holds, wanted_by
from moondesk.events.wakeup import CHANNEL
from moondesk.jobs.app import StopSignal, background, job, log
from moondesk.kit import context, database, metrics, prepared, tenancy
from moondesk.kit.clock import now
from moondesk.kit.compiled import compiled
from moondesk.kit.prepared import keeping_plans
from moondesk.kit.tenancy import current_organization_id

BATCH = 500
TOGETHER = 25
"""How many events one job reacts to at most: few enough that nobody waits long for what reactions have locked."""
_POLL = 0.25
_GATHER_FOR_EACH = 0.05
_GATHER_MOST = 0.25
"""Seconds for which events gather after some were handed on: for each of those, and at most. The first is handed on at
once; of a flood, many together, as the jobs that react cost more by their number than by their length."""

_HANDED_ON = "UPDATE events_event SET dispatched_at = %s WHERE organization_id = %s AND id = ANY(%s::uuid[])"
_TURNS = (
    "SELECT CASE WHEN alone THEN pg_advisory_xact_lock(turn) ELSE pg_advisory_xact_lock_shared(turn) END FROM "
    "(SELECT hashtextextended('reacting to ' || one, 0) AS turn, bool_or(alone) AS alone FROM "
    "(SELECT unnest(%s::text[]), true UNION ALL SELECT unnest(%s::text[]), false) AS asked(one, alone) "
    "GROUP BY turn ORDER BY turn) AS turns"
)

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
    with tenancy.organization(organization_id, lasts=False):
        events = _waiting(ids)
        for some in batched((event for event in events if wanted_by(event)), TOGETHER):
            react_to_each.enqueue(wanted=_wanted(some))
        for announce in announcers:
            announce(events)
        prepared.run(_HANDED_ON, [now(), current_organization_id(), [event.pk for event in events]])
    metrics.EVENTS.inc(len(events))
    return len(events)


@compiled
def _waiting(ids: list[uuid.UUID]) -> QuerySet[Event]:
    return Event.objects.filter(pk__any_of=ids, dispatched_at=None).order_by("id").select_for_update(skip_locked=True)


@compiled
def _told(ids: list[uuid.UUID]) -> QuerySet[Event]:
    return Event.objects.filter(pk__any_of=ids).order_by("id")


def gathering(handed_on: int) -> float:
    """Return for how many seconds events gather after so many were handed on."""
    return min(_GATHER_MOST, handed_on * _GATHER_FOR_EACH) if handed_on > 1 else 0.0


def _wanted(events: Iterable[Event]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    for event in events:
        for reaction in wanted_by(event):
            wanted.setdefault(reaction, []).append(str(event.pk))
    return wanted


@job(queue_name="reactions", priority=3)
@keeping_plans()
def react_to_each(wanted: dict[str, list[str]]) -> None:
    """Run all reactions to the events of a moment, each in the order in which they happened.

    A job costs more than most reactions do, and so does looking after each by itself. So that is done only when one
    fails: then the others are done after all, and it is tried again in a job of its own. What rows refer to is looked
    at before that is known, as the fences of tenants are asked only when a transaction ends, outside of any reaction.
    """
    tenancy.let_it_be_redone()
    todo = list(_found(wanted))
    with context.reading_once():
        _take_turns(todo)
        if len(todo) == 1:
            _run(*todo[0])
            return
        try:
            with transaction.atomic():
                for one in todo:
                    _run(*one)
                connection.check_constraints()
        except Exception:
            log.warning("reactions failed together, trying each by itself", number=len(todo), exc_info=True)
            for one in todo:
                _run_alone(*one)


def _take_turns(todo: Sequence[tuple[str, Reaction, Event]]) -> None:
    """Wait for other jobs that change something of the same tickets and people, for all of these in one order.

    Parts of one change of many tickets go on beside each other, but none beside what is about the change as a whole.
    """
    subjects = {str(event.subject_id) for _reaction, _function, event in todo}
    parts_of = {str(event.operation) for _reaction, _function, event in todo if event.operation}
    each: dict[Holds, list[Event]] = {}
    for reaction, _function, event in todo:
        if reaction in holds:
            each.setdefault(holds[reaction], []).append(event)
    named = {name for hold, events in each.items() for name in hold(events)}
    prepared.run(_TURNS, [sorted(subjects | named), sorted(parts_of)])


def _run(_reaction: str, function: Reaction, event: Event) -> None:
    function(event)


def _run_alone(reaction: str, function: Reaction, event: Event) -> None:
    try:
        with transaction.atomic():
            function(event)
            connection.check_constraints()
    except Exception:
        log.warning(
            "a reaction failed, trying again by itself", reaction=reaction, event_id=str(event.pk), exc_info=True
        )
        react.enqueue(event_ids=[str(event.pk)], reaction=reaction)


def _found(wanted: dict[str, list[str]]) -> Iterator[tuple[str, Reaction, Event]]:
    ids = {event_id for event_ids in wanted.values() for event_id in event_ids}
    events = _told([uuid.UUID(one) for one in ids])
    for reaction, event_ids in wanted.items():
        for event in events:
            function = find_reaction(event.name, reaction)
            if function is not None and str(event.pk) in event_ids and reaction in wanted_by(event):
                yield reaction, function, event


@job(queue_name="reactions", priority=3)
@keeping_plans()
def react(event_ids: list[str], reaction: str) -> None:
    """Run one reaction to an event: one that failed among others. Releases before this one gave it some events."""
    todo = list(_found({reaction: event_ids}))
    _take_turns(todo)
    for one in todo:
        _run(*one)


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
