"""The words of what an entry of the audit log says: the parts that it has, and the values that are codes there."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moondesk.organizations.permissions import ROLE_LABELS
from moondesk.organizations.sign_in_rules import EVERYBODY
from moondesk.tickets.words import CHANNELS, PRIORITIES, STAGES, TYPES
from moondesk.web.settings.audit_words import AREAS
from moondesk.web.settings.fields import KINDS

PARTS: Mapping[str, Any] = {
    "adds": _("Adds"),
    "area": _("Area"),
    "assignee": _("Assignee"),
    "base": _("Stands on"),
    "category": _("Category"),
    "change": _("Change"),
    "changed": _("Changed"),
    "changes": _("Changes"),
    "channel": _("Channel"),
    "chosen": _("Chosen tickets"),
    "colour": _("Colour"),
    "columns": _("Columns"),
    "content": _("Content"),
    "customers": _("Customers"),
    "days": _("Days"),
    "decision": _("Decision"),
    "deleted": _("Deleted"),
    "deleted_at": _("Deleted at"),
    "deleted_by": _("Deleted by"),
    "department": _("Department"),
    "departments": _("Departments"),
    "due": _("Due"),
    "due_at": _("Due"),
    "email": _("Mail address"),
    "ending": _("End"),
    "entries": _("Entries"),
    "expires_at": _("Ends"),
    "factor": _("Second factor"),
    "features_off": _("Switched off"),
    "field": _("Field"),
    "fields": _("Fields"),
    "filled": _("Filled in"),
    "files": _("Files"),
    "form": _("Form"),
    "format": _("Form"),
    "group": _("Group by"),
    "grouping": _("Group by"),
    "help": _("Help"),
    "giver": _("Given by"),
    "hours": _("Hours"),
    "how": _("How"),
    "inherits": _("Stands on"),
    "is": pgettext_lazy("a condition", "Is"),
    "is_active": _("Active"),
    "is_on": _("On"),
    "is_organizations": _("Of the organization"),
    "is_skipped": _("Skipped"),
    "joined": _("joined"),
    "keeps": _("Keeps"),
    "key": _("Key"),
    "kind": _("Kind"),
    "label": _("Is called"),
    "labels": _("Name"),
    "language": _("Language"),
    "layout": _("Shown as"),
    "least": _("At least"),
    "left": _("left"),
    "limit": _("Limit"),
    "mails": _("Mails"),
    "member": _("Member"),
    "members": _("Members"),
    "messages": _("Messages"),
    "minutes": _("Minutes"),
    "most": _("At most"),
    "moved_to": _("Moved to"),
    "moves": _("Moves"),
    "name": _("Name"),
    "needs_note": _("Asks for a note"),
    "number": _("Number"),
    "on": _("On"),
    "options": _("Choices"),
    "owner": _("Owner"),
    "parent": _("Under"),
    "people": _("People"),
    "pinned": _("Pinned"),
    "places": _("Decimal places"),
    "position": _("Place"),
    "priority": _("Priority"),
    "q": _("Words"),
    "query": _("Filters"),
    "question": _("Filters"),
    "quota": _("Room"),
    "removes": _("Takes away"),
    "required": _("Required"),
    "retired": _("Retired"),
    "role": _("Role"),
    "roles": _("Roles"),
    "scope": _("For"),
    "since": _("From day"),
    "size": _("Size"),
    "sort": _("Order"),
    "stage": _("Stage"),
    "state": _("State"),
    "status": _("Status"),
    "statuses": _("Statuses"),
    "step": _("Step"),
    "tag": _("Tag"),
    "taker": _("Given to"),
    "ticket": _("Of the ticket"),
    "tickets": _("Tickets"),
    "time_zone": _("Time zone"),
    "title": _("Title"),
    "type": _("Type"),
    "until": _("To day"),
    "user": _("Person"),
    "view": _("View"),
    "waits_for": _("Waits for"),
    "what": _("What"),
    "when": _("When"),
    "who": _("Who"),
}
"""How the parts are called; one that is not here and is no field of the organization is called as it is."""

PLAIN = frozenset(
    (
        "address", "domain", "email", "issuer", "label", "labels", "member", "name", "number", "sender", "slug", "user",
        "user_name", "value",
    )
)  # fmt: skip
"""What says itself what it is, as a name does."""

ROLES = frozenset(("role", "roles", "keeps", "inherits", "base", "moved_to"))
"""Parts that hold the keys of roles; organizations have some of their own, too."""
FIELDS = frozenset(("field", "fields"))
"""Parts that hold the keys of an organization's own fields."""
SIZES = frozenset(("size", "quota"))
"""Parts that are so many bytes."""

BUILT_IN_ROLES = {role.value: label for role, label in ROLE_LABELS.items()} | {EVERYBODY: _("everybody")}
_DONE = {
    "created": _("created"), "changed": _("changed"), "removed": _("removed"), "added": _("added"),
    "renamed": _("renamed"),
    "moved": _("moved"), "deleted": _("deleted"), "reset": _("reset"), "set": _("set"), "renewed": _("renewed"),
}  # fmt: skip

VALUES: Mapping[str, Mapping[str, Any]] = {
    **dict.fromkeys(("change", "how"), _DONE | {
        "password": _("password"), "passkey": _("passkey"), "time": _("time was over"), "look": _("looked at"),
        "download": _("downloaded"), "mfa": _("second factor"),
    }),
    "state": {"done": _("ready"), "cancelled": _("cancelled"), "failed": _("failed"), "expired": _("over")},
    "format": {"csv": "CSV", "xlsx": "XLSX", "json": "JSON"},
    "content": {"tickets": _("Tickets"), "audit": _("Audit log")},
    "scope": {"personal": _("oneself"), "organization": _("everybody"), "department": _("a department")},
    "assignee": {"me": _("me"), "none": _("nobody")},
    "decision": {"left_out": _("left out"), "considered": _("considered"), "let_in": _("let in")},
    "layout": {"list": _("List"), "table": _("Table"), "board": _("Board"), "timeline": _("Timeline")},
    "what": AREAS | {"tickets": _("Tickets"), "files": _("Files")},
    "kind": {str(key): label for key, label in KINDS.items()},
    "ticket": {"category": _("Category"), "type": _("Type"), "priority": _("Priority")},
    "customers": {"hidden": _("do not see it"), "see": _("see it"), "edit": _("fill it in")},
    "required": {"creation": _("when it is opened"), "resolve": _("when it is resolved")},
    "sort": {
        "last_message_at": _("Last message"), "due_at": _("Due"), "created_at": _("Opened"),
        "updated_at": _("Last change"), "priority": _("Priority"), "number": _("Number"), "status": _("Status"),
    },
    "stage": {str(key): label for key, label in STAGES.items()},
    "channel": {str(key): label for key, label in CHANNELS.items()},
    "priority": {str(key): label for key, label in PRIORITIES.items()},
    "type": {str(key): label for key, label in TYPES.items()},
}  # fmt: skip
"""The codes that values of a part can be; several stand in a list, or with commas between them."""
