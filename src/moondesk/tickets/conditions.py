"""Conditions of a list that are more than a column's value."""

import uuid
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from moondesk.contacts.queries import ids_of_companies
from moondesk.organizations.actor import Actor
from moondesk.organizations.queries import with_all_below
from moondesk.tickets.list_query import ListQuery, Whose
from moondesk.tickets.models import Ticket
from moondesk.tickets.moments import SOON, Due, as_value, days_of
from moondesk.tickets.rules import ACTIVE_STAGES, Stage
from moondesk.tickets.search_text import tags_condition

_COLUMNS = {"created": "created_at", "updated": "updated_at", "replied": "last_message_at", "due": "due_at"}
_EMPTY = {
    "category": Q(category_id=None),
    "department": Q(department_id=None),
    "assignee": Q(assignee_id=None),
    "company": Q(requester__company_id=None),
    "tag": Q(tags=[]),
    "due": Q(due_at=None),
}


def settled(query: ListQuery) -> ListQuery:
    """Return the question with the reader's today in it, so that what is kept of it is right for others too."""
    if query.due is None or query.due_days:
        return query
    return replace(query, due_days=days_of(query.due))


def dates_condition(query: ListQuery) -> Q:
    """Return the condition on when a ticket was opened, changed, written in, and is due."""
    wanted = Q()
    for name, column in _COLUMNS.items():
        start, end = getattr(query, f"{name}_from"), getattr(query, f"{name}_to")
        if start is not None:
            wanted &= Q(**{f"{column}__gte": as_value(start)})
        if end is not None:
            wanted &= Q(**{f"{column}__lt": as_value(end)})
    if query.due is Due.NONE:
        wanted &= Q(due_at=None)
    if query.due is Due.OVERDUE:
        wanted &= Q(due_at__lt=Now(), stage__in_words=ACTIVE_STAGES)
    if query.due is Due.SOON:
        wanted &= Q(due_at__gte=Now(), due_at__lt=Now() + SOON, stage__in_words=ACTIVE_STAGES)
    days = settled(query).due_days
    return wanted & Q(due_at__gte=days[0], due_at__lt=days[1]) if days else wanted


def empty_condition(query: ListQuery) -> Q:
    """Return the condition on what a ticket must have none of, or some."""
    wanted = Q()
    for name, is_empty in query.empty:
        wanted &= _EMPTY[name] if is_empty else ~_EMPTY[name]
    return wanted


def one_condition(actor: Actor, name: str, values: tuple[Any, ...]) -> Q:
    """Return the condition that a ticket has one of some values."""
    if name == "stage":
        return Q(stage__in_words=values)
    if name == "status":
        return status_condition(actor, values)
    if name == "department":
        return Q(department_id__in=with_all_below(set(values)))
    if name == "assignee":
        return _assignees(actor, values)
    if name == "tag":
        return tags_condition(values)
    if name == "company":
        return Q(requester_id__in=ids_of_companies(values))
    return Q(**{f"{'category__key' if name == 'category' else name}__in": values})


def excluding_condition(actor: Actor, query: ListQuery) -> Q:
    """Return the condition on what a ticket must not have; one that has nothing there fits."""
    wanted = Q()
    for name, values in query.excluded:
        if name == "stage":  # said the other way round, an index holds them
            wanted &= Q(stage__in_words=tuple(stage for stage in Stage if stage not in values))
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
    """Return the condition that a member is named in a ticket and has not looked, or watches it."""
    if actor.member_id is None:
        return Q(pk__in=[])
    wanted = names_member(actor.member_id) if query.mentioned else Q()
    return wanted & _watched_by(actor.member_id) if query.watched else wanted


def _watched_by(member_id: uuid.UUID) -> Q:
    """Return the condition that a member watches a ticket, or one that goes on in it; an index has those watched."""
    watched = Ticket.objects.filter(watchers__isnull=False, watchers__contains=[member_id])
    return Q(pk__in=watched.values(where=Coalesce("merged_into_id", "pk")))
