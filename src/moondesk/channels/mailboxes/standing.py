"""How a mailbox stands: its last success, and since when and why it cannot be read."""

import datetime

from moondesk.channels.events import MailboxFailing, MailboxRecovered
from moondesk.channels.mailboxes.keeping import Reading, locked
from moondesk.channels.mailboxes.rules import TRIES, Trouble
from moondesk.channels.models import Mailbox
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.organizations.actor import system_actor

_OFTEN = datetime.timedelta(seconds=30)


def note_failure(reading: Reading, trouble: Trouble) -> None:
    """Write down that a mailbox could not be read; after some times in a row that is told in the log."""
    with locked(reading) as mailbox:
        mailbox.failures += 1
        mailbox.trouble, mailbox.last_failure_at = trouble, now()
        mailbox.save(update_fields=["failures", "trouble", "last_failure_at"])
        if mailbox.failures == TRIES:
            told = MailboxFailing(subject_id=mailbox.pk, label=str(mailbox), trouble=trouble.value)
            emit(told, by=system_actor(mailbox.organization_id))


def note_success(reading: Reading, trouble: Trouble) -> Mailbox:
    """Write down that a mailbox was read, not more often than anybody looks. ``trouble`` is what went wrong beside."""
    with locked(reading) as mailbox:
        is_due = mailbox.last_success_at is None or now() - mailbox.last_success_at > _OFTEN
        if is_due or mailbox.failures or mailbox.trouble != trouble:
            if mailbox.failures >= TRIES:
                emit(
                    MailboxRecovered(subject_id=mailbox.pk, label=str(mailbox)),
                    by=system_actor(mailbox.organization_id),
                )
            mailbox.failures, mailbox.trouble, mailbox.last_success_at = 0, trouble, now()
            mailbox.save(update_fields=["failures", "trouble", "last_success_at"])
        return mailbox
