"""Conditions of a list that are more than a column's value."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce, Now
from django.db.models.lookups import GreaterThanOrEqual, LessThan, LessThanOrEqual

from moondesk.contacts.queries import ids_of_companies
from moondesk.organizations.actor import Actor
from moondesk.organizations.queries import with_all_below
from moondesk.tickets.list_query import ListQuery, Whose
from moondesk.tickets.models import Ticket
from moondesk.tickets.moments import AT_RISK, RISKY_SHARE, SOON, Due, Sla, as_value, days_of
from moondesk.tickets.rules import ACTIVE_STAGES, DONE_STAGES, WORKING_STAGES, Priority, Stage
from moondesk.tickets.search_text import tags_condition

_COLUMNS = {
    "created": "created_at",
    "updated": "updated_at",
    "replied": "last_message_at",
    "due": "due_at",
    "resolved": "resolved_at",
    "closed": "closed_at",
}
_EMPTY = {
    "category": Q(category_id=None),
    "department": Q(department_id=None),
    "assignee": Q(assignee_id=None),
    "company": Q(requester__company_id=None),
    "tag": Q(tags=[]),
    "due": Q(due_at=None),
    "resolved": Q(resolved_at=None),
    "closed": Q(closed_at=None),
}
_DONE_AT = Coalesce("resolved_at", "closed_at", "updated_at")
_DONE = Q(due_at__isnull=False, stage__in_words=DONE_STAGES)
_RUNNING = Q(due_at__gte=Now(), stage__in_words=WORKING_STAGES)
_RISKY_FROM = ExpressionWrapper(
    F("created_at") + (F("due_at") - F("created_at")) * (RISKY_SHARE / 100), output_field=DateTimeField()
)
_RISKY = Q(due_at__lt=Now() + AT_RISK) | Q(LessThanOrEqual(_RISKY_FROM, Now()))
_OVERDUE = Q(due_at__lt=Now(), stage__in_words=ACTIVE_STAGES)
_MISSED = _DONE & Q(LessThan(F("due_at"), _DONE_AT))
SLA: dict[Sla, Q] = {
    Sla.OVERDUE: _OVERDUE,
    Sla.AT_RISK: _RUNNING & _RISKY,
    Sla.ON_TRACK: _RUNNING & ~_RISKY,
    Sla.PAUSED: Q(due_at__gte=Now(), stage=Stage.WAITING),
    Sla.MET: _DONE & Q(GreaterThanOrEqual(F("due_at"), _DONE_AT)),
    Sla.MISSED: _MISSED,
    Sla.BREACHED: _OVERDUE | _MISSED,
    Sla.NONE: Q(due_at=None),
}
"""What each asks of the due time and of when a ticket was done; at risk is what lists show so (``web.desk.clocks``)."""


def settled(query: ListQuery) -> ListQuery:
    """Return the question with the reader's today in it, so that what is kept of it is right for others too."""
    asked = (*query.due, *(one for name, values in query.excluded if name == "due" for one in values))
    return replace(query, days=tuple((one, *days) for one in asked if (days := days_of(one)))) if asked else query


def dates_condition(query: ListQuery) -> Q:
    """Return the condition on when a ticket was opened, changed, written in, and is due."""
    wanted = Q()
    for name, column in _COLUMNS.items():
        start, end = getattr(query, f"{name}_from"), getattr(query, f"{name}_to")
        if start is not None:
            wanted &= Q(**{f"{column}__gte": as_value(start)})
        if end is not None:
            wanted &= Q(**{f"{column}__lt": as_value(end)})
    return wanted & _due_condition(query, query.due) if query.due else wanted


_DUE = {
    Due.NONE: Q(due_at=None),
    Due.OVERDUE: _OVERDUE,
    Due.SOON: Q(due_at__gte=Now(), due_at__lt=Now() + SOON, stage__in_words=ACTIVE_STAGES),
}


