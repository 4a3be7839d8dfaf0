"""Questions to DNS on behalf of the checks of one mail: in bounds, each asked once, "not now" told from "no"."""

from typing import Any

import dns.exception
import dns.rdatatype
import dns.resolver
from django.conf import settings

from moondesk.kit.egress.errors import Unreachable
from moondesk.kit.egress.names import Deadline, resolver

MOST = 40
SECONDS = 12.0
_RESERVED = ("test", "example", "invalid", "localhost", "local", "internal", "alt", "onion", "arpa")


class NotNow(Exception):
    """DNS did not answer; later it may."""


def is_reserved(domain: str) -> bool:
    """Say whether a name can have no records in public DNS (RFC 6761), so that nobody need ask."""
    return domain.rpartition(".")[2] in _RESERVED and not settings.DNS_SERVERS


class Lookups:
    """What was asked for one mail."""

    def __init__(self) -> None:
        self._deadline = Deadline(SECONDS)
        self._known: dict[tuple[str, str], list[str]] = {}

    def ask(self, name: str, kind: str) -> list[str]:
        """Return the records of a name, none if it has none. Raises ``NotNow``."""
        key = (name.lower().rstrip("."), kind)
        if key not in self._known:
            self._known[key] = self._ask(*key)
        return self._known[key]

    def _ask(self, name: str, kind: str) -> list[str]:
        if not name or is_reserved(name):
            return []
        if len(self._known) >= MOST:
            raise NotNow
        try:
            found = resolver().resolve(name, kind, lifetime=min(self._deadline.left(), 5.0), search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.Timeout, dns.resolver.NoNameservers, OSError, Unreachable):
            raise NotNow from None
        except (dns.exception.DNSException, ValueError):
            return []
        return [_text(one) for one in found]


def _text(record: Any) -> str:
    """Return a record as text; the pieces of a TXT record joined."""
    strings = getattr(record, "strings", None)
    if strings is not None:
        return b"".join(strings).decode("utf-8", "replace")
    exchange = getattr(record, "exchange", None)
    return str((exchange or record).to_text()).rstrip(".")
