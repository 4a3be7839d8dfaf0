"""Consent at a mailbox's provider, by OAuth 2.0 with a code and PKCE: its owner signs in there and no token is typed.

Whoever asks keeps ``state`` and ``verifier`` in the session: an answer that another browser brings, or a code that
somebody else got hold of, is worth nothing.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from moondesk.channels.errors import InvalidMailbox
from moondesk.channels.mailboxes.applications import Application, application_at
from moondesk.channels.mailboxes.rules import SignIn
from moondesk.channels.mailboxes.tokens import token_for
from moondesk.kit.asking import asked

SECONDS = 600


@dataclass(frozen=True)
class Question:
    """One question for consent: where it is asked, and what the answer is known by."""

    url: str
    state: str
    verifier: str


def ask(sign_in: str, username: str, back: str) -> Question:
    """Return where to ask a mailbox's owner; ``back`` is where they come back to. Raises ``InvalidMailbox``."""
    application = _application(sign_in)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    asked = {
        "response_type": "code",
        "client_id": application.client_id,
        "redirect_uri": back,
        "scope": application.scope,
        "state": state,
        "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "login_hint": username,
    }
    # Without these, Google gives a token for an hour only, or none that lasts the second time.
    asked |= {"access_type": "offline", "prompt": "consent"} if sign_in == SignIn.GOOGLE else {}
    mark = "&" if "?" in application.authorize_url else "?"
    return Question(f"{application.authorize_url}{mark}{urlencode(asked)}", state, verifier)


def redeem(sign_in: str, code: str, verifier: str, back: str) -> str:
    """Return the refresh token for a code. Raises ``InTrouble``, and ``InvalidMailbox`` where none is given."""
    application = _application(sign_in)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    ours = (application.token_url, application.client_id, application.client_secret)
    token = asked(("consent", code), lambda: token_for(*ours, form))
    if not token.refresh:
        raise InvalidMailbox(
            _("The provider gave no access that lasts. Withdraw Moondesk's access there and try again.")
        )
    return token.refresh


def _application(sign_in: str) -> Application:
    found = application_at(sign_in)
    if found is None:
        text = _("Signing in there is not set up on this installation. Type a token, or ask its operator.")
        raise InvalidMailbox(text, fields={"sign_in": text})
    return found
