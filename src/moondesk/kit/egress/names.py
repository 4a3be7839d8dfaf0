"""Looking a name up, with an end in time: numbers in any spelling, the hosts file, then DNS."""

import re
import socket
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import dns.exception
import dns.resolver
from django.conf import settings

from moondesk.kit.egress.errors import Unreachable

_HOST = re.compile(r"[a-z0-9_.:-]{1,253}")
_HOSTS_FILE = Path("/etc/hosts")


class Deadline:
    """The moment at which everything about one request must be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left. Raises ``Unreachable`` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Unreachable("deadline")
        return left


def plain_host(host: str) -> str:
    """Return a host name in ASCII. Raises ``Unreachable`` for what is none."""
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise Unreachable("name") from None
    if not _HOST.fullmatch(name.lower()):
        raise Unreachable("name")
    return name.lower()


def look_up(host: str, deadline: Deadline) -> Sequence[str]:
    """Return all addresses of a host in their normal form; nothing if it has none."""
    name = plain_host(host)
    numeric = _numeric(name)
    if numeric:
        return numeric
    bare = name.rstrip(".")
    if bare == "localhost" or bare.endswith(".localhost"):
        return ["127.0.0.1"]
    return _from_hosts(bare) or _from_dns(name, deadline)


def _numeric(name: str) -> Sequence[str]:
    """Read numbers as the system's own functions do (127.1, 0x7f000001): what they would connect to is looked at."""
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def _from_hosts(name: str) -> Sequence[str]:
    try:
        text = _HOSTS_FILE.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    found = []
    for line in text.splitlines():
        address, *names = line.partition("#")[0].split() or [""]
        if name in (one.lower() for one in names):
            found.append(address)
    return found


def _from_dns(name: str, deadline: Deadline) -> Sequence[str]:
    try:
        answers = resolver().resolve_name(name, lifetime=min(deadline.left(), 5.0), search=True)
    except (dns.exception.DNSException, OSError, ValueError):
        return []
    return list(dict.fromkeys(str(address) for address in answers.addresses()))


def resolver() -> dns.resolver.Resolver:
    """Return the resolver of this process: the system's servers, or those the operator names."""
    return _resolver(tuple(settings.DNS_SERVERS))


@lru_cache(maxsize=4)
def _resolver(servers: tuple[str, ...]) -> dns.resolver.Resolver:
    made = dns.resolver.Resolver(configure=not servers)
    if servers:
        address, _colon, port = servers[0].rpartition(":")
        made.nameservers = [one.rpartition(":")[0] or one for one in servers]
        made.port = int(port) if address else 53
    return made
