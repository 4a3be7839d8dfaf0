"""Telling those who may decide that mails wait: together, and not again before some hours have passed."""

import datetime

from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import LedgerKeeping, ReceivedMail
from moondesk.channels.rules import Kind, Outcome
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.kit.tenancy import current_organization_id
from moondesk.organizations.people import all_members
from moondesk.organizations.permissions import Permission, permissions_of

_EVERY = datetime.timedelta(hours=4)


def tell_of_waiting() -> int:
    """Mail those who may decide when something new waits; returns how many were told."""
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
    told = [one for one in all_members() if one.is_active and Permission.MAIL_RELEASE in permissions_of(one.roles)]
    for member in told:
        put_in_outbox(About(Kind.WAITING, new_id(), member=member), member.user.email)
    return len(told)
