"""Writing what concerns members, and what they do about it. None of it is in the log: it is each one's own."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from moondesk.events.models import Event
from moondesk.kit.clock import now
from moondesk.kit.errors import InvalidInput, NotAllowed
from moondesk.kit.ids import new_id
from moondesk.kit.tenancy import current_organization_id
from moondesk.notifications.models import MutedTicket, Notification, NotificationChoice
from moondesk.notifications.queries import turned_off, who_muted
from moondesk.notifications.rules import ALWAYS, MUTABLE, OF_MAIL, Kind
from moondesk.organizations.actor import Actor
from moondesk.organizations.people import who_may
from moondesk.realtime.announcing import Announcement, announce_soon
from moondesk.tickets.audience import who_may_follow
from moondesk.tickets.families import with_family
from moondesk.tickets.models import Ticket

ADDED, READ = "notification.added", "notification.read"
"""The names under which streams hear that a member has something new, or has read. They are no events of the log."""

_ADD = """
INSERT INTO notifications_notification AS one (id, organization_id, member_id, ticket_id, subject_id, kind, message_id,
    bulk, internal, actor_label, count, events, created_at, at)
SELECT new.id, %(organization)s, new.member, %(ticket)s, %(subject)s, %(kind)s::text, %(message)s, %(bulk)s,
    %(internal)s, %(label)s, 1, ARRAY[%(event)s]::uuid[], %(at)s, %(at)s
FROM unnest(%(ids)s::uuid[], %(members)s::uuid[]) AS new(id, member)
WHERE NOT EXISTS (SELECT FROM notifications_notification known WHERE known.organization_id = %(organization)s
    AND known.member_id = new.member AND (known.ticket_id = %(ticket)s OR known.bulk = %(bulk)s
    OR known.subject_id = %(subject)s) AND known.kind = %(kind)s::text AND %(event)s = ANY(known.events))
ON CONFLICT {same} DO UPDATE SET
    count = least(one.count + 1, 9999), actor_label = excluded.actor_label, at = excluded.at,
    internal = one.internal OR excluded.internal,
    events = (one.events || excluded.events)[greatest(1, cardinality(one.events) - 48):]
RETURNING id, member_id"""
_SAME_TICKET = "(organization_id, member_id, ticket_id, kind) WHERE read_at IS NULL AND bulk IS NULL"
_SAME_SUBJECT = "(organization_id, member_id, subject_id, kind) WHERE read_at IS NULL AND subject_id IS NOT NULL"
_SAME_BULK = "(organization_id, member_id, bulk, kind) WHERE read_at IS NULL AND bulk IS NOT NULL"


@dataclass(frozen=True)
class Matter:
    """What happened, why that concerns somebody, and what they would open."""

    kind: Kind
    event: Event
    ticket: Ticket | None = None
    message_id: uuid.UUID | None = None
    internal: bool = False
    bulk: uuid.UUID | None = None
    """The change of many tickets that it is a part of: all of that is one notification."""
    subject_id: uuid.UUID | None = None
    """Of what of mail it tells, where it tells of no ticket."""
    label: str = ""


def tell_members(matter: Matter, members: Collection[uuid.UUID], *, doer: uuid.UUID | None) -> int:
    """Tell those of the members who may see the ticket and want to be told, but not who did it; returns how many.

    May run twice for an event: it counts once.
    """
    if matter.ticket is None:
        return 0
    asked = sorted(set(members) - {doer})  # in one order, or two events at once wait for each other
    seeing = list(who_may_follow(matter.ticket, asked, notes=matter.internal)) if asked else []
    quiet = who_muted(with_family([matter.ticket.pk]), seeing) if seeing and matter.kind in MUTABLE else set()
    return _tell(matter, [one for one in seeing if one not in quiet])


def tell_of_mail(matter: Matter) -> int:
    """Tell of a matter of mail all who may do something about it and want to be told; returns how many."""
    return _tell(matter, sorted(one.pk for one in who_may(OF_MAIL[matter.kind])))


def tell_people(matter: Matter, members: Collection[uuid.UUID]) -> int:
    """Tell members of a matter that is no ticket's; returns how many."""
    return _tell(matter, sorted(members))


def _tell(matter: Matter, members: list[uuid.UUID]) -> int:
    off = turned_off(members) if members and matter.kind not in ALWAYS else {}
    told = [one for one in members if matter.kind.value not in off.get(one, ())]
    added = _add(matter, told) if told else []
    announce_soon([Announcement(current_organization_id(), member, pk, ADDED) for pk, member in added])
    return len(added)


def _add(matter: Matter, members: list[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    values = {
        "organization": current_organization_id(),
        "ticket": matter.ticket.pk if matter.ticket else None,
        "subject": matter.subject_id,
        "kind": matter.kind.value,
        "message": matter.message_id,
        "bulk": matter.bulk,
        "internal": matter.internal,
        "label": (matter.label or matter.event.actor_label)[:254],
        "event": matter.event.pk,
        "at": matter.event.created_at,
        "ids": [new_id() for _member in members],
        "members": members,
    }
    same = _SAME_SUBJECT if matter.subject_id else _SAME_BULK if matter.bulk else _SAME_TICKET
    with connection.cursor() as cursor:
        cursor.execute(_ADD.format(same=same), values)
        return list(cursor.fetchall())


def take_back(gone: Q) -> None:
    """Forget what nobody has read and what is so no more: somebody took it back."""
    rows = Notification.objects.filter(gone, read_at=None)
    members = set(rows.values_list("member_id", flat=True))
    rows.delete()
    _tell_read(members)


def mark_read(actor: Actor, *, ids: Collection[uuid.UUID] = (), ticket: uuid.UUID | None = None) -> int:
    """Note that the actor has read some, those of a ticket, or with neither all; returns how many were unread."""
    unread = Notification.objects.filter(member_id=_member(actor), read_at=None)
    if ids:
        unread = unread.filter(pk__in=ids)
    elif ticket is not None:
        unread = unread.filter(ticket_id__in=with_family([ticket]), bulk=None)
    read = unread.update(read_at=now())
    if read:
        _tell_read([_member(actor)])
    return read


def _tell_read(members: Collection[uuid.UUID]) -> None:
    announce_soon([Announcement(current_organization_id(), member, new_id(), READ) for member in members])


def mute_ticket(ticket: Ticket, *, by: Actor) -> None:
    """Tell the actor no more of what goes on in a ticket; what they have of it counts as read."""
    MutedTicket.objects.get_or_create(member_id=_member(by), ticket=ticket)
    mark_read(by, ticket=ticket.pk)


def unmute_ticket(ticket: Ticket, *, by: Actor) -> None:
    """Tell the actor again of what goes on in a ticket."""
    MutedTicket.objects.filter(member_id=_member(by), ticket_id__in=with_family([ticket.pk])).delete()


def choose_kinds(off: Collection[str], *, by: Actor) -> list[str]:
    """Choose of what the desk shall not tell the actor. Mails are not touched by it. Raises ``InvalidInput``."""
    if not set(off) <= set(Kind):
        text = _("Choose one of the offered values.")
        raise InvalidInput(text, fields={"off": text})
    chosen = [kind.value for kind in Kind if kind.value in off]
    NotificationChoice.objects.update_or_create(member_id=_member(by), defaults={"off": chosen})
    return chosen


def _member(actor: Actor) -> uuid.UUID:
    if actor.member_id is None or not actor.is_staff:
        raise NotAllowed(_("Only members are told of tickets."))
    return actor.member_id
