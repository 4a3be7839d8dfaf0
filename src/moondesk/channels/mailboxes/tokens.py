"""Access tokens by OAuth 2.0: a refresh token is given to the provider, who gives a token for an hour."""

import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from moondesk.channels.mailboxes.errors import InTrouble
from moondesk.channels.mailboxes.rules import Trouble
from moondesk.kit import egress

_BOUNDS = egress.Bounds(seconds=15.0, size=64 * 1024)
_EARLY = 120.0
_SHORTEST = 60.0


@dataclass(frozen=True)
class Grant:
    """What proves to a provider that Moondesk may read a mailbox."""

    token_url: str
    client_id: str
    client_secret: str
    refresh_token: str


@dataclass(frozen=True)
class Token:
    """An access token, until when it is good, and the refresh token that replaces the one given, if any."""

    access: str
    good_until: float
    refresh: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it is good for a while yet."""
        return time.monotonic() < self.good_until


def fresh_token(grant: Grant) -> Token:
    """Ask the provider for an access token. Raises ``InTrouble``."""
    form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
    return token_for(grant.token_url, grant.client_id, grant.client_secret, form)


def token_for(token_url: str, client_id: str, client_secret: str, form: dict[str, str]) -> Token:
    """Ask a provider for a token as one of its clients. Raises ``InTrouble``."""
    form = form | {"client_id": client_id} | ({"client_secret": client_secret} if client_secret else {})
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    try:
        answer = egress.fetch(
            token_url, method="POST", headers=headers, content=urlencode(form).encode(), bounds=_BOUNDS
        )
    except egress.Unreachable:
        raise InTrouble(Trouble.UNREACHABLE) from None
    if answer.status >= 500:
        raise InTrouble(Trouble.UNREACHABLE)
    return _read(answer)


def _read(answer: egress.Answer) -> Token:
    try:
        found = json.loads(answer.content)
        access, lasting = found["access_token"], float(found.get("expires_in") or 300)
        refresh = found.get("refresh_token") or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        raise InTrouble(Trouble.TOKEN) from None
    is_plain = isinstance(access, str) and isinstance(refresh, str) and access.isascii() and access.isprintable()
    if answer.status != 200 or not access or not is_plain:
        raise InTrouble(Trouble.TOKEN)
    return Token(access, time.monotonic() + max(_SHORTEST, lasting - _EARLY), refresh)
