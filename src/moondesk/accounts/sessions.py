"""Django's sessions in the database; every request reads one, so they are read by a prepared statement.

Beside each session of somebody who signed in stands where that was (``SignIn``). It follows the session when its id
changes, ends with it, and is touched when the session was not seen for a while; no page reads it for that alone.
It names the user too, so that one statement reads both; whose the session is says the session (``backends``).
"""

import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.sessions.backends import db
from django.db import DEFAULT_DB_ALIAS

from moondesk.kit import prepared
from moondesk.kit.clock import now

if TYPE_CHECKING:
    from moondesk.accounts.models import User

SEEN_EVERY = datetime.timedelta(minutes=10)
"""How exactly it is kept when a session was seen last."""

_SEEN = "UPDATE accounts_signin SET last_seen_at = %s WHERE session_key = %s"


@cache
def _fields() -> list[str]:
    from moondesk.accounts.models import User

    return [field.attname for field in User._meta.concrete_fields]


@cache
def _statement() -> str:
    user = ", ".join(f"u.{name}" for name in _fields())
    return (
        f"SELECT s.session_data, i.last_seen_at < %s, {user} FROM django_session s "  # noqa: S608 - our own columns
        "LEFT JOIN accounts_signin i ON i.session_key = s.session_key LEFT JOIN accounts_user u ON u.id = i.user_id "
        "WHERE s.session_key = %s AND s.expire_date > %s"
    )


class SessionStore(db.SessionStore):
    """One session."""

    _moving: str | None = None
    _read: tuple[Any, ...] = ()

    def load(self) -> dict[str, Any]:
        """Return what the session holds, nothing if it is gone."""
        moment = now()
        asked = [moment - SEEN_EVERY, self.session_key, moment]
        row = prepared.row(_statement(), asked) if self.session_key else None
        if row is None:
            self._session_key = None
            return {}
        if row[1]:
            prepared.run(_SEEN, [moment, self.session_key])
        self._read = row[2:]
        held: dict[str, Any] = self.decode(row[0])
        return held

    def take_user(self) -> "User | None":
        """Return the user who was read with the session, to the first who asks: later it may be another moment."""
        from moondesk.accounts.models import User

        self._get_session()  # type: ignore[attr-defined]
        read, self._read = self._read, ()
        return User.from_db(DEFAULT_DB_ALIAS, _fields(), read) if any(read) else None

    def cycle_key(self) -> None:
        """Give the session another id; where it was opened is known under that one from now on."""
        from moondesk.accounts.models import SignIn

        self._moving = self.session_key
        super().cycle_key()
        if self._moving:
            SignIn.objects.filter(session_key=self._moving).update(session_key=self.session_key)
        self._moving = None

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        from moondesk.accounts.models import SignIn

        key = session_key or self.session_key
        super().delete(session_key)
        if key and key != self._moving:
            SignIn.objects.filter(session_key=key).delete()
