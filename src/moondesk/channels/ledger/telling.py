"""Telling those who may decide that mails wait: together, and not again before some hours have passed."""

import datetime

from moondesk.channels.events import MailsWait
from moondesk.channels.ledger.counting import count_waiting
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import LedgerKeeping, ReceivedMail
from moondesk.channels.rules import Kind, Outcome
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.tenancy import current_organization_id
from moondesk.organizations.actor import system_actor
from moondesk.organizations.people import who_may
from moondesk.organizations.permissions import Permission

_EVERY = datetime.timedelta(hours=4)


def tell_of_waiting() -> int:
    """Tell those who may decide, in the log and by mail, when something new waits; returns how many were told."""
    keeping, _made = LedgerKeeping.objects.select_for_update(of=("self",)).get_or_create(
        organization_id=current_organization_id()
    )
    if keeping.told_at is not None and keeping.told_at > now() - _EVERY:
        return 0
    waiting = ReceivedMail.objects.filter(outcome=Outcome.QUARANTINED)
    if keeping.told_at is not None:
        waiting = waiting.filter(done_at__gt=keeping.told_at)
    if not waiting.exists():
        return 0
    keeping.told_at = now()
    keeping.save(update_fields=["told_at"])
    told = who_may(Permission.MAIL_RELEASE)
    here = keeping.organization_id
    event = emit(MailsWait(subject_id=here, count=count_waiting()), by=system_actor(here))
    for member in told:
        put_in_outbox(About(Kind.WAITING, event.pk, member=member), member.user.email)
    return len(told)
