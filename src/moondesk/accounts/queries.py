"""Reading sign-ins, many at once."""

import hashlib
import uuid
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session

from moondesk.accounts.models import User
from moondesk.kit.clock import now


def live_sessions(keys: Iterable[str]) -> frozenset[str]:
    """Return which of the sessions are still there and not expired."""
    found = Session.objects.filter(session_key__in=list(keys), expire_date__gt=now())
    return frozenset(found.values_list("session_key", flat=True))


def password_marks(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return for each active user a mark that changes with the password."""
    rows = User.objects.filter(pk__in=list(ids), is_active=True).values_list("pk", "password")
    return {pk: password_mark(password) for pk, password in rows}


def is_sign_in(email: str) -> bool:
    """Say whether somebody signs in with a mail address, or may once they have proven that it is theirs."""
    return User.objects.filter(email=email).exists() or EmailAddress.objects.filter(email__iexact=email).exists()


def password_mark(password: str) -> str:
    """Return the mark of a stored password."""
    return hashlib.sha256(password.encode()).hexdigest()
