"""A mail server that sends a byte now and then keeps nothing of ours for ever."""

import itertools
import socket
import socketserver
import threading
from ipaddress import ip_network
from typing import Any

import pytest

from moondesk.channels.mailboxes.client import Where, connect
from moondesk.channels.mailboxes.errors import InTrouble
from moondesk.channels.mailboxes.rules import Security, Trouble


class _Slow(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        connected: socket.socket = self.request
        try:
            for byte in itertools.chain(b"* OK", itertools.repeat(ord("."))):
                connected.sendall(bytes([byte]))
                if self.server.over.wait(0.1):  # type: ignore[attr-defined]
                    return
        except OSError:
            return


def test_a_server_that_never_ends_its_line_is_cut_off(settings: Any) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Slow) as server:
        server.over = threading.Event()  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.EGRESS_NETWORKS, settings.EGRESS_PORTS = [ip_network("127.0.0.0/8")], {server.server_address[1]}
        try:
            with pytest.raises(InTrouble) as found:
                connect(Where("127.0.0.1", server.server_address[1], Security.STARTTLS), seconds=5.0, whole=1.0)
        finally:
            server.over.set()  # type: ignore[attr-defined]
            server.shutdown()
    assert found.value.trouble is Trouble.UNREACHABLE
