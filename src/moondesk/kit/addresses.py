"""Whose network address a request came from, without believing what anybody may write into a header."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network


def client_address(remote: str, forwarded: str, trusted: Sequence[str]) -> str:
    """Return the client's address: the peer's, or behind trusted proxies the last one they did not add themselves.

    ``forwarded`` is ``X-Forwarded-For``. What is not an address counts as the proxy that passed it on.
    """
    networks = [ip_network(one, strict=False) for one in trusted]
    current = _parse(remote)
    for hop in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        if not current or not any(ip_address(current) in network for network in networks):
            break
        parsed = _parse(hop)
        if not parsed:
            break
        current = parsed
    return current


def network_of(address: str) -> str:
    """Return what to count a client by: an IPv4 address, or the /64 of IPv6 in which one client takes any it likes."""
    if not address or ip_address(address).version == 4:
        return address
    return str(ip_network(f"{address}/64", strict=False))


def _parse(text: str) -> str:
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)
