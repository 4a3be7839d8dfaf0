"""Reading changes of many tickets: only who made one sees it, and a token only its own, as it may do less.

Who manages tokens also sees what programs of others changed, to stop it or take it back.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from moondesk.bulk.errors import BulkNotFound
from moondesk.bulk.models import BulkChange, BulkResult
from moondesk.bulk.rules import ACTIVE, MOST
from moondesk.kit.compiled import compiled
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.permissions import Permission
from moondesk.tickets.list_query import ListQuery, parse_list_query
from moondesk.tickets.lists import matching, parameters_of
from moondesk.tickets.queries import seen_or_deleted, visible_to

_PLACE = ("cursor", "limit", "sort")


def changes_of(actor: Actor) -> QuerySet[BulkChange]:
    """Return the changes that the actor's member made, or that the token asked for, latest first."""
    if actor.member_id is None:
        return BulkChange.objects.none()
    rows = BulkChange.objects.select_related("member").order_by("-id")
    if actor.kind is ActorKind.TOKEN:
        return rows.filter(member_id=actor.member_id, token_id=actor.id)
    own = Q(member_id=actor.member_id)
    return rows.filter(own | Q(token_id__isnull=False) if actor.may(Permission.TOKEN_MANAGE) else own)


def get_change(actor: Actor, change_id: uuid.UUID, *, lock: bool = False) -> BulkChange:
    """Return one change of the actor's own. Raises ``BulkNotFound``."""
    rows = changes_of(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=change_id).first()
    if found is None:
        raise BulkNotFound(_("There is no such change."))
    return found


def results_of(change: BulkChange, actor: Actor, outcome: str = "") -> QuerySet[BulkResult]:
    """Return what became of the tickets, in no order; all, or those with one outcome.

    Of somebody else's change, only of the tickets that the actor may see.
    """
    rows = BulkResult.objects.filter(change=change)
    if change.member_id != actor.member_id:
        seen = visible_to(actor).values("pk")
        rows = rows.filter(ticket_id__in=seen) if actor.may(Permission.TICKET_VIEW) else rows.none()
    return rows.filter(outcome=outcome) if outcome else rows


def subjects_of(results: Iterable[BulkResult], actor: Actor) -> dict[uuid.UUID, str]:
    """Return the subjects of the tickets of these results, by ticket, as far as the actor may read them.

    Of deleted ones whoever may delete does.
    """
    if not actor.may(Permission.TICKET_VIEW):
        return {}
    seen = seen_or_deleted(actor) if actor.may(Permission.TICKET_DELETE) else visible_to(actor)
    rows = seen.filter(pk__in=[one.ticket_id for one in results])
    return dict(rows.values_list("pk", "subject"))


def question_of(query: ListQuery) -> dict[str, str]:
    """Return what a list asks as it is stored, without its place and order."""
    return {name: value for name, value in parameters_of(query).items() if name not in _PLACE}


def asked_by(question: Mapping[str, Any]) -> ListQuery:
    """Return the question that was stored. Raises ``InvalidList`` for one that does not fit."""
    return parse_list_query({name: [str(value)] for name, value in question.items()})


def count_matching(actor: Actor, query: ListQuery) -> int:
    """Return how many tickets a question has for the actor; one more than the most for any number above."""
    return matching(actor, query).order_by()[: MOST + 1].count()


def active_of(member_id: uuid.UUID) -> QuerySet[BulkChange]:
    """Return the member's changes that are under way or wait, in their order."""
    return BulkChange.objects.filter(member_id=member_id, state__in=ACTIVE).order_by("id")


def bulk_of(operation: uuid.UUID | None) -> BulkChange | None:
    """Return the change of many tickets that an event's operation is, if it is one: people are told of it together."""
    return next(iter(_by_id(operation)), None) if operation else None


@compiled
def _by_id(operation: uuid.UUID) -> QuerySet[BulkChange]:
    return BulkChange.objects.select_related("member").filter(pk=operation)
