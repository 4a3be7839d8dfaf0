"""Who is signed in: allauth's answer, read by a prepared statement as every page asks it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from moondesk.accounts.models import User
from moondesk.kit.compiled import compiled

_with_session: ContextVar[User | None] = ContextVar("the user who was read with the session", default=None)


@contextmanager
def read_with_session(user: User | None) -> Iterator[None]:
    """Say who was read together with the session that is looked at inside."""
    token = _with_session.set(user)
    try:
        yield
    finally:
        _with_session.reset(token)


class SignedIn(AuthenticationBackend):
    """Signs in as allauth does."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the user of a session, unless they are not active any more."""
        user = _with_session.get()
        if user is None or user.pk != user_id:
            user = next(iter(_user(user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@compiled
def _user(user: uuid.UUID) -> QuerySet[User]:
    return User.objects.filter(pk=user)
