"""Trying whether a mailbox can be read.

Whoever tries could ask what stands behind any name and port. So it is for administrators only, so many times an hour,
one at a time in a process, and whatever keeps a connection from being made is told alike after the same time.
"""

import imaplib  # noqa: TID251 - its errors
import threading
import time
from dataclasses import dataclass
from functools import partial

from django.db import connection
from django.utils.translation import gettext as _
from imapclient.exceptions import IMAPClientError

from moondesk.channels.mailboxes.access import Access, open_seals
from moondesk.channels.mailboxes.client import Connection
from moondesk.channels.mailboxes.errors import InTrouble
from moondesk.channels.mailboxes.rules import After, Trouble
from moondesk.channels.mailboxes.words import words_of
from moondesk.channels.models import Mailbox
from moondesk.kit import tenancy
from moondesk.kit.asking import asked
from moondesk.kit.errors import TooMany
from moondesk.kit.sealing import seal, unseal
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

PROBES = Limit("mailbox-probe", 30, 3600)
SECONDS = 6.0
WHOLE = 20.0
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Probe:
    """What trying found: the trouble, or how many mails the folder holds."""

    trouble: Trouble
    mails: int = 0

    @property
    def words(self) -> str:
        """The same in plain words."""
        if self.trouble:
            return words_of(self.trouble)
        return _("Moondesk can read this mailbox. Mails in the folder: %(mails)s") % {"mails": self.mails}


def probe(mailbox: Mailbox, *, by: Actor) -> Probe:
    """Sign in, open the folder, and look for the one that mails are moved to. Raises ``TooMany``."""
    by.require(Permission.MAIL_MANAGE)
    try:
        access = open_seals(mailbox)
    except InTrouble as error:
        return Probe(error.trouble)
    counted = partial(hit, PROBES, str(by.organization_id))
    return asked(("mailbox", mailbox.pk, mailbox.revision), partial(_probe_alone, access, mailbox), first=counted)


def _probe_alone(access: Access, mailbox: Mailbox) -> Probe:
    if not _one_at_a_time.acquire(blocking=False):
        raise TooMany(_("Another mailbox is being tried. Try again in a moment."), extra={"retry_after": 5})
    try:
        began = time.monotonic()
        found = _probe(access, mailbox)
        if found.trouble == Trouble.UNREACHABLE:
            time.sleep(max(0.0, SECONDS - (time.monotonic() - began)))
        return found
    finally:
        _one_at_a_time.release()


def _probe(access: Access, mailbox: Mailbox) -> Probe:
    try:
        server = access.open(seconds=SECONDS - 1, whole=WHOLE)
    except InTrouble as error:
        return Probe(error.trouble)
    finally:
        _keep_token(access, mailbox)
    try:
        return _look(server, mailbox)
    except InTrouble as error:
        return Probe(error.trouble)
    except (IMAPClientError, imaplib.IMAP4.abort, OSError):
        return Probe(Trouble.SERVER)
    finally:
        server.shutdown()


def _keep_token(access: Access, mailbox: Mailbox) -> None:
    """Keep the refresh token that the provider may have given at once: the one before may be good no more."""
    if access.grant is None:
        return
    before = bytes(mailbox.sealed_secret)
    if access.grant.refresh_token == unseal(before, mailbox.pk):
        return
    sealed = seal(access.grant.refresh_token, mailbox.pk)
    with tenancy.organization(mailbox.organization_id):
        Mailbox.objects.filter(pk=mailbox.pk, sealed_secret=before).update(sealed_secret=sealed)
    if not connection.in_atomic_block:
        connection.close()


def _look(server: Connection, mailbox: Mailbox) -> Probe:
    server.open_folder(mailbox.folder)
    server.allow()
    mails = int(server.folder_status(mailbox.folder, ["MESSAGES"]).get(b"MESSAGES") or 0)
    if mailbox.after == After.MOVE and not server.folder_exists(mailbox.move_to):
        return Probe(Trouble.TARGET)
    return Probe(Trouble.NONE, mails)
