"""Who is signed in: allauth's answer, read by a prepared statement as every page asks it."""

import uuid
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from moondesk.accounts.models import User
from moondesk.kit.compiled import compiled


class SignedIn(AuthenticationBackend):
    """Signs in as allauth does."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the user of a session, unless they are not active any more."""
        user = next(iter(_user(user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@compiled
def _user(user: uuid.UUID) -> QuerySet[User]:
    return User.objects.filter(pk=user)
