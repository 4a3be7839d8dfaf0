"""The filters of lists of tickets, as the description of the API tells them."""

from typing import Any

from moondesk.tickets.amounts import MOST
from moondesk.tickets.list_query import SEARCH_LENGTH
from moondesk.tickets.moments import Due, Sla
from moondesk.tickets.rules import Channel, Priority, Stage, TicketType
from moondesk.views.rules import GROUPINGS


def _words(values: list[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": values}}


_IDS: dict[str, Any] = {"type": "array", "items": {"type": "string", "format": "uuid"}}
_TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 40}}
INCLUDE: tuple[dict[str, Any], str] = (
    {"type": "string", "enum": ["retired"]},
    "Gives retired fields, or values of them, too",
)
_OF_FIELDS: tuple[dict[str, Any], str] = (
    {
        "type": "object",
        "patternProperties": {r"^field\.[a-z0-9_]{1,40}(\.(from|to|empty|not))?$": {"type": "string", "minLength": 1}},
        "additionalProperties": False,
    },
    (
        "Custom fields: `field.<key>=value` (of options, keys joined by commas), `field.<key>.not`, `.from` and `.to` "
        "of numbers and dates, `field.<key>.empty=true`. `sort=field.<key>` orders by one"
    ),
)
FILTERS: dict[str, tuple[dict[str, Any], str]] = {
    "stage": (_words([one.value for one in Stage]), "Stages of the status"),
    "status": (_TEXTS, "Keys of statuses"),
    "priority": (_words([one.key for one in Priority]), "Priorities"),
    "category": (_TEXTS, "Keys of categories"),
    "type": (_words([one.value for one in TicketType]), "Types"),
    "department": (
        _IDS,
        "Departments, with all that are below them",
    ),
    "assignee": (
        {
            "type": "array",
            "items": {"anyOf": [{"type": "string", "enum": ["me", "nobody"]}, {"type": "string", "format": "uuid"}]},
        },
        "Members' ids, `me` or `nobody`",
    ),
    "requester": (_IDS, "Contacts' ids"),
    "company": (_IDS, "Companies' ids"),
    "due": (_words([one.value for one in Due]), "Where the due time lies, seen from today"),
    "sla": (_words([one.value for one in Sla]), "How a ticket stands to its due time"),
    "answered": ({"type": "boolean"}, "Whether the first response was given"),
    "snoozed": ({"type": "boolean"}, "Whether it is put aside"),
    "watched": ({"type": "boolean"}, "Whether you watch it"),
    "mentioned": ({"type": "boolean"}, "Whether somebody asks for you in it"),
    "channel": (_words([one.value for one in Channel]), "Channels"),
    "tag": (_TEXTS, "Tags"),
    "fields": _OF_FIELDS,
    "include": (
        {"type": "string", "enum": ["retired", "total", "retired,total"]},
        f"`retired` gives values of retired fields, too; `total` how many tickets there are, counted up to {MOST}",
    ),
    "q": (
        {"type": "string", "maxLength": SEARCH_LENGTH},
        "A search, as in `/search`: words of the ticket, the beginning of its number, fields such as `is:unassigned`",
    ),
    "created_from": ({"type": "string", "format": "date-time"}, "Created then or later"),
    "created_to": ({"type": "string", "format": "date-time"}, "Created before then"),
}
GROUPED: dict[str, tuple[dict[str, Any], str]] = {
    "by": ({"type": "string", "enum": [one for one in GROUPINGS if one]}, "What the tickets of a group have in common"),
    "view": ({"type": "string", "format": "uuid"}, "Begins with what a saved view asks"),
    **{name: one for name, one in FILTERS.items() if name != "include"},
}
"""What the groups of a list are asked by."""
