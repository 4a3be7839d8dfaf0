"""Adding, changing, pausing and removing mailboxes."""

from dataclasses import fields

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from moondesk.channels.errors import InvalidMailbox
from moondesk.channels.events import MailboxChanged
from moondesk.channels.mailboxes.rules import Past, Trouble
from moondesk.channels.mailboxes.settings import MailboxSettings
from moondesk.channels.models import FetchedMail, MailAddress, Mailbox
from moondesk.events.actions import emit
from moondesk.kit.ids import new_id
from moondesk.kit.sealing import seal
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

MOST = 20
_SECRETS = {"secret": "sealed_secret", "client_secret": "sealed_client_secret"}
_PLACE = ("host", "username", "folder")


def add_mailbox(address: MailAddress, wanted: MailboxSettings, *, by: Actor) -> Mailbox:
    """Have a mailbox read for one of the organization's addresses. Raises ``InvalidMailbox``."""
    by.require(Permission.MAIL_MANAGE)
    if Mailbox.objects.count() >= MOST:
        raise InvalidMailbox(_("There are too many mailboxes. Remove one first."))
    mailbox = Mailbox(pk=new_id(), address=address)
    changed = _put(mailbox, wanted.checked())
    _save(mailbox)
    _tell(mailbox, "added", changed, by)
    return mailbox


def change_mailbox(mailbox: Mailbox, address: MailAddress, wanted: MailboxSettings, *, by: Actor) -> Mailbox:
    """Change how a mailbox is read; another server, name or folder is read from its beginning."""
    by.require(Permission.MAIL_MANAGE)
    given = wanted.checked(mailbox)
    if given.host != mailbox.host and not given.secret:
        # Whoever changes the server gives the password again: it must not be sent to one of their own choice.
        text = _("Give the password again, as the server is another one.")
        raise InvalidMailbox(text, fields={"secret": text})
    gives_all = given.secret and (given.client_secret or not given.client_id)
    if given.token_url != mailbox.token_url and mailbox.token_url and not gives_all:
        text = _("Give the secrets again, as they would go to another provider.")
        raise InvalidMailbox(text, fields={"secret": text})
    changed = _put(mailbox, given)
    if mailbox.address_id != address.pk:
        mailbox.address = address
        changed.append("address")
    if not changed:
        return mailbox
    _begin_anew(mailbox, changed)
    mailbox.trouble, mailbox.failures = Trouble.NONE, 0
    mailbox.revision += 1
    _save(mailbox)
    _tell(mailbox, "changed", changed, by)
    return mailbox


def _begin_anew(mailbox: Mailbox, changed: list[str]) -> None:
    """Forget how far it is read where that means nothing any more; numbers of another place are not those of this."""
    is_moved = any(name in changed for name in _PLACE)
    if is_moved:
        FetchedMail.objects.filter(mailbox=mailbox).delete()
    if is_moved or ("past" in changed and mailbox.past == Past.TAKE):
        mailbox.uidvalidity, mailbox.last_uid, mailbox.past_uid, mailbox.past_until = None, 0, 0, 0
    elif "past" in changed:
        mailbox.past_until = mailbox.past_uid


def pause_mailbox(mailbox: Mailbox, *, by: Actor, paused: bool = True) -> Mailbox:
    """Stop reading a mailbox, or go on where it was left; going on also tries at once again what failed."""
    by.require(Permission.MAIL_MANAGE)
    if not paused or not mailbox.is_paused:
        was, mailbox.is_paused = mailbox.is_paused, paused
        mailbox.revision += 1
        mailbox.save(update_fields=["is_paused", "revision"])
        if was != paused:
            _tell(mailbox, "paused" if paused else "resumed", [], by)
    return mailbox


def remove_mailbox(mailbox: Mailbox, *, by: Actor) -> None:
    """Read a mailbox no more. What came from it stays, there and here."""
    by.require(Permission.MAIL_MANAGE)
    _tell(mailbox, "removed", [], by)
    mailbox.delete()


def _put(mailbox: Mailbox, given: MailboxSettings) -> list[str]:
    changed = []
    for one in fields(given):
        value = getattr(given, one.name)
        if one.name in _SECRETS:
            if value:
                setattr(mailbox, _SECRETS[one.name], seal(value, mailbox.pk))
                changed.append(one.name)
        elif getattr(mailbox, one.name) != value:
            setattr(mailbox, one.name, value)
            changed.append(one.name)
    return changed


def _save(mailbox: Mailbox) -> None:
    try:
        with transaction.atomic():
            mailbox.save()
    except IntegrityError:
        text = _("This folder of this mailbox is read already.")
        raise InvalidMailbox(text, fields={"username": text}) from None


def _tell(mailbox: Mailbox, change: str, changed: list[str], by: Actor) -> None:
    emit(MailboxChanged(subject_id=mailbox.pk, change=change, label=str(mailbox), fields=changed), by=by)
