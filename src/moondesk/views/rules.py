"""What a saved view can be, and who sees and changes it."""

import re
import uuid
from enum import StrEnum

from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

NAME_LENGTH = 60
MOST = 1000
"""How many views an organization can have, all together: they are read at once."""
MOST_OWN = 50
"""How many of them one member can have alone, so that nobody takes the room of all."""
MOST_COLUMNS = 20
MOST_WIDTHS = 200
LAYOUTS = ("list", "table", "board", "timeline")
DENSITIES = ("", "compact", "roomy")
WIDTHS = (48, 640)
"""Pixels, at least and at most, of a column that somebody made wider or narrower."""
GROUPINGS = ("", "status", "priority", "assignee", "department", "category", "type")
COLUMNS = (
    "status", "priority", "number", "subject", "requester", "company", "department", "assignee", "category", "type",
    "channel", "tags", "created_at", "updated_at", "last_message_at", "due_at",
)  # fmt: skip
"""The columns that every organization has; others are ``field.`` and the key of a custom field."""
_FIELD = re.compile(r"field\.[a-z0-9_]{1,40}")


class ViewScope(StrEnum):
    """Whose a view is."""

    PERSONAL = "personal"
    DEPARTMENT = "department"
    ORGANIZATION = "organization"


def is_column(name: str) -> bool:
    """Say whether a column can be called so."""
    return name in COLUMNS or _FIELD.fullmatch(name) is not None


def may_see(actor: Actor, scope: str, owner: uuid.UUID | None, department: uuid.UUID | None) -> bool:
    """Say whether a view is the actor's own, of one of their departments, or of all."""
    if not actor.is_staff or actor.member_id is None or not actor.may(Permission.TICKET_VIEW):
        return False
    if scope == ViewScope.PERSONAL:
        return owner == actor.member_id
    if scope == ViewScope.DEPARTMENT:
        return department in actor.scope.departments or actor.may(Permission.TICKET_VIEW_ALL)
    return True


def may_change(actor: Actor, scope: str, owner: uuid.UUID | None) -> bool:
    """Say whether the actor may change a view that they see: their own, and with the permission what is shared."""
    return owner == actor.member_id if scope == ViewScope.PERSONAL else actor.may(Permission.VIEW_MANAGE)
