"""Sending mails again that their recipients did not get."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from moondesk.channels.jobs import send_outgoing_mail
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import UNDELIVERED, Kind, State
from moondesk.channels.ways.errors import MailNotFound, NotResendable
from moondesk.channels.ways.events import MailSentAgain
from moondesk.events.actions import emit
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket

MOST_AT_ONCE = 1000


def resendable() -> QuerySet[OutgoingMail]:
    """Return the mails that their recipients did not get and that can go out again: those whose secret is not gone."""
    goes = Q(participant__isnull=False) | Q(member__isnull=False)
    return OutgoingMail.objects.filter(goes, state__in=UNDELIVERED).exclude(kind=Kind.TEST)


def send_again(mail: OutgoingMail, *, by: Actor) -> None:
    """Send one mail again. Raises ``NotResendable``."""
    by.require(Permission.MAIL_MANAGE)
    _again(mail, by=by)


def send_all_again(*, by: Actor) -> int:
    """Send all mails again that did not arrive, the oldest first, up to a thousand; returns how many."""
    by.require(Permission.MAIL_MANAGE)
    rows = list(resendable().order_by("id").select_for_update(of=("self",), skip_locked=True)[:MOST_AT_ONCE])
    for mail in rows:
        _put_back(mail)
    if rows:
        emit(MailSentAgain(subject_id=by.organization_id, mails=len(rows)), by=by)
    return len(rows)


def send_message_again(ticket: Ticket, message_id: uuid.UUID, *, by: Actor) -> int:
    """Send the mails of a reply again that did not arrive; for those who may answer on its ticket."""
    by.require(Permission.TICKET_REPLY)
    rows = list(
        resendable().filter(message_id=message_id, kind=Kind.REPLY).order_by("id").select_for_update(of=("self",))
    )
    if not rows:
        raise NotResendable(_("There is no mail of this message to send again."))
    for mail in rows:
        _put_back(mail)
    emit(MailSentAgain(subject_id=ticket.pk, mails=len(rows)), by=by)
    return len(rows)


def _again(mail: OutgoingMail, *, by: Actor) -> None:
    locked = resendable().filter(pk=mail.pk).select_for_update(of=("self",)).first()
    if locked is None:
        if not OutgoingMail.objects.filter(pk=mail.pk).exists():
            raise MailNotFound(_("There is no such mail."))
        raise NotResendable(_("This mail cannot be sent again: it arrived, is on its way, or its secret is gone."))
    _put_back(locked)
    emit(MailSentAgain(subject_id=mail.pk, mails=1), by=by)


def _put_back(mail: OutgoingMail) -> None:
    mail.state, mail.attempts, mail.error, mail.code = State.QUEUED, 0, "", ""
    mail.save(update_fields=["state", "attempts", "error", "code"])
    send_outgoing_mail.enqueue(tenant=str(mail.organization_id), mail_id=str(mail.pk))
