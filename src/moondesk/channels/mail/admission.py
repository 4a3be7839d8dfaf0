"""How much mail comes in. Above a limit the listener says "later", and the sender's server brings the mail again.

One sender can thus not fill a desk, no desk can fill the disk, and nothing is lost. What names its sender in a way that
only the parser finds out is kept and set apart there (``is_too_often``).
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from ipaddress import ip_network

from django.conf import settings

from moondesk.channels.mail.precheck import header_end
from moondesk.channels.mail.proof.trusted import read_trusted
from moondesk.channels.mail.store import Inbox
from moondesk.channels.rules import HEADER_BLOCK_LIMIT, Proof
from moondesk.kit.egress.addresses import is_in, is_public
from moondesk.kit.tenancy import current_organization_id
from moondesk.limits.actions import Limit, Step, count, first_over

HOUR = 3600
_FROM = re.compile(rb"(?im)^from[ \t]*:((?:[^\r\n]|\r?\n[ \t]){0,2000})")
_ADDRESS = re.compile(rb"[^\s<>\"(),;:@]{1,64}@[^\s<>\"(),;:@]{1,253}")


class Full(StrEnum):
    """Which limit is used up."""

    SENDER = "sender"
    ORGANIZATION = "organization"
    SIZE = "size"


def put_off(content: bytes, envelope_from: str, inboxes: Sequence[Inbox], *, peer: str | None = None) -> Full | None:
    """Count a mail where it goes; return which limit it is above, if any. ``peer`` is who brings it by SMTP.

    Answers to addresses that we signed are counted apart: a flood of new mail does not keep customers from answering.
    A sender is counted apart by where their mail comes from and whether it is proven to be theirs, as far as that is
    known here: who writes somebody else's address uses up an allowance of their own.
    """
    sender = claimed_sender(content, envelope_from)
    source = _source(content, sender, peer)
    kilobytes = len(content) // 1024 + 1
    for organization in sorted({str(inbox.organization_id) for inbox in inboxes}):
        is_answer = any(inbox.token for inbox in inboxes if str(inbox.organization_id) == organization)
        kind = "answer" if is_answer else "new"
        steps = {
            Full.SENDER: Step(
                Limit("mail_in_sender", settings.MAIL_SENDER_LIMIT, HOUR), (organization, sender, source)
            ),
            Full.ORGANIZATION: Step(
                Limit("mail_in_organization", settings.MAIL_ORGANIZATION_LIMIT, HOUR), (organization, kind)
            ),
            Full.SIZE: Step(
                Limit("mail_in_size", settings.MAIL_MEGABYTE_LIMIT * 1024, HOUR), (organization, kind), kilobytes
            ),
        }
        asked = {full: step for full, step in steps.items() if step.limit.most}
        over = first_over(*asked.values())
        if over is not None:
            return list(asked)[over]
    return None


def _source(content: bytes, sender: str, peer: str | None) -> str:
    network = counted_as(peer) if peer else ""
    if network or not settings.MAIL_AUTHSERV_IDS:
        return network
    said = read_trusted(content, settings.MAIL_AUTHSERV_IDS, sender.rpartition("@")[2])
    return Proof.PROVEN if said is not None and said.dmarc == "pass" else ""


def counted_as(peer: str) -> str:
    """Return as whom a machine is counted: nobody where all mail may come from it, a network of IPv6 as one."""
    if not is_public(peer) or is_in(peer, settings.MAIL_RELAYS):
        return ""
    return str(ip_network(f"{peer}/64", strict=False)) if ":" in peer else peer


def is_too_often(sender: str, proof: Proof) -> bool:
    """Count a mail by the sender that the parser read, and say whether that one wrote too often.

    What is proven to be theirs is counted apart from what only says so: nobody uses up somebody else's allowance.
    Twice as many as at the door, so that no mail is set apart whose sender was counted there already.
    """
    organization = str(current_organization_id())
    kind = "proven" if proof is Proof.PROVEN else "claimed"
    limit = Limit("mail_in_read", 2 * settings.MAIL_SENDER_LIMIT, HOUR)
    return bool(limit.most) and count(limit, organization, sender, kind).over


def claimed_sender(content: bytes, envelope_from: str) -> str:
    """Return who the mail says it is from, read fast from its bytes: good for counting and nothing else."""
    end = header_end(content)
    found = _FROM.search(content, 0, end if end > 0 else HEADER_BLOCK_LIMIT)
    addresses = _ADDRESS.findall(found[1]) if found else []
    return str(addresses[-1].decode("ascii", "replace") if addresses else envelope_from).lower()
