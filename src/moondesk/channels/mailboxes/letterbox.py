"""What the header of a fetched mail says about its way: whose answer it is, and where reports would go.

A fetched mail has no envelope. Its last server wrote the sender of the envelope into ``Return-Path``, and the address
that the customer answered to stands in the header.
"""

import re

from moondesk.channels.mail.admission import claimed_sender
from moondesk.channels.mail.precheck import header_end
from moondesk.channels.mail.store import Inbox, find_inbox
from moondesk.channels.models import Mailbox
from moondesk.channels.rules import HEADER_BLOCK_LIMIT

_PATH = re.compile(rb"(?im)\A(?:[^\r\n]+\r?\n)*?return-path[ \t]*:[ \t]*<([^<>\r\n]{0,320})>")
_SIGNED = re.compile(rb"[^\s<>\"(),;:@]{1,64}\+[rb]1[A-Za-z2-7]{26,42}@[A-Za-z0-9.-]{1,253}")
_MOST = 50


def _head(content: bytes) -> bytes:
    end = header_end(content)
    return content[: end if end > 0 else HEADER_BLOCK_LIMIT]


def envelope_from(content: bytes) -> str:
    """Return whom a report about the mail would go to: nobody, if the server noted so."""
    found = _PATH.match(_head(content))
    return found[1].decode("ascii", "replace").strip() if found else claimed_sender(content, "")


def inbox_of(mailbox: Mailbox, content: bytes) -> Inbox:
    """Return where a mail of a mailbox leads: to an address that we signed, else to the mailbox's own."""
    for found in dict.fromkeys(_SIGNED.findall(_head(content))[:_MOST]):
        inbox = find_inbox(found.decode("ascii", "replace"))
        if inbox is not None and inbox.token and inbox.organization_id == mailbox.organization_id:
            return inbox
    return Inbox(mailbox.organization_id, mailbox.address_id, mailbox.address.address)