def _due_condition(query: ListQuery, values: tuple[Due, ...]) -> Q:
    """Return the condition that a ticket is due in one of some ways."""
    wanted = Q()
    days = {one: Q(due_at__gte=start, due_at__lt=end) for one, start, end in settled(query).days}
    for one in values:
        wanted |= _DUE.get(one) or days[one]
    return wanted


def sla_condition(values: Collection[Sla]) -> Q:
    """Return the condition that a ticket stands to its due time in one of some ways."""
    wanted = Q()
    for one in values:
        wanted |= SLA[one]
    return wanted


def empty_condition(query: ListQuery) -> Q:
    """Return the condition on what a ticket must have none of, or some."""
    wanted = Q()
    for name, is_empty in query.empty:
        wanted &= _EMPTY[name] if is_empty else ~_EMPTY[name]
    return wanted


def one_condition(actor: Actor, name: str, values: tuple[Any, ...]) -> Q:
    """Return the condition that a ticket has one of some values."""
    if name in _MEANINGS:
        return _MEANINGS[name](values)
    if name == "status":
        return status_condition(actor, values)
    if name == "assignee":
        return _assignees(actor, values)
    if name == "requester" and len(values) == 1:  # said so, an index has them in order
        return Q(requester_id=values[0])
    column = {"category": "category__key", "requester": "requester_id"}.get(name, name)
    return Q(**{f"{column}__in": values})


_MEANINGS: dict[str, Callable[[tuple[Any, ...]], Q]] = {
    "stage": lambda values: Q(stage__in_words=values),
    "department": lambda values: Q(department_id__in=with_all_below(set(values))),
    "tag": tags_condition,
    "sla": sla_condition,
    "company": lambda values: Q(requester_id__in=ids_of_companies(values)),
}


def excluding_condition(actor: Actor, query: ListQuery) -> Q:
    """Return the condition on what a ticket must not have; one that has nothing there fits."""
    wanted = Q()
    for name, values in query.excluded:
        if name == "stage":  # said the other way round, an index holds them, here and below
            wanted &= Q(stage__in_words=tuple(stage for stage in Stage if stage not in values))
        elif name == "priority":
            wanted &= Q(priority__in=[one for one in Priority if one not in values])
        elif name == "due":
            wanted &= ~_due_condition(query, values)
        else:
            wanted &= ~one_condition(actor, name, values)
    return wanted


def _assignees(actor: Actor, values: tuple[Any, ...]) -> Q:
    members = [one for one in values if isinstance(one, uuid.UUID)]
    if Whose.ME in values and actor.member_id:
        members.append(actor.member_id)
    wanted = Q(assignee_id__in=members)
    return wanted | Q(assignee_id=None) if Whose.NOBODY in values else wanted


def status_condition(actor: Actor, keys: tuple[str, ...]) -> Q:
    """Return the condition on the status; a customer's merged ticket has that of where it goes on."""
    if actor.is_staff:
        return Q(status__key__in=keys)
    own = Q(merged_into=None, status__key__in=keys)
    return own | Q(merged_into__status__key__in=keys)


_NOBODY = uuid.UUID(int=0)


def names_member(member_id: uuid.UUID | None) -> Q:
    """Return the condition that a member is named in a ticket and has not looked; said so that an index answers it."""
    return Q(mentioned__isnull=False, mentioned__contains=[member_id or _NOBODY])


def attention_condition(actor: Actor, query: ListQuery) -> Q:
    """Return the condition that a member is named in a ticket and has not looked, or watches it; or not."""
    if actor.member_id is None:
        return Q() if not (query.mentioned or query.watched) else Q(pk__in=[])
    wanted = Q()
    for is_asked, found in (
        (query.mentioned, names_member(actor.member_id)),
        (query.watched, _watched_by(actor.member_id)),
    ):
        if is_asked is not None:
            wanted &= found if is_asked else ~found
    return wanted


def _watched_by(member_id: uuid.UUID) -> Q:
    """Return the condition that a member watches a ticket, or one that goes on in it; an index has those watched."""
    watched = Ticket.objects.filter(watchers__isnull=False, watchers__contains=[member_id])
    return Q(pk__in=watched.values(where=Coalesce("merged_into_id", "pk")))
