"""Reading mailboxes for somebody."""

import uuid
from collections.abc import Mapping

from django.db.models import Count

from moondesk.channels.errors import MailboxNotFound
from moondesk.channels.mailboxes.rules import Note
from moondesk.channels.models import FetchedMail, Mailbox
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission


def all_mailboxes(actor: Actor) -> list[Mailbox]:
    """Return the mailboxes of the organization."""
    actor.require(Permission.MAIL_MANAGE)
    return list(Mailbox.objects.select_related("address").order_by("username", "folder", "id"))


def get_mailbox(actor: Actor, mailbox_id: uuid.UUID) -> Mailbox:
    """Return one mailbox, locked: whoever reads it moves its cursor. Raises ``MailboxNotFound``."""
    actor.require(Permission.MAIL_MANAGE)
    rows = Mailbox.objects.select_for_update(of=("self",)).select_related("address")
    found = rows.filter(pk=mailbox_id).first()
    if found is None:
        raise MailboxNotFound("There is no such mailbox here.")
    return found


def passed_by() -> Mapping[uuid.UUID, int]:
    """Return how many mails of each mailbox could not be fetched and are still there."""
    rows = FetchedMail.objects.filter(note=Note.FAILED).order_by().values("mailbox").annotate(many=Count("id"))
    return {row["mailbox"]: row["many"] for row in rows}
