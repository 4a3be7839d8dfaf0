"""What may be reached: the table of public addresses, and what the operator opened or closed by environment."""

import time
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from django.conf import settings

from moondesk.kit.egress.addresses import is_in, is_public
from moondesk.kit.egress.errors import Unreachable
from moondesk.kit.egress.names import Deadline, look_up

WEB_PORTS = frozenset({80, 443})
MAIL_PORTS = frozenset({25, 110, 143, 465, 587, 993, 995})
_OWN_FOR = 60.0
_own: tuple[float, str, frozenset[str]] = (0.0, "", frozenset())


def allowed_addresses(host: str, port: int, ports: Collection[int], deadline: Deadline) -> Sequence[str]:
    """Return the addresses of a host, all of them allowed. Raises ``Unreachable`` if one of them is not."""
    if port not in ports and port not in settings.EGRESS_PORTS:
        raise Unreachable("port")
    name = host.rstrip(".").lower()
    base = (urlsplit(settings.BASE_URL).hostname or "").lower()
    found = look_up(host, deadline)
    if not found:
        raise Unreachable("name")
    opened = all(is_in(address, settings.EGRESS_NETWORKS) for address in found)
    if not opened and base and (name == base or name.endswith("." + base)):
        raise Unreachable("own name")
    for address in found:
        if not _may_reach(address, base, deadline):
            raise Unreachable("address")
    return found


def is_operators_own(host: str, seconds: float) -> bool:
    """Say whether a host stands only in networks that the operator opened: there a secret may go without TLS."""
    try:
        found = look_up(host, Deadline(seconds))
    except Unreachable:
        return False
    return bool(found) and all(is_in(address, settings.EGRESS_NETWORKS) for address in found)


def _may_reach(address: str, base: str, deadline: Deadline) -> bool:
    if is_in(address, settings.EGRESS_CLOSED):
        return False
    if is_in(address, settings.EGRESS_NETWORKS):
        return True
    return is_public(address) and address not in _own_addresses(base, deadline)


def _own_addresses(base: str, deadline: Deadline) -> frozenset[str]:
    """Return where our own public name points: what stands there may trust what comes from this machine."""
    global _own
    until, name, found = _own
    if name != base or time.monotonic() > until:
        try:
            found = frozenset(look_up(base, deadline)) if base else frozenset()
        except Unreachable:
            found = frozenset()
        _own = time.monotonic() + _OWN_FOR, base, found
    return found
