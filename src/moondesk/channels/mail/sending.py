"""Handing a mail to the mail server, as near to exactly once as SMTP allows.

The mail is marked as being sent before it is; a second worker waits for the row and then sees it is done. Only when the
process dies between the server's yes and our commit does it go out again, with the same Message-ID.
"""

import uuid

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.dead import note_bounce
from moondesk.channels.domains.owning import waits_for_proof
from moondesk.channels.jobs import SEND_ATTEMPTS
from moondesk.channels.mail.compose import compose
from moondesk.channels.mail.enclosing import waits_for_scan
from moondesk.channels.mail.ending_token import why_ending_is_not_told
from moondesk.channels.mail.envelope import build
from moondesk.channels.mail.failing_pull import why_pull_is_not_told
from moondesk.channels.mail.handing import Problem, hand_over
from moondesk.channels.mail.leaving_letters import why_closed, why_deletion_is_not_told
from moondesk.channels.mail.muting import why_muted
from moondesk.channels.mail.outbox import sender_of
from moondesk.channels.mail.reasons import names_address
from moondesk.channels.mail.signing import unseal
from moondesk.channels.mail.told import may_be_told
from moondesk.channels.mail.unread_mailbox import why_mailbox_is_not_told
from moondesk.channels.mail.waiting import why_not_told
from moondesk.channels.models import OutgoingMail, WayOut
from moondesk.channels.rules import Kind, State
from moondesk.channels.surveys.inviting import why_not_asked
from moondesk.kit import context, rows, tenancy
from moondesk.kit.clock import now
from moondesk.kit.compiled import compiled
from moondesk.kit.metrics import MAILS
from moondesk.organizations.queries import current_organization
from moondesk.tickets.actions import issue_link
from moondesk.tickets.families import survivor_of
from moondesk.tickets.rules import DONE_STAGES

_READ = (
    *("ticket__status", "ticket__requester", "participant__contact", "message", "invitation", "member__user"),
    *("address__way_out", "way"),
)

log = structlog.get_logger(__name__)


class TryAgain(RuntimeError):
    """The server did not take the mail now; the queue tries again later."""


def send(tenant: uuid.UUID, mail_id: uuid.UUID) -> None:
    """Send one mail. Raises ``TryAgain`` for what may pass; what will not pass ends in ``failed`` with the reason."""
    with tenancy.organization(tenant), context.reading_once():
        secret = _begin(mail_id)
    if secret is None:
        return
    with tenancy.organization(tenant), context.reading_once():
        mail = _locked(mail_id, State.SENDING)
        if mail is None or _waits(mail):
            return
        way, problem = _way_of(mail), _hand_over(mail, secret)
        _note(mail, way, problem)
    log.info("mail handed over", mail=str(mail_id), kind=mail.kind, state=mail.state, attempts=mail.attempts)
    if mail.state == State.QUEUED and problem is not None:
        raise TryAgain(problem.text)


def _locked(mail_id: uuid.UUID, *states: State) -> OutgoingMail | None:
    return next(iter(_with_lock(mail_id, states=states)), None)


@compiled
def _with_lock(mail_id: uuid.UUID, *, states: tuple[State, ...]) -> QuerySet[OutgoingMail]:
    mails = OutgoingMail.objects.filter(pk=mail_id, state__in=states).select_for_update(of=("self",))
    return mails.select_related(*_READ)


def _begin(mail_id: uuid.UUID) -> str | None:
    """Mark the mail and return a secret for its link, committed before the mail can reach anybody."""
    mail = _locked(mail_id, State.QUEUED, State.SENDING)
    if mail is None:
        return None
    if _waits(mail):
        return None
    why = _why_not(mail) or _follow(mail)
    if why:
        _keep_back(mail, why)
        return None
    mail.state, mail.attempts = State.SENDING, mail.attempts + 1
    rows.update(mail, "state", "attempts", "recipient")
    if mail.participant is not None:
        return issue_link(mail.participant)
    if mail.sealed is not None:
        return unseal(bytes(mail.sealed), mail.pk)
    return "" if mail.member is not None or mail.kind == Kind.TEST else None


def _follow(mail: OutgoingMail) -> str:
    """Let a mail go to where its reader gets mails by now; return why it cannot.

    It carries a fresh link: whoever reads at an address that was corrected or given up does not get it.
    """
    if mail.participant is not None:
        address = mail.participant.contact.email or ""
    elif mail.member is not None:
        address = mail.member.user.email
    else:
        return ""
    if address == mail.recipient:
        return ""
    same = OutgoingMail.objects.filter(event_id=mail.event_id, kind=mail.kind, recipient=address)
    if not address or same.exists():
        return _("This person has another address by now.")
    mail.recipient = address
    return ""


