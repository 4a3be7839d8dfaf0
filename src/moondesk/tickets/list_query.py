"""What a list of tickets was asked for: filters, order and place, read strictly from the parameters of an address."""

import datetime
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from moondesk.tickets.list_errors import InvalidList as InvalidList  # noqa: PLC0414 - also known from here
from moondesk.tickets.list_errors import UnknownFilter, UnknownOperator, refused
from moondesk.tickets.moments import Due, Moment, Sla, read_moment
from moondesk.tickets.rules import Channel, Priority, Stage, TicketType

MAX_LIMIT = 100
TEXT_LENGTH = 200
SEARCH_LENGTH = 1000
"""How long a search can be. What is longer is refused when it is read, which says so (``search_language``)."""
_MAX_VALUES = 50
FIELD = "field."
_FIELD = re.compile(r"field\.[a-z0-9_]{1,40}(\.(from|to|empty|not))?")
_FIELD_SORT = re.compile(r"-?field\.[a-z0-9_]{1,40}")


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
    requester: tuple[uuid.UUID, ...] = ()
    company: tuple[uuid.UUID, ...] = ()
    channel: tuple[Channel, ...] = ()
    tag: tuple[str, ...] = ()
    q: str = ""
    archived: Archived | None = None
    snoozed: bool | None = None
    mentioned: bool | None = None
    watched: bool | None = None
    answered: bool | None = None
    sla: tuple[Sla, ...] = ()
    created_from: Moment | None = None
    created_to: Moment | None = None
    updated_from: Moment | None = None
    updated_to: Moment | None = None
    replied_from: Moment | None = None
    replied_to: Moment | None = None
    due_from: Moment | None = None
    due_to: Moment | None = None
    resolved_from: Moment | None = None
    resolved_to: Moment | None = None
    closed_from: Moment | None = None
    closed_to: Moment | None = None
    due: tuple[Due, ...] = ()
    days: tuple[tuple[Due, datetime.datetime, datetime.datetime], ...] = ()
    """What the words for due dates mean in days, once it is known whose today it is (``settled``)."""
    excluded: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    """Filters turned round: the values that a ticket must not have."""
    empty: tuple[tuple[str, bool], ...] = ()
    """Whether a ticket must have nothing there, or something."""
    fields: tuple[tuple[str, str], ...] = ()
    sort: Sort | FieldSort = Sort.PRIORITY
    cursor: str = ""
    limit: int = field(default=25)

    def at(self, cursor: str) -> "ListQuery":
        """Return the same question at another place of the list."""
        return replace(self, cursor=cursor)


def unknown(name: str) -> InvalidList:
    """Return the error that nothing is asked by this name, or that it is not asked this way."""
    root, _dot, operator = name.removeprefix(FIELD).partition(".")
    if operator and (name.startswith(FIELD) or root in PARAMETERS or root in DATES):
        text = _("The filter %(name)s has no operator %(operator)s.") % {"name": root[:40], "operator": operator[:40]}
        return UnknownOperator(text, fields={name[:80]: text})
    text = _("There is no such filter: %(name)s.") % {"name": name[:40]}
    return UnknownFilter(text, fields={name[:80]: text})


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


_SEVERAL: dict[str, Callable[[str], Any]] = {
    "stage": Stage,
    "status": _word,
    "priority": Priority.from_key,
    "category": _word,
    "type": TicketType,
    "department": _uuid,
    "assignee": _assignee,
    "requester": _uuid,
    "company": _uuid,
    "channel": Channel,
    "tag": _tag,
    "due": Due,
    "sla": Sla,
}
NOT, EMPTY = ".not", ".empty"
EMPTIABLE = frozenset({"category", "department", "assignee", "company", "tag", "due", "resolved", "closed"})
DATES = ("created", "updated", "replied", "due", "resolved", "closed")


_EITHER = {"true": True, "false": False}


