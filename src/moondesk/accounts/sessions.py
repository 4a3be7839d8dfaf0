"""Django's sessions in the database; every request reads one, so they are read by a prepared statement.

Beside each session of somebody who signed in stands where that was (``SignIn``). It follows the session when its id
changes, ends with it, and is touched when the session was not seen for a while; no page reads it for that alone.
"""

import datetime
from typing import Any

from django.contrib.sessions.backends import db

from moondesk.kit import prepared
from moondesk.kit.clock import now

SEEN_EVERY = datetime.timedelta(minutes=10)
"""How exactly it is kept when a session was seen last."""

_READ = (
    "SELECT s.session_data, i.last_seen_at < %s FROM django_session s LEFT JOIN accounts_signin i "
    "ON i.session_key = s.session_key WHERE s.session_key = %s AND s.expire_date > %s"
)
_SEEN = "UPDATE accounts_signin SET last_seen_at = %s WHERE session_key = %s"


class SessionStore(db.SessionStore):
    """One session."""

    _moving: str | None = None

    def load(self) -> dict[str, Any]:
        """Return what the session holds, nothing if it is gone."""
        moment = now()
        row = prepared.row(_READ, [moment - SEEN_EVERY, self.session_key, moment]) if self.session_key else None
        if row is None:
            self._session_key = None
            return {}
        if row[1]:
            prepared.run(_SEEN, [moment, self.session_key])
        held: dict[str, Any] = self.decode(row[0])
        return held

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
