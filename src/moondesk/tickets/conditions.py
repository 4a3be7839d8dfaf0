"""Conditions of a list that are more than a column's value."""

import uuid

from django.db.models import Q

from moondesk.kit.ids import normal_code
from moondesk.organizations.actor import Actor
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import NUMBER_LENGTH


def created_condition(query: ListQuery) -> Q:
    """Return the condition on when a ticket was opened."""
    wanted = Q()
    if query.created_from:
        wanted &= Q(created_at__gte=query.created_from)
    if query.created_to:
        wanted &= Q(created_at__lt=query.created_to)
    return wanted


def status_condition(actor: Actor, query: ListQuery) -> Q:
    """Return the condition on the status; a customer's merged ticket has that of where it goes on."""
    if actor.is_staff:
        return Q(status__key__in=query.status)
    own = Q(merged_into=None, status__key__in=query.status)
    return own | Q(merged_into__status__key__in=query.status)


_NOBODY = uuid.UUID(int=0)


def names_member(member_id: uuid.UUID | None) -> Q:
    """Return the condition that a member is named in a ticket and has not looked; said so that an index answers it."""
    return Q(mentioned__isnull=False, mentioned__contains=[member_id or _NOBODY])


def attention_condition(actor: Actor, query: ListQuery) -> Q:
    """Return the condition that a member is named in a ticket and has not looked, or watches it."""
    if actor.member_id is None:
        return Q(pk__in=[])
    wanted = names_member(actor.member_id) if query.mentioned else Q()
    watched = Q(watchers__isnull=False, watchers__contains=[actor.member_id])
    return wanted & watched if query.watched else wanted


def text_condition(words: str) -> Q:
    """Return tickets with the words in the subject, or with the number they may be, with or without prefix.

    The number of a merged ticket finds the one where it goes on.
    """
    wanted = Q(subject__contains_any_case=words)
    number = normal_code(words.rpartition("-")[2])
    if 0 < len(number) <= NUMBER_LENGTH:
        merged = Ticket.objects.filter(number__startswith=number, merged_into__isnull=False)
        wanted |= Q(number__startswith=number) | Q(pk__in=merged.values("merged_into_id"))
    return wanted
