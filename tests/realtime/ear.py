"""One who listens to a stream over a real socket."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.harness.running import Server, wait_until


@dataclass
class Said:
    """One event of a stream."""

    name: str
    data: dict[str, Any]
    id: str = ""


@dataclass
class Ear:
    """An open stream, read in a thread."""

    connection: socket.socket
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    ended: bool = False
    text: str = ""

    def names(self) -> list[str]:
        """Return the names of what was said."""
        return [one.name for one in self.said]

    def tickets(self) -> list[dict[str, Any]]:
        """Return what was said of tickets."""
        return [one.data for one in self.said if one.name == "ticket"]

    def wait_for(self, name: str, count: int = 1, seconds: float = 60) -> None:
        """Wait until something was said."""
        wait_until(lambda: self.names().count(name) >= count, f"Hearing {name} {count} times", seconds)

    def read(self) -> None:
        """Read until the end."""
        with contextlib.suppress(OSError), self.connection.makefile("rb") as file:
            self.status = int(file.readline().split()[1])
            while line := file.readline().strip():
                name, _, value = line.decode().partition(":")
                self.headers[name.lower()] = value.strip()
            if self.headers.get("transfer-encoding") == "chunked":
                self._read_chunks(file)
            else:
                self.text = file.read(int(self.headers.get("content-length", "0"))).decode()
        self.ended = True

    def _read_chunks(self, file: Any) -> None:
        waiting = ""
        while size := int(file.readline().strip() or b"0", 16):
            piece = file.read(size).decode()
            file.readline()
            self.text += piece
            waiting += piece
            *whole, waiting = waiting.split("\n\n")
            self.said.extend(said for block in whole if (said := _read(block)))


def _read(block: str) -> Said | None:
    fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
    return Said(fields["event"], json.loads(fields["data"]), fields.get("id", "")) if "event" in fields else None


@contextlib.contextmanager
def listen(server: Server, query: str = "", *, path: str = "/api/tickets/stream", **headers: str) -> Iterator[Ear]:
    """Open a stream; returns when its answer began."""
    connection = socket.create_connection(("127.0.0.1", server.port), 30)
    lines = [f"GET {path}{query} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    ear = Ear(connection)
    thread = threading.Thread(target=ear.read, daemon=True)
    thread.start()
    try:
        wait_until(lambda: ear.ended or "retry:" in ear.text, "An answer", 60)
        yield ear
    finally:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()
        thread.join(30)


def settle() -> None:
    """Leave the time in which something unwanted would have been heard."""
    time.sleep(1.0)
