"""Asking the web part whether it is ready, with nothing but a socket."""

import contextlib
import socket

from moondesk.supervision.ports import in_address, reachable_host


def is_ready(host: str, port: int) -> bool:
    """Say whether ``/readyz`` answers that database and queue work."""
    target = reachable_host(host)
    request = f"GET /readyz HTTP/1.1\r\nHost: {in_address(target)}:{port}\r\nConnection: close\r\n\r\n"
    with contextlib.suppress(OSError), socket.create_connection((target, port), timeout=5) as connection:
        connection.sendall(request.encode())
        return connection.recv(64).split(b" ")[1:2] == [b"200"]
    return False


def accepts(host: str, port: int) -> bool:
    """Say whether something listens there."""
    with contextlib.suppress(OSError), socket.create_connection((reachable_host(host), port), timeout=2):
        return True
    return False
