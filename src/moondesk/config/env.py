"""Reading the environment. Every variable that Moondesk knows is read in ``config.settings`` by one of these."""

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from moondesk.kit.errors import StartupError

APPLICATION_PARTS = ("client_id", "client_secret", "authorize_url", "token_url", "scope")
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """Return a variable, or the content of the file named by ``NAME_FILE``, the way secrets are mounted."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise StartupError(
                f"The file {path} named by {name}_FILE cannot be read. Check its name and rights."
            ) from None
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """Return a yes or no. Raises ``StartupError`` for anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE | _FALSE:
        return value.strip().lower() in _TRUE
    raise StartupError(f"{name} is {value!r}. Give 1 or 0.")


def number(name: str, default: int) -> int:
    """Return a whole number. Raises ``StartupError`` for anything else."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise StartupError(f"{name} is {value!r}. Give a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """Return a list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def application(name: str) -> dict[str, str]:
    """Return an application that the operator registered at a provider: ``NAME_CLIENT_ID`` and what goes with it."""
    return {part: text(f"{name}_{part.upper()}") for part in APPLICATION_PARTS}


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return a list of networks like ``192.0.2.0/24``. Raises ``StartupError`` for anything else."""
    try:
        return [ip_network(word) for word in words(name)]
    except ValueError as error:
        raise StartupError(f"{name}: {error}. Give networks like 192.0.2.0/24, separated by commas.") from None


def ports(name: str) -> frozenset[int]:
    """Return a list of ports. Raises ``StartupError`` for anything else."""
    found = words(name)
    if all(word.isascii() and word.isdigit() and 0 < int(word) < 65536 for word in found):
        return frozenset(map(int, found))
    raise StartupError(f"{name} is {','.join(found)!r}. Give numbers of ports, separated by commas.")


def hosts(own: str, base_url: str) -> list[str]:
    """Return the host names to answer to when none were given.

    A desk on the loopback answers to names of this machine only, or any page of the web could read it through a name
    of its own that it lets point here (DNS rebinding). Elsewhere the operator's proxy knows the names.
    """
    if own not in ("localhost", "::1") and not own.startswith("127."):
        return ["*"]
    return [urlsplit(base_url).hostname or "localhost", "localhost", ".localhost", "127.0.0.1", "[::1]"]


def database(url: str) -> dict[str, Any]:
    """Return Django's settings of a ``postgresql://`` address, sockets (``?host=/dir``) included."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise StartupError("DATABASE_URL must start with postgresql://. Moondesk runs on PostgreSQL only.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "moondesk.kit.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": options.pop("port", None) or (str(parts.port) if parts.port else ""),
        "OPTIONS": options,
    }


@dataclass(frozen=True)
class MailServer:
    """Where outgoing mail goes."""

    host: str
    port: int
    username: str
    password: str
    tls: str


def mail_server(url: str) -> MailServer:
    """Return the server of an ``smtp://user:password@host:port?tls=starttls`` address.

    ``tls`` is none, starttls or tls. Raises ``StartupError`` for anything else.
    """
    parts = urlsplit(url)
    tls = dict(parse_qsl(parts.query)).get("tls", "tls" if parts.scheme == "smtps" else "none")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or tls not in ("none", "starttls", "tls"):
        raise StartupError("MOONDESK_MAIL_URL must look like smtp://user:password@host:587?tls=starttls.")
    default = {"none": 25, "starttls": 587, "tls": 465}[tls]
    return MailServer(
        parts.hostname, parts.port or default, unquote(parts.username or ""), unquote(parts.password or ""), tls
    )
