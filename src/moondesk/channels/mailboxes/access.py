"""How to get into a mailbox: where it is, as whom, and the proof, opened from under its seal."""

from dataclasses import dataclass, field

from django.db import connection

from moondesk.channels.mailboxes.applications import application_at
from moondesk.channels.mailboxes.client import CONNECT_SECONDS, Connection, Where, connect, sign_in
from moondesk.channels.mailboxes.errors import InTrouble
from moondesk.channels.mailboxes.keeping import Reading, locked
from moondesk.channels.mailboxes.rules import Security, SignIn, Trouble
from moondesk.channels.mailboxes.tokens import Grant, Token, fresh_token
from moondesk.channels.models import Mailbox
from moondesk.kit.sealing import BrokenSeal, seal, unseal


@dataclass
class Access:
    """The way into one mailbox. A token is kept for as long as it is good."""

    where: Where
    username: str
    folder: str
    password: str = ""
    grant: Grant | None = None
    reading: Reading | None = None
    _token: Token | None = field(default=None, repr=False)

    def open(self, *, seconds: float = CONNECT_SECONDS, whole: float = float("inf")) -> Connection:
        """Return a connection that is signed in and lasts ``whole`` seconds. Raises ``InTrouble``."""
        found = connect(self.where, seconds=seconds, whole=whole)
        try:
            sign_in(found, self.username, self.password, token=self._access_token())
        except InTrouble:
            self._token = None
            found.shutdown()
            raise
        return found

    def _access_token(self) -> str:
        if self.grant is None:
            return ""
        if self._token is None or not self._token.is_good:
            self._token = fresh_token(self.grant)
            if self._token.refresh and self._token.refresh != self.grant.refresh_token:
                self._replace(self.grant, self._token.refresh)
        return self._token.access

    def _replace(self, grant: Grant, refresh_token: str) -> None:
        """Keep the refresh token that a provider gave in place of the last one, which may be good no more."""
        self.grant = Grant(grant.token_url, grant.client_id, grant.client_secret, refresh_token)
        if self.reading is not None:
            with locked(self.reading) as mailbox:
                mailbox.sealed_secret = seal(refresh_token, mailbox.pk)
                mailbox.save(update_fields=["sealed_secret"])


def access_of(reading: Reading) -> Access:
    """Return the way into a mailbox. Raises ``NoLonger``, and ``InTrouble`` when the server's key has changed."""
    with locked(reading) as mailbox:
        access = open_seals(mailbox)
    connection.close()
    access.reading = reading
    return access


def open_seals(mailbox: Mailbox) -> Access:
    """Return the way into a mailbox as its row says."""
    try:
        secret = unseal(bytes(mailbox.sealed_secret), mailbox.pk)
        client = unseal(bytes(mailbox.sealed_client_secret), mailbox.pk) if mailbox.sealed_client_secret else ""
    except BrokenSeal:
        raise InTrouble(Trouble.SIGN_IN) from None
    where = Where(mailbox.host, mailbox.port, Security(mailbox.security))
    access = Access(where, mailbox.username, mailbox.folder)
    if mailbox.sign_in == SignIn.PASSWORD:
        access.password = secret
    elif mailbox.client_id:
        access.grant = Grant(mailbox.token_url, mailbox.client_id, client, secret)
    else:
        # The operator's client and where it is known, never an address that somebody gave to the mailbox.
        operators = application_at(mailbox.sign_in)
        if operators is None:
            raise InTrouble(Trouble.TOKEN)
        access.grant = Grant(operators.token_url, operators.client_id, operators.client_secret, secret)
    return access
