"""Tickets that are merged: which go on in which, since when, and who takes part through them."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from moondesk.contacts.models import Contact
from moondesk.kit import tenancy
from moondesk.kit.compiled import compiled
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.queries import visible_to
from moondesk.tickets.related import Merge


@dataclass(frozen=True)
class MergedTicket:
    """One ticket that goes on in another, as the other's page and the API show it."""

    id: uuid.UUID
    number: str
    subject: str
    requester: str
    into: str
    merged_by: str
    merged_at: datetime.datetime


def family_ids(ticket: Ticket) -> list[uuid.UUID]:
    """Return the tickets whose messages a ticket's conversation has: itself, and those that go on in it."""
    if not ticket.merged_count:
        return [ticket.pk]
    return [ticket.pk, *Ticket.objects.filter(merged_into=ticket).order_by("id").values_list("pk", flat=True)]


def seen_family(actor: Actor, ticket: Ticket) -> list[uuid.UUID]:
    """Return the same as far as a member may see each of them: being merged opens no ticket to anybody.

    The ticket must have come through ``queries``.
    """
    if not ticket.merged_count:
        return [ticket.pk]
    return [ticket.pk, *visible_to(actor).filter(merged_into=ticket).order_by("id").values_list("pk", flat=True)]


def is_joined(ticket: Ticket) -> bool:
    """Say whether others go on in a ticket, or it in another; most are by themselves, and that costs nothing."""
    return bool(ticket.merged_count) or ticket.merged_into_id is not None


def merged_in(actor: Actor, ticket: Ticket) -> list[MergedTicket]:
    """Return the tickets that go on in one and that a member may see, first merged first.

    The ticket must have come through ``queries``.
    """
    if not ticket.merged_count or not actor.is_staff:
        return []
    seen = visible_to(actor).filter(merged_into=ticket)
    merges = Merge.objects.filter(ticket__in=seen, ended_at=None).order_by("merged_at", "id")
    return [
        MergedTicket(
            one.ticket_id, one.ticket.number, one.ticket.subject, one.ticket.requester.shown_name, one.into.number,
            one.merged_by, one.merged_at,
        )
        for one in merges.select_related("ticket__requester", "into")
    ]  # fmt: skip


def survivor_of(ticket: Ticket) -> Ticket:
    """Return the ticket in which one goes on: itself unless it is merged."""
    if ticket.merged_into_id is None:
        return ticket
    found: Ticket = Ticket.objects.select_related("status", "department", "assignee").get(pk=ticket.merged_into_id)
    return found


def follow_up_for_change(ticket: Ticket, contact: Contact) -> Ticket | None:
    """Return the latest ticket that a contact started by answering one closed long ago, locked; None without any."""
    mine = Ticket.objects.filter(follows=ticket, requester=contact, deleted_at=None)
    return mine.select_for_update(of=("self",)).order_by("-id").first()


def where_it_goes_on(ticket_id: uuid.UUID) -> Ticket | None:
    """Return the ticket in which one goes on, for what follows from an event of it; None when it is gone for good."""
    found = _by_id(ticket_id)
    return survivor_of(found[0]) if found else None


@compiled
def _by_id(ticket_id: uuid.UUID) -> QuerySet[Ticket]:
    return Ticket.objects.filter(pk=ticket_id)


def above(ticket: Ticket) -> list[tuple[uuid.UUID, datetime.datetime]]:
    """Return the tickets that one is merged into, the next first and the survivor last, and since when of each."""
    if ticket.merged_into_id is None:
        return []
    merges = Merge.objects.filter(ended_at=None).filter(
        Q(ticket__merged_into=ticket.merged_into_id) | Q(ticket=ticket.pk)
    )
    into = {one.ticket_id: (one.into_id, one.merged_at) for one in merges}
    found, at = [], ticket.pk
    while at in into:
        found.append(into[at])
        at = into[at][0]
    return found


