"""Sessions of programs in people's hands (an app on a phone): signed in by password, kept by two signed tokens.

An access token (JWT) is good for five minutes and names a session, which must still be there: what ends a session ends
its tokens at once. A refresh token is good for one renewal. Who shows one a second time may have stolen it, or was
stolen from: the session ends. See docs/decisions/sign-in.md.
"""

from typing import Any

import jwt
import structlog
from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy, internal
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from jwt.types import Options

from moondesk.accounts.models import User
from moondesk.accounts.sessions import SessionStore

log = structlog.get_logger(__name__)
LEEWAY = 10
"""So many seconds may the clocks of our own servers differ."""
_SECOND_STEP_SECONDS = 900
_SALT = "moondesk.session of a program"


def looks_like_one(token: str) -> bool:
    """Say whether a bearer token is a JWT, as opposed to an API token."""
    return token.count(".") == 2


def session_key_of(token: str, use: str = "access") -> str:
    """Return the key of the session that a token names; nothing for one that is not ours, over, or of another use."""
    if not looks_like_one(token):
        return ""
    payload = _read(token, use)
    return (internal.session_key_from_sid(payload["sid"]) or "") if payload else ""


def session_of(token: str) -> tuple[User, SessionBase] | None:
    """Return whose session an access token names, if both are still good."""
    payload = _read(token, "access")
    return _good(payload) if payload else None


def _read(token: str, use: str) -> dict[str, Any] | None:
    config = internal._get_jwt_config()
    needed: Options = {"require": ["exp", "iat", "sid", "sub", "jti"]}
    try:
        payload: dict[str, Any] = jwt.decode(
            token, config.verifying_key, algorithms=[config.algorithm], leeway=LEEWAY, options=needed
        )
    except jwt.PyJWTError:
        return None
    texts = all(isinstance(payload[name], str) for name in ("sid", "sub", "jti"))
    return payload if texts and payload.get("token_use") == use else None


def _good(payload: dict[str, Any]) -> tuple[User, SessionBase] | None:
    key = internal.session_key_from_sid(payload["sid"])
    session = SessionStore(key) if key else None
    user = internal.validate_token_user(payload, session) if session is not None else None
    return (user, session) if isinstance(user, User) and session is not None else None


class ProgramTokens(JWTTokenStrategy):
    """allauth's tokens, with sessions that are named by sealed keys, and refresh tokens that work once."""

    def get_session_token(self, request: HttpRequest) -> str | None:
        """Return what names the session in which a sign-in goes on."""
        return request.headers.get("X-Session-Token")

    def create_session_token(self, request: HttpRequest) -> str:
        """Return a name of the session that is no cookie: whoever gets hold of it has no session of a browser."""
        # What is signed can be read by everybody: the key of the session is sealed in it.
        return signing.dumps(internal.session_key_to_sid(super().create_session_token(request)), salt=_SALT)

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """Return the session that was named."""
        try:
            sid = signing.loads(session_token, salt=_SALT, max_age=_SECOND_STEP_SECONDS)
        except signing.BadSignature:
            return None
        key = internal.session_key_from_sid(sid)
        found: SessionBase | None = super().lookup_session(key) if key else None
        return found

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """Return new tokens for a refresh token that was not used before; one that was ends its session."""
        payload = _read(refresh_token, "refresh")
        key = session_key_of(refresh_token, "refresh")
        if payload is None or not key:
            return None
        with transaction.atomic():
            Session.objects.select_for_update().filter(pk=key).first()
            found = _good(payload)
            if found is None:
                return None
            user, session = found
            if payload["jti"] in internal.get_refresh_token_state(session):
                return self._renew(user, session, payload)
            SessionStore(key).delete()
        log.warning("refresh token used twice", user=str(found[0].pk))
        return None

    def _renew(self, user: AbstractBaseUser, session: SessionBase, payload: dict[str, Any]) -> tuple[str, str]:
        internal.invalidate_refresh_token(session, payload)
        access = internal.create_access_token(user, session, self.get_claims(user))
        refresh = internal.create_refresh_token(user, session)
        session.save()
        return access, refresh
