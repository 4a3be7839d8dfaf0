"""Ports: is this one free, and which one is."""

import errno
import os
import socket

from moondesk.kit.errors import StartupError

LOOPBACK_NAMES = frozenset({"localhost", "::1"})


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach what listens on ``host``."""
    return host in LOOPBACK_NAMES or host.startswith("127.")


def reachable_host(host: str) -> str:
    """Return the address at which this machine reaches what listens on ``host``."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - compared, not bound


def in_address(host: str) -> str:
    """Return ``host`` as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def check_port(host: str, port: int, *, purpose: str, option: str, variable: str) -> None:
    """Raise ``StartupError`` unless ``purpose`` can listen there."""
    way_out = f"Choose another with {option} or {variable}."
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, OverflowError, UnicodeError):
        raise StartupError(f"The host {host} is not an address of this machine. Choose another with --host.") from None
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            raise StartupError(_reason(error, host, port, purpose) + f" {way_out}") from None


def _reason(error: OSError, host: str, port: int, purpose: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} for {purpose} is taken: another program listens on {host}."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} for {purpose} may not be opened by this user."
    return f"Port {port} on {host} for {purpose} cannot be opened ({os.strerror(error.errno or 0)})."


def free_port(preferred: int | None = None) -> int:
    """Return ``preferred`` when it is free on the loopback, else one that is."""
    for wanted in (preferred, 0):
        if wanted is None:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            port: int = probe.getsockname()[1]
            return port
    raise StartupError("No port is free on 127.0.0.1. Stop what uses them.")
