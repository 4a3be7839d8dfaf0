"""Opening the way by which a mail leaves."""

import email.policy
import smtplib
import socket
import ssl
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.policy import Policy
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.utils.module_loading import import_string

from moondesk.channels.models import WayOut
from moondesk.channels.ways.rules import MAILGUN_EU, PORTS, PROVIDERS, SMTP, Security
from moondesk.kit import egress
from moondesk.kit.sealing import unseal

PATIENCE = 15
RETURN_PATH = "moondesk_return_path"
"""The attribute of a mail that says where what cannot be delivered comes back to."""


class _Whole(UnstructuredHeader, BaseHeader):
    """A header of ids or addresses, which are folded between them only.

    The library would make encoded words of one that is longer than a line: no mail program finds what it answers by
    that, or where to unsubscribe, and it takes longer than the rest of the mail.
    """

    def fold(self, *, policy: Policy) -> str:
        """Return the lines of the header."""
        # Ids may come from others, and are decoded here: no line of theirs begins a header of ours.
        if not self.isascii() or not self.isprintable():
            return super().fold(policy=policy)
        return f"{self.name}: {f'{policy.linesep} '.join(self.split())}{policy.linesep}"


def _policy() -> Policy:
    headers = HeaderRegistry()
    for name in ("in-reply-to", "references", "list-unsubscribe"):
        headers.map_to_type(name, _Whole)
    return email.policy.SMTP.clone(header_factory=headers)


POLICY = _policy()
"""How mails are written for a mail server."""


class Smtp(EmailBackend):
    """Django's way to a mail server, with a return path of its own for each mail."""

    def _send(self, email_message: EmailMessage) -> bool:
        sender = getattr(email_message, RETURN_PATH, "") or email_message.from_email
        recipients = [self.prep_address(one) for one in email_message.recipients()]
        content = email_message.message(policy=POLICY).as_bytes()
        if self.connection is None:
            raise smtplib.SMTPServerDisconnected("Not connected")
        self.connection.sendmail(self.prep_address(sender), recipients, content)
        return True


class _Guarded(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return egress.connect(host, port, ports=PORTS, seconds=timeout)


class _GuardedTls(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> ssl.SSLSocket:
        plain = egress.connect(host, port, ports=PORTS, seconds=timeout)
        return self.context.wrap_socket(plain, server_hostname=host)


class GuardedSmtp(Smtp):
    """The same for a server that somebody typed: the connection goes through the guard (``kit.egress``)."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Return what speaks to the server."""
        return _GuardedTls if self.use_ssl else _Guarded


def connection_of(way: WayOut | None) -> BaseEmailBackend:
    """Return the way out, not yet open; None stands for the installation's. Raises ``BrokenSeal``."""
    if way is None:
        default: dict[str, Any] = settings.MAILERS["default"]
        if default["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
            return Smtp(alias="default", **default["OPTIONS"])
        return mailers["default"]
    secret = unseal(bytes(way.sealed), way.pk) if way.sealed is not None else ""
    if way.kind == SMTP:
        return GuardedSmtp(
            alias="way",
            host=way.host,
            port=way.port,
            username=way.username,
            password=secret,
            use_tls=way.security == Security.STARTTLS,
            use_ssl=way.security == Security.TLS,
            timeout=PATIENCE,
        )
    return _provider(way, secret)


def _provider(way: WayOut, secret: str) -> BaseEmailBackend:
    provider = PROVIDERS[way.kind]
    options: dict[str, Any] = {provider.secret: secret}
    if provider.username:
        options[provider.username] = way.username
    if provider.asks_domain:
        options["sender_domain"] = way.domain
    if way.region == "eu":
        options["api_url"] = MAILGUN_EU
    # What a provider cannot do, such as keeping a header of ours, is no reason not to send.
    options["ignore_unsupported_features"] = True
    backend: BaseEmailBackend = import_string(f"anymail.backends.{way.kind}.EmailBackend")(alias="way", **options)
    backend.__dict__["timeout"] = PATIENCE
    return backend
