"""What a list of tickets was asked for: filters, order and place, read strictly from the parameters of an address."""

import datetime
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from moondesk.kit.errors import InvalidInput
from moondesk.tickets.rules import Channel, Priority, Stage, TicketType

MAX_LIMIT = 100
TEXT_LENGTH = 200
_MAX_VALUES = 50
FIELD = "field."
_FIELD = re.compile(r"field\.[a-z0-9_]{1,40}(\.(from|to|empty))?")
_FIELD_SORT = re.compile(r"-?field\.[a-z0-9_]{1,40}")


class InvalidList(InvalidInput):
    """A filter, an order or a cursor of a list does not fit; ``fields`` names the parameter."""

    code = "invalid_list"


class Sort(StrEnum):
    """The orders of a list. Priority goes on to the oldest first; all others end in the id."""

    PRIORITY = "-priority"
    PRIORITY_LOWEST = "priority"
    NEWEST = "-created_at"
    OLDEST = "created_at"
    UPDATED = "-updated_at"
    UPDATED_OLDEST = "updated_at"
    DUE = "due_at"
    DUE_LAST = "-due_at"
    LAST_MESSAGE = "-last_message_at"
    LAST_MESSAGE_OLDEST = "last_message_at"


class FieldSort(str):
    """The order by a custom field: ``field.`` and its key, after ``-`` turned round. Tickets without one come last."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """Return it as it stands in addresses, as ``Sort`` does."""
        return str(self)

    @property
    def key(self) -> str:
        """Return the key of the field."""
        return self.removeprefix("-").removeprefix(FIELD)


class Whose(StrEnum):
    """The assignees that have no id."""

    ME = "me"
    NOBODY = "nobody"


class Archived(StrEnum):
    """Whether a list has archived tickets. Without a word it has them when it searches."""

    YES = "true"
    NO = "false"
    ANY = "any"


@dataclass(frozen=True, kw_only=True)
class ListQuery:
    """One question for tickets. An empty filter filters nothing; several values of one filter mean any of them."""

    stage: tuple[Stage, ...] = ()
    status: tuple[str, ...] = ()
    priority: tuple[Priority, ...] = ()
    category: tuple[str, ...] = ()
    type: tuple[TicketType, ...] = ()
    department: tuple[uuid.UUID, ...] = ()
    assignee: tuple[uuid.UUID | Whose, ...] = ()
    requester: uuid.UUID | None = None
    channel: tuple[Channel, ...] = ()
    tag: tuple[str, ...] = ()
    q: str = ""
    archived: Archived | None = None
    snoozed: bool | None = None
    mentioned: bool | None = None
    watched: bool | None = None
    created_from: datetime.datetime | None = None
    created_to: datetime.datetime | None = None
    fields: tuple[tuple[str, str], ...] = ()
    sort: Sort | FieldSort = Sort.PRIORITY
    cursor: str = ""
    limit: int = field(default=25)

    def at(self, cursor: str) -> "ListQuery":
        """Return the same question at another place of the list."""
        return replace(self, cursor=cursor)


def _refuse(name: str, text: str) -> InvalidList:
    return InvalidList(text, fields={name: text})


def _uuid(text: str) -> uuid.UUID:
    return uuid.UUID(text)


def _assignee(text: str) -> uuid.UUID | Whose:
    return Whose(text) if text in set(Whose) else uuid.UUID(text)


def _word(text: str) -> str:
    if not text or len(text) > 40:
        raise ValueError(text)
    return text


def _tag(text: str) -> str:
    return _word(text).lower()


def _moment(text: str, *, end: bool) -> datetime.datetime:
    """Read a moment, or a day in the reader's zone: its first moment, or with ``end`` the first of the next day."""
    moment = parse_datetime(text) if len(text) > 10 else None
    if moment is not None:
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        return aware.astimezone(datetime.UTC)  # PostgreSQL knows fewer zones than Python
    day = parse_date(text)
    if day is None:
        raise ValueError(text)
    start = datetime.datetime.combine(day + datetime.timedelta(days=int(end)), datetime.time())
    return timezone.make_aware(start)


_SEVERAL: dict[str, Callable[[str], Any]] = {
    "stage": Stage,
    "status": _word,
    "priority": Priority.from_key,
    "category": _word,
    "type": TicketType,
    "department": _uuid,
    "assignee": _assignee,
    "channel": Channel,
    "tag": _tag,
}


def _limit(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MAX_LIMIT:
        raise ValueError(text)
    return number


def _text(text: str) -> str:
    if len(text) > TEXT_LENGTH or "\0" in text:
        raise ValueError(text)
    return text.strip()


_ONE: dict[str, Callable[[str], Any]] = {
    "requester": _uuid,
    "q": _text,
    "archived": Archived,
    "snoozed": lambda text: {"true": True, "false": False}[text],
    "mentioned": lambda text: {"true": True}[text],
    "watched": lambda text: {"true": True}[text],
    "created_from": lambda text: _moment(text, end=False),
    "created_to": lambda text: _moment(text, end=True),
    "sort": lambda text: FieldSort(text) if _FIELD_SORT.fullmatch(text) else Sort(text),
    "cursor": str,
    "limit": _limit,
}
PARAMETERS = frozenset(_SEVERAL) | frozenset(_ONE)


def parse_list_query(parameters: Mapping[str, Sequence[str]]) -> ListQuery:
    """Read a question from parameters, each with its values; values may also be joined by commas.

    Raises ``InvalidList`` naming the first parameter that is unknown or does not fit. Empty values count as not given.
    Filters by custom fields are looked at when the list is read, as organizations have their own.
    """
    found: dict[str, Any] = {}
    for name, given in parameters.items():
        if _FIELD.fullmatch(name):
            if given and (text := _field_text(name, given[-1])):
                found["fields"] = (*found.get("fields", ()), (name, text))
            continue
        if name not in PARAMETERS:
            raise _refuse(name, _("There is no such filter: %(name)s.") % {"name": name[:40]})
        try:
            if name in _SEVERAL:
                found[name] = _several(_SEVERAL[name], given)
            elif given and given[-1]:
                found[name] = _ONE[name](given[-1])
        except (ValueError, KeyError, OverflowError):
            text = _("This value does not fit the filter %(name)s.") % {"name": name}
            raise _refuse(name, text) from None
    return ListQuery(**found)


def _field_text(name: str, text: str) -> str:
    if len(text) > TEXT_LENGTH * 10 or "\0" in text:
        raise _refuse(name, _("This value does not fit the filter %(name)s.") % {"name": name})
    return text.strip()


def _several(read: Callable[[str], Any], given: Sequence[str]) -> tuple[Any, ...]:
    words = [word.strip() for value in given for word in value.split(",") if word.strip()]
    if len(words) > _MAX_VALUES:
        raise ValueError(words)
    return tuple(dict.fromkeys(read(word) for word in words))


def parameters_of(query: ListQuery) -> dict[str, str]:
    """Return the question as parameters, without what is the default: the other half of ``parse_list_query``."""
    default = ListQuery()
    found: dict[str, str] = {}
    for name in (*_SEVERAL, *_ONE):
        value = getattr(query, name)
        if value == getattr(default, name):
            continue
        if name == "priority":
            found[name] = ",".join(one.key for one in value)
        elif isinstance(value, bool):
            found[name] = str(value).lower()
        elif isinstance(value, tuple):
            found[name] = ",".join(str(one) for one in value)
        elif isinstance(value, datetime.datetime):
            found[name] = value.isoformat()
        else:
            found[name] = str(value)
    return found | dict(query.fields)
