"""Which addresses belong to the public internet. Pure; a table of our own: Python's ``is_global`` lets several by."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

type Network = IPv4Network | IPv6Network

# IPv4: all but these (IANA's special purpose registry, multicast and what is reserved).
_REFUSED = tuple(
    ip_network(block)
    for block in """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
    192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
    203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20
    """.split()
)
# IPv6: nothing but this, less the blocks above. Mapped, translated and link addresses all lie outside.
_UNICAST = ip_network("2000::/3")


def is_public(address: str) -> bool:
    """Say whether an address in its normal form is one of the public internet."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if found.version == 6 and (found not in _UNICAST or getattr(found, "scope_id", None)):
        return False
    return not any(found in block for block in _REFUSED)


def is_in(address: str, networks: Sequence[Network]) -> bool:
    """Say whether an address lies in one of these networks."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
