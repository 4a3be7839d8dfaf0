"""What entries of the audit log hold, as people read it: names for ids, words for codes, pairs for JSON."""

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.models import Event
from moondesk.fields.models import in_language
from moondesk.fields.queries import read_definitions
from moondesk.files.rules import size_words
from moondesk.organizations.people import names_of
from moondesk.organizations.roles import names_of_roles
from moondesk.tickets.models import Status
from moondesk.web.formats import datetime_text
from moondesk.web.settings.audit_parts import BUILT_IN_ROLES, FIELDS, PARTS, PLAIN, ROLES, SIZES, VALUES

_LENGTH = 36
_MOVE = ">"
"""Stands between two statuses where an entry says who may move tickets."""
_NOTHING: tuple[Any, ...] = (None, "", [], {})


class Names:
    """The names that the ids in some entries have now; what is gone stays an id."""

    def __init__(self, events: Iterable[Event]) -> None:
        ids = {one for event in events for one in _ids({"subject": str(event.subject_id), **event.data})}
        self._names = {str(key): name for key, name in names_of(ids).items()}

    def of(self, key: Any) -> str:
        """Return the name that goes with an id, or nothing."""
        return self._names.get(str(key), "")

    def pair(self, part: str, value: Any) -> str:
        """Return a value and of what it is one; a name or a text alone says that itself."""
        text = self.text(value, part)
        return text if not text or part in PLAIN else f"{self.part(part, value)}: {text}"

    def part(self, name: str, value: Any = None) -> str:
        """Return how a part is called; statuses, and moves between two of them, have theirs of the organization."""
        if _MOVE in name:
            return " → ".join(self._statuses.get(one, one) for one in name.split(_MOVE))
        if name not in PARTS and isinstance(value, Mapping):
            return self._statuses.get(name, name)
        if name not in PARTS:
            return self._fields.get(name.removeprefix("field."), name.replace("_", " "))
        return str(PARTS[name])

    def text(self, value: Any, part: str = "") -> str:
        """Return what an entry says of a part, as a person reads it."""
        if value in _NOTHING:
            return ""
        if isinstance(value, bool) or value in ("True", "False"):
            return _("yes") if str(value) == "True" else _("no")
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, list):
            between = " / " if any(isinstance(one, Mapping) for one in value) else ", "
            return between.join(text for text in (self.text(one, part) for one in value) if text)
        if isinstance(value, int) and part in SIZES:
            return size_words(value)
        return self._said(str(value), part)

    def _mapping(self, value: Mapping[str, Any]) -> str:
        if all(len(key) == 2 and key not in PARTS and isinstance(one, str) for key, one in value.items()):
            # A text in each language: all of them, for it may be that only one has changed.
            return ", ".join(f"{one} ({language})" for language, one in value.items() if one)
        return "; ".join(text for text in (self.pair(name, one) for name, one in value.items()) if text)

    def _said(self, value: str, part: str) -> str:
        """Return a text: a name, a moment, or the words of a code or of several with commas between them."""
        if value in self._names:
            return self._names[value]
        codes = value.replace(", ", ",").split(",")
        words = [self._code(one, part) for one in codes]
        if any(words):
            return ", ".join(word or code for word, code in zip(words, codes, strict=True))
        return _moment(value) or value

    def _code(self, code: str, part: str) -> str:
        if part in ROLES or _MOVE in part:
            return str(BUILT_IN_ROLES.get(code, "")) or self._own_roles.get(code, "")
        if part in FIELDS:
            return self._fields.get(code, "")
        if part == "status":
            return self._statuses.get(code, "")
        return str(VALUES.get(part, {}).get(code, "")) or self._names.get(code, "")

    @cached_property
    def _own_roles(self) -> dict[str, str]:
        return names_of_roles()

    @cached_property
    def _fields(self) -> dict[str, str]:
        return {one.key: in_language(one.labels) for one in read_definitions()}

    @cached_property
    def _statuses(self) -> dict[str, str]:
        return {one.key: one.label() for one in Status.objects.all()}


def _moment(value: str) -> str:
    if len(value) < len("2026-11-22T10:05+00:00") or "T" not in value:
        return ""
    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        return ""
    return datetime_text(moment) if moment.tzinfo else ""


def _ids(value: Any) -> Iterator[uuid.UUID]:
    if isinstance(value, str):
        for one in value.split(","):
            if len(one.strip()) == _LENGTH:
                try:
                    yield uuid.UUID(one.strip())
                except ValueError:
                    continue
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _ids(one)
    elif isinstance(value, list):
        for one in value:
            yield from _ids(one)
