"""How long a link signs in, how many there are, and how long a domain stays proven without its record. Pure."""

import datetime
from collections.abc import Collection

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
RECHECKED = datetime.timedelta(hours=20)


def is_lost(missing_since: datetime.datetime | None, moment: datetime.datetime) -> bool:
    """Say whether a record was gone for longer than a mishap takes."""
    return missing_since is not None and moment - missing_since >= GRACE


def is_reserved(domain: str, own_hosts: Collection[str]) -> bool:
    """Say whether a domain is one that the installation itself is reached at."""
    return any(domain == host.lstrip(".") or (host.startswith(".") and domain.endswith(host)) for host in own_hosts)
