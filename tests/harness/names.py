"""A name server on the loopback, with names of the test's own."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from moondesk.kit.egress import policy


@dataclass
class Names:
    """What the server answers: ``{("ok.example", "A"): ["198.51.100.1"]}``; a list of lists is one answer each time."""

    zone: dict[tuple[str, str], Any] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    def add(self, name: str, kind: str, *values: str) -> None:
        """Give a name."""
        self.zone[(name, kind)] = [f'"{value}"' for value in values] if kind == "TXT" else list(values)

    def change(self, name: str, kind: str, *each: str) -> None:
        """Give a name whose answer changes each time it is asked for; the last one stays."""
        self.zone[(name, kind)] = [[value] for value in each]

    def answer(self, wire: bytes) -> bytes:
        """Return the answer to a question."""
        question = dns.message.from_wire(wire)
        asked = question.question[0]
        name, kind = asked.name.to_text().rstrip(".").lower(), dns.rdatatype.to_text(asked.rdtype)
        self.asked.append((name, kind))
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.RA
        found = self.zone.get((name, kind), [])
        if name in self.failing:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif found:
            values = (found.pop(0) if len(found) > 1 else found[0]) if isinstance(found[0], list) else found
            answer.answer.append(dns.rrset.from_text_list(asked.name, 0, "IN", kind, [_split(one) for one in values]))
        elif not any(name == one or one.endswith("." + name) for one, _kind in self.zone):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer.to_wire()


def _split(value: str) -> str:
    """Cut a long text into strings of at most 255 bytes, as it stands in DNS."""
    if not value.startswith('"'):
        return value
    bare = value[1:-1]
    return " ".join(f'"{bare[at : at + 250]}"' for at in range(0, len(bare), 250)) or '""'


@contextlib.contextmanager
def serving(names: Names) -> Iterator[str]:
    """Serve names over UDP; gives ``address:port``."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data: bytes
            asker: socket.socket
            data, asker = self.request
            asker.sendto(names.answer(data), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def names(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    """Give this desk a name server of the test's own."""
    given = Names()
    with serving(given) as address:
        settings.DNS_SERVERS = [address]
        monkeypatch.setattr(policy, "_own", (0.0, "", frozenset()))
        yield given
