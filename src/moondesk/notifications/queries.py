"""Reading what concerns somebody: only of tickets that they may see at that moment."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from moondesk.kit.errors import NotFound
from moondesk.notifications.models import MutedTicket, Notification, NotificationChoice
from moondesk.notifications.rules import OF_MAIL, UNREAD_SHOWN
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import visible_to


@dataclass(frozen=True)
class Unread:
    """How much somebody has not read, and on which tickets, the newest first; looking at one reads what is of it."""

    count: int
    tickets: tuple[uuid.UUID, ...]


def own(actor: Actor) -> QuerySet[Notification]:
    """Return what concerns the actor and may be shown to them now, in no order."""
    if actor.member_id is None or not actor.is_staff:
        return Notification.objects.none()
    mine = Notification.objects.filter(member_id=actor.member_id)
    of_mail = [kind.value for kind, permission in OF_MAIL.items() if actor.may(permission)]
    if of_mail:
        # Asked of each notification: without the offset PostgreSQL would rather look at all tickets there are.
        seen = Exists(visible_to(actor).filter(pk=OuterRef("ticket_id")), template="EXISTS(%(subquery)s OFFSET 0)")
        mine = mine.filter(Q(kind__in=of_mail) | Q(seen))
    else:
        mine = mine.filter(ticket__in=visible_to(actor))
    return mine if actor.may(Permission.NOTE_VIEW) else mine.filter(internal=False)


def shown(actor: Actor) -> QuerySet[Notification]:
    """Return the same with what a list of them shows."""
    muted = MutedTicket.objects.filter(member=actor.member_id, ticket_id=OuterRef("ticket_id"))
    return own(actor).select_related("ticket__requester").annotate(is_muted=Exists(muted))


def get_own(actor: Actor, notification_id: uuid.UUID) -> Notification:
    """Return one of the actor's. Raises ``NotFound``, also when they may not see its ticket any more."""
    found = shown(actor).filter(pk=notification_id).first()
    if found is None:
        raise NotFound(_("This address leads nowhere, or not for you."))
    return found


def unread_of(actor: Actor) -> Unread:
    """Return how much the actor has not read, up to one more than is counted."""
    unread = own(actor).filter(read_at=None).order_by("-at", "-id").values_list("ticket_id", "bulk")
    rows = list(unread[: UNREAD_SHOWN + 1])
    return Unread(len(rows), tuple(dict.fromkeys(ticket for ticket, bulk in rows if ticket and bulk is None)))


def turned_off(members: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Return which kinds members do not want to be told of; most have said nothing."""
    chosen = NotificationChoice.objects.filter(member_id__in=members).order_by("id")
    return dict(chosen.values_list("member_id", "off"))


def who_muted(ticket_ids: Collection[uuid.UUID], members: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the members who muted one of the tickets."""
    rows = MutedTicket.objects.filter(ticket_id__in=ticket_ids, member_id__in=members)
    return set(rows.values_list("member_id", flat=True))