def not_deleted(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the tickets that are not deleted."""
    return set(Ticket.objects.filter(pk__in=ids, deleted_at=None).values_list("pk", flat=True)) if ids else set()


def own_part(actor: Actor, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return in which of the tickets the customer takes part by themselves."""
    if actor.contact_id is None:
        return set()
    taking_part = Participant.objects.filter(contact_id=actor.contact_id, ticket_id__in=not_deleted(ids))
    return set(taking_part.values_list("ticket_id", flat=True))


def all_participants(ticket_id: uuid.UUID) -> list[Participant]:
    """Return who takes part in a ticket or in one that goes on in it: each contact once, its own people first.

    One who gets every reply on one of them gets every reply, even if they got only single ones on another.
    """
    # Statements of their own: with all in one, PostgreSQL looks through all participants that there are.
    rows = _taking_part(ticket_id)
    if not rows or rows[0].ticket.merged_count:
        family = [ticket_id, *(one.pk for one in _joined_to(ticket_id))]
        rows = list(Participant.objects.filter(ticket_id__in=family).select_related("contact", "ticket"))
    found: dict[uuid.UUID, Participant] = {}
    for one in sorted(
        rows, key=lambda one: (not one.in_copy, one.ticket_id != ticket_id, not one.is_requester, one.pk)
    ):
        found.setdefault(one.contact_id, one)
    return list(found.values())


@compiled
def _joined_to(ticket_id: uuid.UUID) -> QuerySet[Ticket]:
    return Ticket.objects.filter(merged_into=ticket_id).only("pk")


@compiled
def _taking_part(ticket_id: uuid.UUID) -> QuerySet[Participant]:
    return Participant.objects.filter(ticket_id=ticket_id).select_related("contact", "ticket")


def goes_on_in(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Ticket]:
    """Return of the tickets those that are merged, with the ticket where each goes on."""
    merged = Ticket.objects.filter(pk__in=ids, merged_into__isnull=False).select_related("merged_into__status")
    return {one.pk: one.merged_into for one in merged}


def with_family(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return tickets with those that they are merged with: those that go on in them, and where they go on."""
    joined = Ticket.objects.filter(Q(merged_into__in=ids) | Q(pk__in=ids, merged_into__isnull=False))
    return {pk for pair in joined.values_list("pk", "merged_into_id") for pk in pair if pk} | set(ids)


def watchers_of(ticket: Ticket) -> list[uuid.UUID]:
    """Return who hears of what is new on a ticket: its own watchers, and those of the tickets that go on in it."""
    found = dict.fromkeys(ticket.watchers or ())
    if ticket.merged_count:
        others = Ticket.objects.filter(merged_into=ticket, watchers__isnull=False).order_by("id")
        for watchers in others.values_list("watchers", flat=True):
            found |= dict.fromkeys(watchers or ())
    return list(found)


def with_watchers(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return tickets with those that they are merged with, and the members who watch one of them."""
    rows = Ticket.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids))
    found: set[uuid.UUID] = set(ids)
    for pk, into, watchers, others in rows.values_list("pk", "merged_into_id", "watchers", "merged_into__watchers"):
        found |= {pk, *([into] if into else ()), *(watchers or ()), *(others or ())}
    return found


def addresses_of_requesters(ids: Collection[uuid.UUID]) -> list[str]:
    """Return the addresses of who asked for one of the tickets, or for one that goes on in it."""
    family = with_family(ids)
    asked = Participant.objects.filter(ticket_id__in=family, is_requester=True).values_list("contact__email", flat=True)
    return [email for email in asked if email]


def watched_with(ticket: Ticket) -> list[Ticket]:
    """Return those of a ticket, as it is now, and the ones merged with it that somebody watches."""
    if not is_joined(ticket):
        return [ticket] if ticket.watchers else []
    joined = Q(merged_into=ticket) | Q(pk__in=[ticket.pk, ticket.merged_into_id])
    return list(Ticket.objects.filter(joined, watchers__isnull=False).order_by("id"))


def joined_at(ticket: Ticket) -> list[tuple[datetime.datetime, bool]]:
    """Return when a ticket was merged into others, or (True) others into it, as far as that still holds."""
    mine = [(since, False) for _into, since in above(ticket)]
    taken = Merge.objects.filter(ticket__merged_into=ticket, ended_at=None) if ticket.merged_count else ()
    return mine + [(one.merged_at, True) for one in taken]


def one_at_a_time() -> None:
    """Make changes of merges and links in an organization wait for each other: what they look at is more than a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"joining {tenancy.current_organization_id()}"]
        )
