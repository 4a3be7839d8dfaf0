"""Looking at mails of the ledger: who may open one, and what is in it."""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from moondesk.channels.errors import MailUnreadable
from moondesk.channels.events import RawMailOpened
from moondesk.channels.ledger.raws import raw_of
from moondesk.channels.mail.glimpse import Glimpse
from moondesk.channels.mail.precheck import Refused, check
from moondesk.channels.mail.sandbox import BOUNDS
from moondesk.channels.models import ReceivedMail
from moondesk.events.actions import emit
from moondesk.kit import apart
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import visible_to


@dataclass(frozen=True)
class Seen:
    """What somebody sees of some mails: the numbers of tickets, and which of the mails hide what they are about."""

    numbers: dict[uuid.UUID, str]
    hidden: frozenset[uuid.UUID]


def seen_of(mails: Sequence[ReceivedMail], actor: Actor) -> Seen:
    """Return what the actor sees of mails: what is in a ticket is for those who may see the ticket.

    Also when the same mail came once more, which is in no ticket.
    """
    contents = {bytes(one.content_hash) for one in mails}
    rows = ReceivedMail.objects.filter(content_hash__in=contents).exclude(ticket=None)
    tickets = list(rows.values_list("content_hash", "ticket_id"))
    numbers = tickets_seen({ticket for _content, ticket in tickets}, actor)
    closed = {bytes(content) for content, ticket in tickets if ticket not in numbers}
    return Seen(numbers, frozenset(one.pk for one in mails if bytes(one.content_hash) in closed))


def without_hidden(rows: QuerySet[ReceivedMail], actor: Actor) -> QuerySet[ReceivedMail]:
    """Return those of the mails of which the actor may see what they are about."""
    hidden = ReceivedMail.objects.filter(content_hash=OuterRef("content_hash"), ticket__isnull=False)
    if actor.may(Permission.TICKET_VIEW):
        hidden = hidden.exclude(ticket__in=visible_to(actor))
    return rows.exclude(Exists(hidden))


def tickets_seen(ids: Iterable[uuid.UUID | None], actor: Actor) -> dict[uuid.UUID, str]:
    """Return the numbers of those of the tickets that the actor may see."""
    wanted = {one for one in ids if one is not None}
    if not wanted or not actor.may(Permission.TICKET_VIEW):
        return {}
    return dict(visible_to(actor).filter(pk__in=wanted).values_list("pk", "number"))


def download(mail: ReceivedMail, *, by: Actor) -> bytes:
    """Return a mail as it came, and write down who took it. Raises ``NotAllowed``, ``RawMailGone``."""
    _check_may_open(mail, by)
    raw = raw_of(mail)
    emit(RawMailOpened(subject_id=mail.pk, how="download"), by=by)
    return raw


def look_into(mail: ReceivedMail, *, by: Actor) -> Glimpse:
    """Return what a mail says, read apart, and write down who looked. Raises also ``MailUnreadable``."""
    _check_may_open(mail, by)
    try:
        printed = apart.run_apart("moondesk.channels.mail.glimpse", check(raw_of(mail)).content, BOUNDS)
        found = _read(json.loads(printed))
    except (Refused, apart.ChildFailed, ValueError, TypeError, KeyError):
        raise MailUnreadable(_("This mail cannot be read by a program. Download it to look at it.")) from None
    emit(RawMailOpened(subject_id=mail.pk, how="look"), by=by)
    return found


def _check_may_open(mail: ReceivedMail, by: Actor) -> None:
    """See that what is in a ticket is shown to those who may see the ticket and to nobody else."""
    by.require(Permission.MAIL_VIEW)
    if seen_of([mail], by).hidden:
        raise NotAllowed(_("This mail belongs to a ticket that you may not see."))


def _read(found: Any) -> Glimpse:
    """Return what the child printed as plain texts: what comes from there is not trusted."""
    return Glimpse(
        headers=[[str(name), str(value)] for name, value in found["headers"]],
        hops=int(found["hops"]),
        text=str(found["text"]),
        is_cut=bool(found["is_cut"]),
        files=[str(name) for name in found["files"]],
    )
