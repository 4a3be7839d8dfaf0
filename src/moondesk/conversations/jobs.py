"""Letting held replies go out, and removing the files of messages that are gone."""

import datetime
import uuid

from moondesk.jobs.app import job, periodic
from moondesk.kit import database, tenancy
from moondesk.kit.clock import now

_MOST = 500


@job(queue_name="mail")
def release_held_reply(message_id: str) -> None:
    """Release one reply when its time is over."""
    from moondesk.conversations.actions.holding import release_reply

    release_reply(uuid.UUID(message_id))


@periodic("* * * * *")
def release_overdue_replies() -> None:
    """Release what should be out and whose job was lost."""
    from moondesk.conversations.actions.holding import release_reply
    from moondesk.conversations.models import Message

    for tenant in database.organization_ids():
        with tenancy.organization(tenant):
            overdue = Message.objects.filter(held_until__lte=now(), ticket__deleted_at=None).values_list(
                "pk", flat=True
            )
            for pk in overdue[:_MOST]:
                release_reply(pk)


@periodic("11 4 * * *")
def remove_orphaned_files() -> None:
    """Remove files whose message was purged; a day later, as a message may be on its way back."""
    from moondesk.conversations.attachments import remove_without_message

    for tenant in database.organization_ids():
        with tenancy.organization(tenant):
            remove_without_message(now() - datetime.timedelta(days=1))


@periodic("23 4 * * *")
def remove_old_drafts() -> None:
    """Remove drafts that nobody touched for long."""
    from moondesk.conversations.actions.drafts import remove_untouched
    from moondesk.conversations.rules import DRAFT_DAYS

    for tenant in database.organization_ids():
        with tenancy.organization(tenant):
            remove_untouched(now() - datetime.timedelta(days=DRAFT_DAYS))
