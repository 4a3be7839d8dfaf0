"""How long a link signs in, how many there are, and how long a domain stays proven without its record. Pure."""

import datetime
import re
from collections.abc import Collection

from moondesk.organizations.sign_in_rules import Watched

LINK_LASTS = datetime.timedelta(minutes=20)
SESSION_LASTS = datetime.timedelta(days=14)
KEPT = datetime.timedelta(days=30)
"""How long it is kept that a link was there."""
FRESH = datetime.timedelta(minutes=5)
"""A link that lasts no longer than this is not worth counting."""
MOST_FRESH = 5
"""So many good links in a mailbox, and no more are sent: whoever asks in somebody's name, these still sign them in."""

GRACE = datetime.timedelta(days=7)
"""How long the record of a proven domain may be gone: a provider that moves a zone loses records for a while."""
UNSEEN_GRACE = datetime.timedelta(days=30)
"""How long nobody need have seen it, whatever DNS says: servers that never answer prove nothing for ever."""
RECHECKED = datetime.timedelta(hours=20)
_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def is_lost(proof: Watched, moment: datetime.datetime) -> bool:
    """Say whether a record was gone, or not seen, for longer than a mishap takes."""
    missing, unseen = proof.missing_since, proof.unseen_since
    return (missing is not None and moment - missing >= GRACE) or (
        unseen is not None and moment - unseen >= UNSEEN_GRACE
    )


def is_name(text: str) -> bool:
    """Say whether a text is a host's name as a domain is kept: no address, and of more than one part."""
    return _NAME.fullmatch(text) is not None


def is_reserved(domain: str, own_hosts: Collection[str]) -> bool:
    """Say whether a domain is one that the installation itself is reached at."""
    return any(domain == host.lstrip(".") or (host.startswith(".") and domain.endswith(host)) for host in own_hosts)
