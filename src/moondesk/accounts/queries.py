"""Reading sign-ins, many at once."""

import hashlib
import time
import uuid
from collections.abc import Iterable
from typing import cast

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as OF_WHOM,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import F
from django.http import HttpRequest

from moondesk.accounts.models import SignIn, User
from moondesk.kit.clock import now


def live_sessions(keys: Iterable[str]) -> frozenset[str]:
    """Return which of the sessions are still there and not expired."""
    found = Session.objects.filter(session_key__in=list(keys), expire_date__gt=now())
    return frozenset(found.values_list("session_key", flat=True))


def sign_ins_of(user: User) -> list[SignIn]:
    """Return where somebody is signed in now, the last seen first."""
    live = Session.objects.filter(expire_date__gt=now()).values("session_key")
    return list(SignIn.objects.filter(user=user, session_key__in=live))


def password_marks(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return for each active user a mark that changes with the password."""
    rows = User.objects.filter(pk__in=list(ids), is_active=True).values_list("pk", "password")
    return {pk: password_mark(password) for pk, password in rows}


def is_sign_in(email: str) -> bool:
    """Say whether somebody signs in with a mail address, or may once they have proven that it is theirs."""
    return User.objects.filter(email=email).exists() or EmailAddress.objects.filter(email__iexact=email).exists()


def user_of(email: str) -> User | None:
    """Return who signs in with an address in its one normal form."""
    return User.objects.filter(email=email).first()


def users_by_id(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, User]:
    """Return those users that there are."""
    return User.objects.in_bulk(list(ids))


def password_mark(password: str) -> str:
    """Return the mark of a stored password."""
    return hashlib.sha256(password.encode()).hexdigest()


def sign_in_methods(session: SessionBase) -> object:
    """Return how the one whose session this is signed in, as allauth keeps it."""
    return session.get(AUTHENTICATION_METHODS_SESSION_KEY)


def can_prove_here(user: User) -> bool:
    """Say whether somebody has anything to prove once more here who they are: a password or a second factor."""
    return bool(get_reauthentication_flows(user))


def is_fresh(request: HttpRequest) -> bool:
    """Say whether who asks proved who they are within the last minutes: here, or where they came from.

    allauth believes a session, however old, whose account has neither password nor second factor. Its provider asks
    for as much as it wants, so such a one signs in there once more.
    """
    if can_prove_here(cast("User", request.user)):
        return bool(did_recently_reauthenticate(request))
    since = time.time() - REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "socialaccount" and one.get("at", 0) > since for one in records)


def shows_second_factor(session: SessionBase, user: User) -> bool:
    """Say whether somebody showed a second factor in a session: a code, or a passkey, which is two in one."""
    methods = sign_in_methods(session) if session.get(OF_WHOM) == str(user.pk) else None
    return isinstance(methods, list) and any(one.get("method") == "mfa" for one in methods)


def with_second_factor(user_ids: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return which of the users have a second factor; recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found = Authenticator.objects.filter(user_id__in=list(user_ids), type__in=kinds)
    return frozenset(found.values_list("user_id", flat=True))


def active_user(user_id: str) -> User | None:
    """Return who an account belongs to, unless it is closed or gone."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def with_proven_address(user_ids: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return which of the users have confirmed the address that they sign in with."""
    proven = EmailAddress.objects.filter(user_id__in=list(user_ids), email__iexact=F("user__email"), verified=True)
    return frozenset(proven.values_list("user_id", flat=True))
