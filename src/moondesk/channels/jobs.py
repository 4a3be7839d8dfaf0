"""Work with mail outside of requests.

These jobs enter the organization themselves, as each works in several transactions: an attempt is counted, and a mail
marked as being sent, before the part that may fail begins.
"""

import datetime
import uuid
from collections.abc import Sequence

from moondesk.jobs.app import Retry, job, periodic
from moondesk.jobs.rounds import each_organization
from moondesk.jobs.together import together
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.prepared import keeping_plans

SEND_ATTEMPTS = 14
_STUCK_AFTER = datetime.timedelta(minutes=10)
_SEND_STUCK_AFTER = datetime.timedelta(hours=6)


@job(queue_name="mail", retry=Retry(attempts=8, wait=2), in_organization=False, priority=1)
@together("mail_id", most=9)
@keeping_plans()
def process_received_mail(tenant: str, mail_id: str, others: Sequence[str] = ()) -> None:
    """Make of received mails what they are; doing one twice does nothing the second time."""
    from moondesk.channels.mail.intake import process
    from moondesk.channels.mail.many import process_many

    if others:
        process_many(uuid.UUID(tenant), [uuid.UUID(one) for one in (mail_id, *others)])
    else:
        process(uuid.UUID(tenant), uuid.UUID(mail_id))


@job(queue_name="mail", retry=Retry(attempts=SEND_ATTEMPTS + 1, wait=2), in_organization=False, priority=0)
@keeping_plans()
def send_outgoing_mail(tenant: str, mail_id: str) -> None:
    """Hand one mail to the mail server; waits longer after each failure that may pass, up to hours."""
    from moondesk.channels.mail.sending import send

    send(uuid.UUID(tenant), uuid.UUID(mail_id))


@periodic("*/5 * * * *")
@each_organization
def take_up_left_mail() -> None:
    """Put mails whose job was lost back on the queue; doing a mail twice does nothing the second time."""
    from django.db.models import Q

    from moondesk.channels.models import OutgoingMail, ReceivedMail
    from moondesk.channels.rules import Outcome, State

    tenant = str(tenancy.current_organization_id())
    pending = ReceivedMail.objects.filter(outcome=Outcome.PENDING, received_at__lt=now() - _STUCK_AFTER)
    for pk in pending.values_list("pk", flat=True)[:100]:
        process_received_mail.enqueue(tenant=tenant, mail_id=str(pk))
    unsent = OutgoingMail.objects.filter(
        state__in=[State.QUEUED, State.SENDING], created_at__lt=now() - _SEND_STUCK_AFTER
    ).exclude(Q(ticket__deleted_at__isnull=False) | Q(message__deleted_at__isnull=False))
    for pk in unsent.values_list("pk", flat=True)[:100]:
        send_outgoing_mail.enqueue(tenant=tenant, mail_id=str(pk))


@periodic("23 4 * * *")
@each_organization
def forget_pictures() -> None:
    """Forget pictures of mails that were fetched from elsewhere days ago."""
    from moondesk.channels.mail.pictures import drop_old_pictures

    drop_old_pictures()


@periodic("41 * * * *")
@each_organization
def purge_deleted() -> bool:
    """Purge the tickets that were deleted long ago, each in a transaction of its own."""
    from moondesk.channels.purging import purge_one

    return purge_one()


@periodic("23 * * * *")
@each_organization
def let_waiting_mails_go() -> bool:
    """Let mails go for which nobody decided in time."""
    from moondesk.channels.ledger.keeping import let_go

    return let_go()


@periodic("47 4 * * *")
@each_organization
def forget_deliveries_of_providers() -> bool:
    """Forget what providers named mails that are here no more."""
    from moondesk.channels.ledger.keeping import forget_deliveries

    return forget_deliveries()


@periodic("*/10 * * * *")
@each_organization
def move_raw_mails() -> bool:
    """Move the bytes of mails that are done from the database to the file store."""
    from moondesk.channels.ledger.moving import move_some

    return move_some()


@periodic("17 4 * * *")
@each_organization
def clean_up_raw_mails() -> None:
    """Remove bytes of mails that no row names."""
    from moondesk.channels.ledger.moving import sweep

    sweep()


@periodic("*/15 * * * *")
@each_organization
def tell_of_waiting_mails() -> None:
    """Tell those who may decide that mails wait."""
    from moondesk.channels.ledger.telling import tell_of_waiting

    tell_of_waiting()


@periodic("7 * * * *")
@each_organization
def tell_of_ending_tokens() -> bool:
    """Tell whose API tokens end soon."""
    from moondesk.channels.ending_tokens import tell_of_ending

    return tell_of_ending()
