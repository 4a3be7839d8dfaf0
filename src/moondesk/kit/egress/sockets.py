"""Connections to the addresses that were looked at, and to no others."""

import socket
from collections.abc import Collection

from moondesk.kit.egress.errors import Unreachable
from moondesk.kit.egress.names import Deadline, plain_host
from moondesk.kit.egress.policy import MAIL_PORTS, allowed_addresses


def check_host(host: str, port: int, *, ports: Collection[int] = MAIL_PORTS, seconds: float = 5.0) -> None:
    """Say nothing if a server may be connected to. Raises ``Unreachable``.

    Good for telling early that a setting is wrong; only ``connect`` makes sure, as names change their addresses.
    """
    allowed_addresses(plain_host(host), port, ports, Deadline(seconds))


def connect(host: str, port: int, *, ports: Collection[int] = MAIL_PORTS, seconds: float = 15.0) -> socket.socket:
    """Return a connection to a server, its timeout set. Raises ``Unreachable``."""
    return dial(host, port, ports, Deadline(seconds))


def dial(host: str, port: int, ports: Collection[int], deadline: Deadline) -> socket.socket:
    """Look a host up once and connect to one of the addresses found. Raises ``Unreachable``."""
    for address in allowed_addresses(plain_host(host), port, ports, deadline):
        found = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            found.settimeout(deadline.left())
            found.connect((address, port))
        except (OSError, Unreachable):
            found.close()
            continue
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return found
    raise Unreachable("connection")
