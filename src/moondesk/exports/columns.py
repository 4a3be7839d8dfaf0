"""The columns of a table, and the cells of a ticket or an entry of the log: read out of its JSON, its one shape."""

import datetime
import json
import zoneinfo
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moondesk.exports.errors import InvalidExport
from moondesk.exports.rules import MOST_COLUMNS
from moondesk.fields.models import in_language
from moondesk.fields.queries import read_definitions
from moondesk.fields.rules import Definition, Kind, People
from moondesk.organizations.models import Member
from moondesk.tickets.fielding import shown_value
from moondesk.tickets.list_query import FIELD
from moondesk.tickets.words import CHANNELS, PRIORITIES, TYPES

type Document = Mapping[str, Any]
type Cell = str | int | float | datetime.date | datetime.datetime | None
"""What stands in a table; moments are in the reader's zone and do not name it, as spreadsheets know no zones."""
type Read = Callable[[Document], Cell]


@dataclass(frozen=True)
class Column:
    """One column: its key, what stands above it, and how its cells are read."""

    key: str
    label: str
    read: Read


def _name(of: str, key: str = "name") -> Callable[[Document], str]:
    return lambda ticket: str((ticket[of] or {}).get(key) or "")


def _text(of: str) -> Read:
    return lambda ticket: ticket[of]


_OWN: dict[str, tuple[Any, Read]] = {
    "number": (gettext_lazy("Number"), _text("number")),
    "subject": (gettext_lazy("Subject"), _text("subject")),
    "requester": (gettext_lazy("Customer"), _name("requester")),
    "email": (gettext_lazy("Mail address"), _name("requester", "email")),
    "company": (gettext_lazy("Company"), lambda ticket: str((ticket["requester"]["company"] or {}).get("name") or "")),
    "status": (gettext_lazy("Status"), _name("status", "label")),
    "priority": (gettext_lazy("Priority"), _text("priority")),
    "assignee": (gettext_lazy("Assignee"), _name("assignee")),
    "department": (gettext_lazy("Department"), _name("department")),
    "category": (gettext_lazy("Category"), _name("category", "label")),
    "type": (gettext_lazy("Type"), _text("type")),
    "channel": (gettext_lazy("Channel"), _text("channel")),
    "tags": (gettext_lazy("Tags"), lambda ticket: ", ".join(ticket["tags"])),
    "language": (gettext_lazy("Language"), _text("language")),
    "message_count": (gettext_lazy("Messages"), _text("message_count")),
}  # fmt: skip
_MOMENTS: dict[str, Any] = {
    "created_at": gettext_lazy("Opened"),
    "updated_at": gettext_lazy("Updated"),
    "due_at": gettext_lazy("Due"),
    "first_response_at": gettext_lazy("First response"),
    "last_message_at": gettext_lazy("Last message"),
    "resolved_at": gettext_lazy("Resolved"),
    "closed_at": gettext_lazy("Closed"),
}
_WORDS: dict[str, Mapping[str, Any]] = {
    "priority": {one.key: word for one, word in PRIORITIES.items()},
    "type": {one.value: word for one, word in TYPES.items()},
    "channel": {one.value: word for one, word in CHANNELS.items()},
}
OWN = (*_OWN, *_MOMENTS)
"""The keys of the columns that every organization has, in their order."""
LOG_COLUMNS = (
    "at", "name", "kind", "actor", "door", "address", "client", "subject", "before", "after", "reason", "about", "id",
    "actor_id", "operation",
)  # fmt: skip
"""Those of the audit log, named as in JSON and the API: whoever reads a log with programs finds the same words."""


def checked(keys: Sequence[str]) -> list[str]:
    """Return the keys of columns, each once; none means all there are. Raises ``InvalidExport`` for what is none."""
    fields = [FIELD + one.key for one in _definitions()]
    wanted = list(dict.fromkeys(keys)) or [*OWN, *fields]
    unknown = [key for key in wanted if key not in OWN and key not in fields]
    if unknown:
        text = _("There is no such column: %(name)s.") % {"name": unknown[0][:60]}
        raise InvalidExport(text, fields={"columns": text})
    return wanted[:MOST_COLUMNS]


def columns_of(keys: Iterable[str], zone: str) -> list[Column]:
    """Return columns in the language and zone of the reader; those of fields that went since are left out."""
    definitions = {FIELD + one.key: one for one in _definitions()}
    people = _people(definitions[key] for key in keys if key in definitions)
    found = []
    for key in keys:
        if key in _OWN:
            label, read = _OWN[key]
            found.append(Column(key, str(label), _worded(key) if key in _WORDS else read))
        elif key in _MOMENTS:
            found.append(Column(key, str(_MOMENTS[key]), _moment(key, zoneinfo.ZoneInfo(zone))))
        elif key in definitions:
            found.append(Column(key, in_language(definitions[key].labels), _field(definitions[key], people)))
    return found


def _definitions() -> list[Definition]:
    return [one for one in read_definitions() if not one.is_retired]


def _people(fields: Iterable[Definition]) -> People:
    if not any(one.kind is Kind.USER for one in fields):
        return {}
    return {str(pk): name for pk, name in Member.objects.values_list("pk", "name")}


def _moment(key: str, zone: datetime.tzinfo) -> Read:
    def read(ticket: Document) -> Cell:
        told = ticket[key]
        if told is None:
            return None
        return datetime.datetime.fromisoformat(told).astimezone(zone).replace(microsecond=0, tzinfo=None)

    return read


def _worded(key: str) -> Read:
    """Return what reads a word of ours: translated now, not for each of a million cells."""
    words = {one: str(word) for one, word in _WORDS[key].items()}
    return lambda ticket: words[ticket[key]]


def _field(field: Definition, people: People) -> Read:
    reader = _reader(field, people)

    def read(ticket: Document) -> Cell:
        value = ticket["fields"].get(field.key)
        return None if value is None else reader(value)

    return read


def _reader(field: Definition, people: People) -> Callable[[Any], Cell]:
    """Return what reads a value that is there."""
    if field.kind is Kind.NUMBER:
        return lambda value: float(value) if isinstance(value, str) else value
    if field.kind is Kind.DATE:
        return lambda value: datetime.date.fromisoformat(str(value))
    if field.kind is Kind.CHECKBOX:
        words = _("no"), _("yes")
        return lambda value: words[bool(value)]
    if field.kind is Kind.USER:
        return lambda value: people.get(str(value), "")
    if not field.options:
        return str
    label = cache(lambda key: shown_value(field, key, people))
    return lambda value: ", ".join(label(str(one)) for one in (value if isinstance(value, list) else [value]))


def log_columns(keys: Iterable[str]) -> list[Column]:
    """Return columns of the audit log."""
    return [Column(key, key, _entry(key)) for key in keys]


def _entry(key: str) -> Read:
    def read(entry: Document) -> Cell:
        value = entry[key]
        if not value:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    return read
