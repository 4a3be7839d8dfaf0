"""Letting held replies go out, and removing the files of messages that are gone."""

import datetime
import uuid

from django.db import transaction

from moondesk.jobs.app import job, periodic
from moondesk.jobs.rounds import each_organization, going_on
from moondesk.kit import tenancy
from moondesk.kit.clock import now

_MOST = 500


@job(queue_name="mail", priority=2)
def release_held_reply(message_id: str) -> None:
    """Release one reply when its time is over."""
    from moondesk.conversations.actions.holding import release_reply

    release_reply(uuid.UUID(message_id))


@periodic("* * * * *")
@each_organization
def release_overdue_replies() -> None:
    """Release what should be out and whose job was lost."""
    from moondesk.conversations.actions.holding import release_reply
    from moondesk.conversations.models import Message

    overdue = Message.objects.filter(held_until__lte=now(), ticket__deleted_at=None, deleted_at=None)
    for pk in overdue.values_list("pk", flat=True)[:_MOST]:
        with going_on("release", message=str(pk)), transaction.atomic():
            release_reply(pk)


@periodic("11 4 * * *")
@each_organization
def remove_orphaned_files() -> None:
    """Remove files whose message was purged; a day later, as a message may be on its way back."""
    from moondesk.conversations.attachments import remove_without_message

    remove_without_message(now() - datetime.timedelta(days=1))


@periodic("23 4 * * *")
@each_organization
def remove_old_drafts() -> None:
    """Remove drafts that nobody touched for long."""
    from moondesk.conversations.actions.drafts import remove_untouched
    from moondesk.conversations.rules import DRAFT_DAYS

    remove_untouched(now() - datetime.timedelta(days=DRAFT_DAYS))


@job(in_organization=False)
def answer_incidents_one_by_one(tenant: str, event_id: str) -> None:
    """Answer the incidents of a problem, each in a transaction of its own; doing it again answers nobody twice."""
    from moondesk.conversations.actions.incidents import answer_one, finish_incidents
    from moondesk.events.queries import event_of

    organization, failed = uuid.UUID(tenant), []
    with tenancy.organization(organization):
        asked = event_of(uuid.UUID(event_id))
    for incident in asked.data["incidents"]:
        with tenancy.organization(organization):
            failed.append(answer_one(asked, uuid.UUID(incident)))
    with tenancy.organization(organization):
        finish_incidents(asked, [one for one in failed if one])
