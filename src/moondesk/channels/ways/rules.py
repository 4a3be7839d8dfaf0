"""What ways out there are and what each asks for, as data and pure functions."""

import re
from dataclasses import dataclass
from enum import StrEnum

SMTP = "smtp"
MOST = 20
"""How many ways out an organization may have."""
PORTS = (25, 465, 587, 2525)
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\.?")


class Security(StrEnum):
    """How the connection to a mail server is kept private."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True)
class Provider:
    """A provider that takes mail by its own interface (through anymail): its name and what it wants to know."""

    label: str
    secret: str
    """The name of the option that the key is given as."""
    username: str = ""
    """The name of the option for the other half of the key, where there are two."""
    asks_domain: bool = False
    regions: tuple[str, ...] = ()


PROVIDERS = {
    "brevo": Provider("Brevo", "api_key"),
    "mailgun": Provider("Mailgun", "api_key", asks_domain=True, regions=("us", "eu")),
    "mailjet": Provider("Mailjet", "secret_key", username="api_key"),
    "postmark": Provider("Postmark", "server_token"),
    "resend": Provider("Resend", "api_key"),
}
KINDS = (SMTP, *PROVIDERS)
MAILGUN_EU = "https://api.eu.mailgun.net/v3"


def is_host(text: str) -> bool:
    """Say whether a text has the form of a server's name or IPv4 address; where it leads is for the guard to see."""
    return bool(_HOST.fullmatch(text))


def is_plain(text: str) -> bool:
    """Say whether a text is one line without anything invisible, so that it may come near a mail server."""
    return text.isprintable()
