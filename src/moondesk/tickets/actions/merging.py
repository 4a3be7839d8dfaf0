"""Merging and unmerging as records: which ticket goes on in which. ``conversations.actions`` counts the messages.

Rows are locked in one order, whoever comes: what is merged before what it is merged into.
"""

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets import joined_events as events
from moondesk.tickets.errors import InvalidMerge, NotMerged, TicketNotFound
from moondesk.tickets.families import above, one_at_a_time
from moondesk.tickets.joining import MOST_MERGED, survivors
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import check_version, find_number, refuse_merged, visible_to
from moondesk.tickets.related import Merge


def record_merge(into: str, numbers: Sequence[str], *, by: Actor, version: int | None = None) -> Ticket:
    """Write down that tickets go on in another one, all or none of them; returns that one, locked.

    Raises ``TicketNotFound`` for what the actor may not see, ``TicketMerged`` for what is merged already, and
    ``InvalidMerge``.
    """
    by.require(Permission.TICKET_UPDATE)
    one_at_a_time()
    target, sources = _look(by, into), [_look(by, number) for number in numbers]
    _check(target, sources)
    _lock(by, target, sources, version)
    for source in sources:
        source.refresh_from_db()
        Merge.objects.create(ticket=source, into=target, merged_by=by.label[:254])
        emit(events.TicketMerged(subject_id=source.pk, ticket=target.pk), by=by)
        emit(events.MergeTaken(subject_id=target.pk, ticket=source.pk), by=by)
    _settle([target.pk, *(source.pk for source in sources)])
    target.refresh_from_db()
    return target


def _look(actor: Actor, number: str) -> Ticket:
    found = visible_to(actor).filter(number=find_number(number)).first()
    if found is None:
        text = _("There is no ticket with the number %(number)s.") % {"number": number[:20]}
        raise TicketNotFound(text, fields={"tickets": text})
    refuse_merged(actor, found)
    return found


def _check(target: Ticket, sources: Sequence[Ticket]) -> None:
    text = ""
    if not sources:
        text = _("Choose the tickets to merge.")
    elif target.pk in {source.pk for source in sources}:
        text = _("A ticket cannot be merged into itself.")
    elif len({source.pk for source in sources}) != len(sources):
        text = _("A ticket can be merged only once.")
    elif target.merged_count + sum(1 + source.merged_count for source in sources) > MOST_MERGED:
        text = _("Up to %(most)s tickets can be merged into one.") % {"most": MOST_MERGED}
    if text:
        raise InvalidMerge(text, fields={"tickets": text})


def _lock(by: Actor, target: Ticket, sources: Sequence[Ticket], version: int | None) -> None:
    """Lock all that changes. What is merged stays so meanwhile, but a ticket can be deleted or leave one's sight."""
    ids = [source.pk for source in sources]
    list(Ticket.objects.filter(merged_into__in=ids).select_for_update(of=("self",)).order_by("id"))
    for chosen in (ids, [target.pk]):
        found = list(visible_to(by).filter(pk__in=chosen).select_for_update(of=("self",)).order_by("id"))
        if len(found) != len(chosen):
            raise TicketNotFound(_("There is no such ticket."))
    check_version(found[0], version)


def end_merge(number: str, *, by: Actor, into: str = "") -> tuple[Ticket, list[Ticket], Merge]:
    """Let a merged ticket go on by itself, with those that were merged into it before.

    Returns it, those that it was merged into, the survivor last, and the merge that ended. Raises ``NotMerged``.
    """
    by.require(Permission.TICKET_UPDATE)
    one_at_a_time()
    ticket = visible_to(by).filter(number=find_number(number)).first()
    if ticket is None:
        raise TicketNotFound(_("There is no such ticket."))
    merge = Merge.objects.filter(ticket=ticket, ended_at=None).first()
    if merge is None:
        raise NotMerged(_("This ticket is not merged."))
    into_ids = [pk for pk, _since in above(ticket)]
    if not visible_to(by).filter(pk__in=into_ids[-1:]).exists():
        raise NotMerged(_("This ticket is not merged."))
    if into and not Ticket.objects.filter(pk__in=into_ids, number=find_number(into)).exists():
        raise NotMerged(_("This ticket is not merged into that one."))
    list(Ticket.objects.filter(merged_into=into_ids[-1]).select_for_update(of=("self",)).order_by("id"))
    over = [Ticket.objects.select_for_update(of=("self",)).select_related("status").get(pk=pk) for pk in into_ids]
    merge.ended_at = now()
    merge.save(update_fields=["ended_at"])
    _settle([ticket.pk, *into_ids])
    for one in (ticket, *over):
        one.refresh_from_db()
    direct = over[0]
    emit(events.TicketUnmerged(subject_id=ticket.pk, ticket=direct.pk), by=by)
    emit(events.MergeEnded(subject_id=direct.pk, ticket=ticket.pk), by=by)
    return ticket, over, merge


def _settle(ids: Sequence[uuid.UUID]) -> None:
    """Write on each ticket of the families that ``ids`` are in where it goes on, and how many go on in it."""
    known = Ticket.objects.filter(pk__in=ids).values_list("pk", "merged_into_id")
    roots = {pk for pair in known for pk in pair if pk}
    members = roots | set(Ticket.objects.filter(merged_into__in=roots).values_list("pk", flat=True))
    into = dict(Merge.objects.filter(ended_at=None, ticket__in=members).values_list("ticket_id", "into_id"))
    where = survivors(into, members)
    rows = {one.pk: one for one in Ticket.objects.filter(pk__in=members)}
    for pk, row in rows.items():
        count = sum(1 for other in where.values() if other == pk)
        if (row.merged_into_id, row.merged_count) != (where[pk], count) or pk in ids:
            row.merged_into_id, row.merged_count, row.version = where[pk], count, row.version + 1
            row.save(update_fields=["merged_into", "merged_count", "version"])
