"""What there is to be told, as pure functions."""

from enum import StrEnum

from moondesk.organizations.permissions import Permission


class Kind(StrEnum):
    """What concerns a member: a ticket, or how mail comes in."""

    ASSIGNED = "assigned"
    MENTION = "mention"
    REPLY = "reply"
    WATCHED = "watched"
    REMINDER = "reminder"
    WOKEN = "woken"
    MAILBOX = "mailbox"
    WAITING = "waiting"
    FLOOD = "flood"
    READING = "reading"
    VIEWED = "viewed"
    CLOSED = "closed"
    OPENED = "opened"
    DOMAIN = "domain"
    OFFERED = "offered"
    OWNER = "owner"
    NO_OWNER = "no_owner"
    OWNERS = "owners"


ALWAYS = frozenset(
    (Kind.VIEWED, Kind.CLOSED, Kind.OPENED, Kind.DOMAIN, Kind.OFFERED, Kind.OWNER, Kind.NO_OWNER, Kind.OWNERS)
)
"""What nobody can choose not to hear of."""

MUTABLE = frozenset((Kind.REPLY, Kind.WATCHED))
"""What a muted ticket says no more: what goes on in it. What is said to oneself, or asked for, stays."""

OF_MAIL = {
    Kind.MAILBOX: Permission.MAIL_MANAGE,
    Kind.WAITING: Permission.MAIL_RELEASE,
    Kind.FLOOD: Permission.MAIL_MANAGE,
    Kind.READING: Permission.AUDIT_VIEW,
    Kind.VIEWED: Permission.DESK_OPEN,
    Kind.CLOSED: Permission.ORGANIZATION_MANAGE,
    Kind.OPENED: Permission.ORGANIZATION_MANAGE,
    Kind.DOMAIN: Permission.ORGANIZATION_MANAGE,
    Kind.OFFERED: Permission.DESK_OPEN,
    Kind.OWNER: Permission.DESK_OPEN,
    Kind.NO_OWNER: Permission.DESK_OPEN,
    Kind.OWNERS: Permission.DESK_OPEN,
}
"""What tells of no ticket but of mail or of people, and who may know of it."""

LOUD = frozenset(
    {
        Kind.ASSIGNED,
        Kind.MENTION,
        Kind.REPLY,
        Kind.REMINDER,
        Kind.WOKEN,
        Kind.MAILBOX,
        Kind.READING,
        Kind.VIEWED,
        Kind.OFFERED,
    }
)
"""What is also said at once on an open page. What one only watches waits in the list."""

UNREAD_SHOWN = 99
"""More unread than that are not counted."""
