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

_TRIALS = (Kind.TEST, Kind.SAMPLE)
"""What was sent to see whether and how it arrives: whoever wants to know that now sends a new one."""


def resendable() -> QuerySet[OutgoingMail]:
    """Return the mails that their recipients did not get and that can go out again: those whose secret is not gone."""
    goes = Q(participant__isnull=False) | Q(member__isnull=False)
    return OutgoingMail.objects.filter(goes, state__in=UNDELIVERED).exclude(kind__in=_TRIALS)


def is_resendable(mail: OutgoingMail) -> bool:
    """Say of one mail whether ``resendable`` has it."""
    has_reader = mail.participant_id is not None or mail.member_id is not None
    return has_reader and mail.state in UNDELIVERED and mail.kind not in _TRIALS


def send_again(mail: OutgoingMail, *, by: Actor) -> None:
    """Send one mail again. Raises ``MailNotFound`` and ``NotResendable``."""
    by.require(Permission.MAIL_MANAGE)
    locked = resendable().filter(pk=mail.pk).select_for_update(of=("self",)).first()
    if locked is None:
        if not OutgoingMail.objects.filter(pk=mail.pk).exists():
            raise MailNotFound(_("There is no such mail."))
        raise NotResendable(_("This mail cannot be sent again: it arrived, is on its way, or its secret is gone."))
    _put_back(locked)
    emit(MailSentAgain(subject_id=mail.pk, mails=1), by=by)


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


def _put_back(mail: OutgoingMail) -> None:
    mail.state, mail.attempts, mail.error, mail.code = State.QUEUED, 0, "", ""
    mail.save(update_fields=["state", "attempts", "error", "code"])
    send_outgoing_mail.enqueue(tenant=str(mail.organization_id), mail_id=str(mail.pk))
