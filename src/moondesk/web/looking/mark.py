"""The mark in a session that says with whose eyes it looks. The database says whether that still holds."""

import datetime
import uuid
from dataclasses import dataclass

from django.http import HttpRequest

from moondesk.audit.eyes import VIEWING, Look, look
from moondesk.audit.models import Viewing
from moondesk.kit.clock import now
from moondesk.organizations.entrance import Entrance


@dataclass(frozen=True)
class Mark:
    """Where somebody looks with other eyes, whose, and until when."""

    organization_id: uuid.UUID
    viewing_id: uuid.UUID
    label: str
    until: datetime.datetime

    @property
    def minutes(self) -> int:
        """How many minutes are left."""
        return max(1, round((self.until - now()).total_seconds() / 60))


def set_mark(request: HttpRequest, viewing: Viewing, label: str) -> None:
    """Look with other eyes from now on, in this session."""
    request.session[VIEWING] = {
        "organization": str(viewing.organization_id),
        "viewing": str(viewing.pk),
        "label": label,
        "until": viewing.ends_at.isoformat(),
    }


def mark_of(request: HttpRequest) -> Mark | None:
    """Return the session's mark; one whose time is over is taken away."""
    session = getattr(request, "session", None)
    held = session.get(VIEWING) if session is not None else None
    if session is None or not held:
        return None
    until = datetime.datetime.fromisoformat(held["until"])
    if until <= now():
        del session[VIEWING]
        return None
    return Mark(uuid.UUID(held["organization"]), uuid.UUID(held["viewing"]), held["label"], until)


def take_away(request: HttpRequest) -> None:
    """Look with one's own eyes again."""
    request.session.pop(VIEWING, None)


def seen(request: HttpRequest, found: Entrance) -> Look | None:
    """Return with whose eyes the request looks into the organization that it entered."""
    mark = mark_of(request)
    if mark is None or mark.organization_id != found.organization.pk or not request.user.is_authenticated:
        return None
    held = look(mark.viewing_id, request.user, found.member)
    if held is None:
        take_away(request)
    return held
