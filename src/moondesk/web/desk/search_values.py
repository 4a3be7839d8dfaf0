"""What can follow at the caret of the search box: names of fields, and the values that they know here."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from moondesk.fields.models import in_language
from moondesk.tickets.folding import fold
from moondesk.tickets.moments import Sla
from moondesk.tickets.rules import Channel, Priority, Stage, TicketType
from moondesk.tickets.search_fields import FIELDS as NAMES
from moondesk.tickets.search_fields import SPANISH, STATES
from moondesk.tickets.tag_queries import suggest_tags
from moondesk.web.desk.choices import Choices, choices_of, priority_word
from moondesk.web.desk.search_help import FIELDS, TIMES
from moondesk.web.edges import TenantRequest

MOST = 8
_AT_CARET = re.compile(r'(?:^|(?<=[\s]))(-?)(?:([\w.-]+):((?:"[^"]*"|[^\s"])*(?:"[^"]*)?)|([\w.]+))$')
_VALUE = re.compile(r'^((?:(?:"[^"]*"|[^",]*),)*)([<>=]*)("?)(.*)$', re.DOTALL)
_MOMENTS = ("today", "yesterday", "<24h", "<7d", "<30d", ">7d", ">30d")


class Option(NamedTuple):
    """One thing that can follow: what it is called, what it means, and what takes the place of the last letters."""

    label: str
    sub: str
    insert: str
    taken: int
    """How many letters before the caret it takes the place of."""


def suggestions(request: TenantRequest, before: str) -> list[Option]:
    """Return what can follow after ``before``, the search up to the caret."""
    found = _AT_CARET.search(before)
    if found is None or (before.count('"') % 2 and not found[3]):
        return []
    choices = choices_of(request.organization)
    if found[2] is None:
        return _fields(choices, found[4])
    value = _VALUE.match(found[3])
    return (
        _values(choices, SPANISH.get(fold(found[2]), found[2].lower()), value[4], len(value[4]) + len(value[3]))
        if value
        else []
    )


def _fields(choices: Choices, begun: str) -> list[Option]:
    told = {example.partition(":")[0]: str(meaning) for example, meaning in reversed((*FIELDS, *TIMES))}
    known = [(name, told.get(name, "")) for name in NAMES]
    known += [(f"field.{one.key}", in_language(one.labels)) for one in choices.catalogue.live]
    wanted = begun.lower()
    fit = sorted(one for one in known if one[0].startswith(wanted))
    return [Option(f"{name}:", meaning, f"{name}:", len(begun)) for name, meaning in fit[:MOST]]


def _values(choices: Choices, key: str, begun: str, taken: int) -> list[Option]:
    wanted = fold(begun)
    fit = [(value, word) for value, word in _pairs(choices, key, begun) if _fits(wanted, value, word)]
    return [Option(word or value, value if word else "", _quoted(value) + " ", taken) for value, word in fit[:MOST]]


def _fits(wanted: str, value: str, word: str) -> bool:
    return any(text.startswith(wanted) or f" {wanted}" in text for text in (fold(value), fold(word))) or not wanted


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r'[\s,"]', value) else value


type Pairs = Iterable[tuple[str, str]]


def _words(words: Iterable[str]) -> Pairs:
    return [(word, "") for word in words]


_FIXED: dict[str, Pairs] = {
    "stage": _words(Stage),
    "type": _words(TicketType),
    "channel": _words(Channel),
    "is": _words(STATES),
    "sla": _words(Sla),
} | dict.fromkeys(("created", "updated", "resolved", "closed", "message"), _words(_MOMENTS))
_ASKED: dict[str, Callable[[Choices], Pairs]] = {
    "status": lambda choices: [(one.key, one.label()) for one in choices.statuses] + [(one, "") for one in Stage],
    "assignee": lambda choices: [
        *_words(("me", "nobody")),
        *((one.name, "") for one in choices.members),
    ],
    "department": lambda choices: [("none", ""), *((one.name, "") for one, _depth in choices.departments)],
    "category": lambda choices: [("none", ""), *((one.key, one.label()) for one in choices.categories)],
}


def _pairs(choices: Choices, key: str, begun: str) -> Pairs:
    """Return the values that a field knows, each with what people call it."""
    if key in _FIXED:
        return _FIXED[key]
    if key in _ASKED:
        return _ASKED[key](choices)
    if key == "priority":
        return [(one.key, str(priority_word(one))) for one in Priority]
    if key == "tag":
        return [(one.name, "") for one in suggest_tags(begun)] if begun else [("none", "")]
    return _words(("me",)) if key == "requester" else ()
