"""Django's sessions in the database; every request reads one, so they are read by a prepared statement."""

from typing import Any

from django.contrib.sessions.backends import db

from moondesk.kit import prepared
from moondesk.kit.clock import now

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """One session."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds, nothing if it is gone."""
        row = prepared.row(_READ, [self.session_key, now()]) if self.session_key else None
        if row is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(row[0])
        return held
