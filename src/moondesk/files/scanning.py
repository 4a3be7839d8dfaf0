"""Asking a virus scanner: ClamAV's daemon, by its INSTREAM command, over TCP or a socket file."""

import socket
import struct
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

_PIECE = 256 * 1024
_TIMEOUT = 60.0


class ScannerAway(RuntimeError):
    """The scanner does not answer, or not with yes or no: the file stays unchecked and is asked about again."""


@dataclass(frozen=True)
class Finding:
    """What the scanner said. ``name`` is what it found, empty for nothing."""

    name: str


def is_configured() -> bool:
    """Say whether there is a scanner."""
    return bool(settings.FILE_SCANNER)


def scan(content: IO[bytes]) -> Finding:
    """Have a content scanned. Raises ``ScannerAway``."""
    try:
        with _connection() as scanner:
            scanner.sendall(b"zINSTREAM\0")
            while piece := content.read(_PIECE):
                scanner.sendall(struct.pack(">I", len(piece)) + piece)
            scanner.sendall(struct.pack(">I", 0))
            answer = _answer(scanner)
    except OSError as error:
        raise ScannerAway(type(error).__name__) from error
    if answer.endswith(" OK"):
        return Finding("")
    if answer.endswith(" FOUND"):
        return Finding(answer.removeprefix("stream: ").removesuffix(" FOUND")[:120])
    raise ScannerAway(answer[:200])


def _connection() -> socket.socket:
    parts = urlsplit(settings.FILE_SCANNER)
    if parts.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(_TIMEOUT)
        try:
            scanner.connect(parts.path)
        except OSError:
            scanner.close()
            raise
        return scanner
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), _TIMEOUT)


def _answer(scanner: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < 4096 and (piece := scanner.recv(4096)):
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
