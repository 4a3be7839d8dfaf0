"""What is decided about mails that wait: let in, looked at again, thrown away; and taking that back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from moondesk.accounts.models import normal_email
from moondesk.channels.errors import MailDecided, MailNotFound, RawMailGone, SenderNeeded
from moondesk.channels.events import MailBroughtBack, MailDiscarded, MailProcessedAgain, MailReleased
from moondesk.channels.jobs import process_received_mail
from moondesk.channels.ledger.raws import has_raw
from moondesk.channels.models import MailAddress, ReceivedMail
from moondesk.channels.rules import NAMELESS, UNREAD, Decision, Outcome, Reason
from moondesk.events.actions import emit
from moondesk.events.models import Event
from moondesk.events.queries import subjects_of
from moondesk.events.registry import undoes
from moondesk.events.undo import WINDOW, undo_operation
from moondesk.kit.clock import now
from moondesk.kit.errors import DomainError
from moondesk.kit.metrics import MAILS_KEPT
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

MOST = 100
"""How many mails are decided about at once."""


@dataclass(frozen=True)
class Decided:
    """How many of some mails were decided about, and why not the others."""

    done: int
    refused: dict[uuid.UUID, str]


def lock_mail(mail_id: uuid.UUID) -> ReceivedMail:
    """Return a mail of the ledger to be decided about, without its bytes. Raises ``MailNotFound``."""
    found = ReceivedMail.objects.defer("raw").select_for_update(of=("self",)).filter(pk=mail_id).first()
    if found is None:
        raise MailNotFound(_("There is no such mail."))
    return found


def release(mail: ReceivedMail, *, by: Actor, sender: str = "") -> None:
    """Let a mail in that waits: it becomes a ticket or a message as if it had just come.

    ``sender`` says who wrote it where the mail does not. Raises ``MailDecided``, ``SenderNeeded``, ``RawMailGone``.
    """
    by.require(Permission.MAIL_RELEASE)
    _check_waits(mail)
    given = _given_sender(mail, sender)
    emit(MailReleased(subject_id=mail.pk, reason=mail.reason), by=by)
    mail.given_sender = given
    _come_in_again(mail, Decision.RELEASED, by)


def process_again(mail: ReceivedMail, *, by: Actor) -> None:
    """Have a mail looked at once more by the rules of now. What became a ticket or message stays that, once."""
    by.require(Permission.MAIL_RELEASE)
    if mail.outcome not in (Outcome.QUARANTINED, Outcome.IGNORED):
        raise MailDecided(_("This mail has become something already, or is being looked at."))
    if mail.reason == Reason.DUPLICATE:
        raise MailDecided(_("The same mail is in the ledger already; that one counts."))
    emit(MailProcessedAgain(subject_id=mail.pk, reason=mail.reason), by=by)
    mail.given_sender = ""
    _come_in_again(mail, Decision.AGAIN, by)


def discard(mail: ReceivedMail, *, by: Actor) -> None:
    """Throw a mail away that waits. Its bytes stay for as long as those of a mail that waits."""
    by.require(Permission.MAIL_RELEASE)
    _check_waits(mail)
    emit(MailDiscarded(subject_id=mail.pk, reason=mail.reason), by=by)
    _note(mail, Decision.DISCARDED, by)
    mail.outcome = Outcome.IGNORED
    mail.save(update_fields=["outcome", "decision", "decided_at", "decided_by"])


def bring_back(mail: ReceivedMail, *, by: Actor) -> None:
    """Let a discarded mail wait again."""
    by.require(Permission.MAIL_RELEASE)
    if mail.outcome != Outcome.IGNORED or mail.decision != Decision.DISCARDED:
        raise MailDecided(_("This mail was not discarded, or something else was decided since."))
    _check_there(mail)
    mail.outcome, mail.decision, mail.decided_at, mail.decided_by = Outcome.QUARANTINED, "", None, ""
    mail.save(update_fields=["outcome", "decision", "decided_at", "decided_by"])
    emit(MailBroughtBack(subject_id=mail.pk), by=by)


@undoes(MailDiscarded)
def _undo_discard(event: Event, by: Actor) -> None:
    bring_back(lock_mail(event.subject_id), by=by)


def undo_discards(operation: uuid.UUID, *, by: Actor) -> int:
    """Take back what the actor discarded at once, however many mails that were; returns how many."""
    since = now() - 2 * WINDOW
    rows = ReceivedMail.objects.filter(decided_at__gt=since, decision=Decision.DISCARDED, outcome=Outcome.IGNORED)
    subjects = subjects_of(operation, MailDiscarded.name, list(rows.values_list("pk", flat=True)[: 10 * MOST]))
    for subject in subjects:
        undo_operation(subject, operation, by=by)
    return len(subjects)


def decide_many(mail_ids: Sequence[uuid.UUID], decision: Decision, *, by: Actor) -> Decided:
    """Release or discard several mails; those for which that cannot be are left as they are, and said."""
    by.require(Permission.MAIL_RELEASE)
    act = {Decision.RELEASED: release, Decision.DISCARDED: discard, Decision.AGAIN: process_again}[decision]
    refused: dict[uuid.UUID, str] = {}
    chosen = sorted(set(mail_ids))[:MOST]
    for mail_id in chosen:
        try:
            with transaction.atomic():
                act(lock_mail(mail_id), by=by)
        except DomainError as error:
            refused[mail_id] = error.message
    return Decided(len(chosen) - len(refused), refused)


def _check_waits(mail: ReceivedMail) -> None:
    if mail.outcome != Outcome.QUARANTINED:
        raise MailDecided(_("This mail does not wait any more."))


def _check_there(mail: ReceivedMail) -> None:
    if not has_raw(mail):
        raise RawMailGone(_("The bytes of this mail were let go when its time was over."))


def _given_sender(mail: ReceivedMail, sender: str) -> str:
    """Return the sender to take: none where the mail has one that can be read."""
    if mail.reason not in NAMELESS | UNREAD:
        return ""
    wanted = normal_email(sender)
    try:
        validate_email(wanted)
    except ValidationError:
        text = _("Nobody can tell who sent this mail. Give the mail address of the one it is from.")
        raise SenderNeeded(text, fields={"sender": text}) from None
    if len(wanted) > 254 or MailAddress.objects.filter(address=wanted).exists():
        text = _("The desk cannot write to itself.")
        raise SenderNeeded(text, fields={"sender": text})
    return wanted


def _come_in_again(mail: ReceivedMail, decision: Decision, by: Actor) -> None:
    """Put a mail back at the beginning; it counts as one more that came in, as it gets one more outcome."""
    _check_there(mail)
    _note(mail, decision, by)
    mail.outcome, mail.attempts, mail.done_at = Outcome.PENDING, 0, None
    mail.save(update_fields=["outcome", "attempts", "done_at", "decision", "decided_at", "decided_by", "given_sender"])
    transaction.on_commit(MAILS_KEPT.inc)
    process_received_mail.enqueue(tenant=str(mail.organization_id), mail_id=str(mail.pk))


def _note(mail: ReceivedMail, decision: Decision, by: Actor) -> None:
    mail.decision, mail.decided_at, mail.decided_by = decision, now(), by.label[:254]
