"""Looking at mails of the ledger: who may open one, and what is in it."""

import json
import uuid
from collections.abc import Iterable
from typing import Any

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
    """See that what is in a ticket is shown to those who may see the ticket and to nobody else.

    Also when the same mail came once more, which is in no ticket.
    """
    by.require(Permission.MAIL_VIEW)
    same = ReceivedMail.objects.filter(content_hash=bytes(mail.content_hash)).exclude(ticket=None)
    tickets = set(same.values_list("ticket", flat=True)) | ({mail.ticket_id} - {None})
    if len(tickets_seen(tickets, by)) < len(tickets):
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
