"""Reading mailboxes for somebody."""

import uuid
from collections.abc import Mapping

from django.db.models import Count

from moondesk.channels.errors import MailboxNotFound
from moondesk.channels.mailboxes.rules import Note
from moondesk.channels.mailboxes.words import words_of
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


def how_it_stands(mailbox_id: uuid.UUID) -> str | None:
    """Return what is wrong with a mailbox in words, nothing for one that is read, and None for one that is gone."""
    found = Mailbox.objects.filter(pk=mailbox_id).first()
    if found is None:
        return None
    return words_of(found.trouble) if found.failures else ""


def passed_by() -> Mapping[uuid.UUID, int]:
    """Return how many mails of each mailbox could not be fetched and are still there."""
    rows = FetchedMail.objects.filter(note=Note.FAILED).order_by().values("mailbox").annotate(many=Count("id"))
    return {row["mailbox"]: row["many"] for row in rows}