def _limit(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MAX_LIMIT:
        raise ValueError(text)
    return number


def _text(text: str) -> str:
    return text.strip()


_ONE: dict[str, Callable[[str], Any]] = {
    "q": _text,
    "archived": Archived,
    **dict.fromkeys(("snoozed", "mentioned", "watched", "answered"), _EITHER.__getitem__),
    **{f"{name}_from": lambda text: read_moment(text, end=False) for name in DATES},
    **{f"{name}_to": lambda text: read_moment(text, end=True) for name in DATES},
    "sort": lambda text: FieldSort(text) if _FIELD_SORT.fullmatch(text) else Sort(text),
    "cursor": str,
    "limit": _limit,
}
_WORDS = {name: [str(one) for one in kind] for name, kind in (_SEVERAL | _ONE).items() if isinstance(kind, type(Sort))}
_WORDS |= {"priority": [one.key for one in Priority], "sort": list(Sort)}
"""The values of the filters that have only a few."""
PARAMETERS = frozenset(_SEVERAL) | frozenset(_ONE)
_PLAIN = (*_SEVERAL, *_ONE)
_DEFAULTS = vars(ListQuery())


def parse_list_query(parameters: Mapping[str, Sequence[str]]) -> ListQuery:
    """Read a question from parameters, each with its values; values may also be joined by commas.

    Raises ``InvalidList`` naming the first parameter that is unknown or does not fit. Empty values count as not given.
    Filters by custom fields are looked at when the list is read, as organizations have their own.
    """
    found: dict[str, Any] = {}
    for name, given in parameters.items():
        try:
            part, value = _read(name, given)
        except (ValueError, KeyError, OverflowError):
            raise refused(name, _WORDS.get(name.removesuffix(NOT), ())) from None
        if part in _PARTS:
            found[part] = (*found.get(part, ()), *value)
        elif value is not None:
            found[part] = value
    return ListQuery(**found)


_PARTS = ("fields", "excluded", "empty")


def _read(name: str, given: Sequence[str]) -> tuple[str, Any]:
    """Return which part of a question a parameter is, and its value; of what stands in a row, that row's."""
    last = given[-1] if given else ""
    if _FIELD.fullmatch(name):
        if len(last) > TEXT_LENGTH * 10 or "\0" in last:
            raise refused(name)
        return "fields", ((name, last.strip()),) if last.strip() else ()
    root = name.partition(".")[0]
    if name in _SEVERAL:
        return name, _several(_SEVERAL[name], given)
    if name in _ONE:
        return name, _ONE[name](last) if last else None
    if name == root + NOT and root in _SEVERAL:
        values = _several(_SEVERAL[root], given)
        return "excluded", ((root, values),) if values else ()
    if name == root + EMPTY and root in EMPTIABLE:
        return "empty", ((root, _EITHER[last]),) if last else ()
    raise unknown(name)


def _several(read: Callable[[str], Any], given: Sequence[str]) -> tuple[Any, ...]:
    words = [word.strip() for value in given for word in value.split(",") if word.strip()]
    if len(words) > _MAX_VALUES:
        raise ValueError(words)
    return tuple(dict.fromkeys(read(word) for word in words))


def _text_of(name: str, value: Any) -> str:
    if name == "priority":
        return ",".join(one.key for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(str(one) for one in value)
    return value.isoformat() if isinstance(value, datetime.datetime) else str(value)


def parameters_of(query: ListQuery) -> dict[str, str]:
    """Return the question as parameters, without what is the default: the other half of ``parse_list_query``."""
    given = vars(query)
    found = {name: _text_of(name, given[name]) for name in _PLAIN if given[name] != _DEFAULTS[name]}
    found |= {name + NOT: _text_of(name, values) for name, values in query.excluded}
    found |= {name + EMPTY: _text_of(name, value) for name, value in query.empty}
    return found | dict(query.fields)


@lru_cache(maxsize=1000)
def root_of(name: str) -> str:
    """Return what a parameter is about, however it asks: ``created_from`` is about ``created``."""
    if name.startswith(FIELD):
        return ".".join(name.split(".")[:2])
    root = name.partition(".")[0]
    date, _line, end = root.rpartition("_")
    return date if end in ("from", "to") and date in DATES else root


def over(own: ListQuery, asked: ListQuery, names: Iterable[str]) -> ListQuery:
    """Return a view's own question with what was asked beside it in place of its filters about the same.

    ``names`` are the parameters that were given: one without a value takes the view's own filter away.
    """
    roots = {root_of(name) for name in names}
    if not roots:
        return own
    plain = {name: getattr(asked, name) for name in PARAMETERS if root_of(name) in roots}
    for part in _PARTS:
        stays = tuple(one for one in getattr(own, part) if root_of(one[0]) not in roots)
        plain[part] = stays + getattr(asked, part)
    return replace(own, **plain)