def _waits(mail: OutgoingMail) -> bool:
    """Say whether a mail waits: its way out is paused, its domain is not proven, or its ticket or message was deleted.

    Then ``ways.actions.resume_way``, ``reactions.send_proven``, ``send_what_waited`` or ``send_restored`` sends it.
    """
    way = _way_of(mail)
    waits = waits_for_proof(sender_of(mail, current_organization())) if way is None else not way.is_active
    waits |= any(one is not None and one.deleted_at is not None for one in (mail.ticket, mail.message))
    if waits and mail.state != State.QUEUED:
        mail.state = State.QUEUED
        mail.save(update_fields=["state"])
    return waits


def _way_of(mail: OutgoingMail) -> WayOut | None:
    """Return the way by which a mail leaves; None for the installation's."""
    if mail.kind == Kind.TEST:
        chosen: WayOut | None = mail.way
        return chosen
    address = sender_of(mail, current_organization()) if mail.address else None
    return address.way_out if address else None


_OF_NO_TICKET = {
    Kind.DELETION: why_deletion_is_not_told,
    Kind.WAITING: why_not_told,
    Kind.MAILBOX: why_mailbox_is_not_told,
    Kind.TOKEN_ENDING: why_ending_is_not_told,
    Kind.DIRECTORY: why_pull_is_not_told,
}


def _why_not(mail: OutgoingMail) -> str:
    """Return why a mail is not sent any more, or nothing."""
    if stays := why_muted(mail.kind, mail.member) or why_closed(mail):
        return stays
    if mail.kind in _OF_NO_TICKET:
        return _OF_NO_TICKET[Kind(mail.kind)](mail)
    if mail.member is not None:
        return "" if may_be_told(mail) else _("This person cannot see the ticket.")
    if mail.ticket is not None and mail.participant is None:
        return _("This person no longer takes part in the ticket.")
    if mail.kind == Kind.STATUS and mail.ticket and survivor_of(mail.ticket).stage not in DONE_STAGES:
        return _("The ticket was opened again before this could be said.")
    return why_not_asked(mail) if mail.kind == Kind.SURVEY else ""


def _hand_over(mail: OutgoingMail, secret: str) -> Problem | None:
    """Return what went wrong, if anything did."""
    organization, way = current_organization(), _way_of(mail)
    with translation.override(organization.language):
        if waits_for_scan(mail):
            return Problem(_("A file is still being checked for viruses."))
        try:
            built = build(mail, compose(mail, organization, secret), organization, way)
        except ValueError:
            return Problem(_("The recipient's address cannot be written to."), passes=False)
        return hand_over(built, way)


def _keep_back(mail: OutgoingMail, why: str) -> None:
    mail.state, mail.error, mail.sealed = State.WITHHELD, why, None
    transaction.on_commit(MAILS.labels("out", State.WITHHELD.value).inc)
    mail.save(update_fields=["state", "error", "sealed"])


def _note(mail: OutgoingMail, way: WayOut | None, problem: Problem | None) -> None:
    mail.error, mail.code = (problem.text[:255], problem.code) if problem else ("", "")
    mail.way = way
    if problem is None:
        mail.state, mail.sent_at = State.SENT, now()
    elif problem.passes and mail.attempts < SEND_ATTEMPTS and mail.kind != Kind.TEST:
        mail.state = State.QUEUED
    else:
        mail.state = State.FAILED
    if mail.state == State.FAILED and names_address(mail.code):
        note_bounce(mail.recipient, mail.code, mail.error)
    if mail.state in (State.SENT, State.FAILED):
        mail.sealed = None
        transaction.on_commit(MAILS.labels("out", mail.state).inc)
    rows.update(mail, "state", "error", "code", "way", "sent_at", "sealed")
    if way is not None:
        _note_on_way(way, problem)


def _note_on_way(way: WayOut, problem: Problem | None) -> None:
    """Write down at the way what went wrong with it, or that it works again; what is wrong with one mail is not."""
    said = problem.text[:255] if problem and problem.is_of_way else ""
    if said != way.problem and (said or problem is None):
        WayOut.objects.filter(pk=way.pk).update(problem=said, problem_at=now() if said else None)
