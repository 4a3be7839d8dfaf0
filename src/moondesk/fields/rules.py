"""Fields as values: their kinds, and what is a value of one. Pure functions."""

import datetime
import re
import unicodedata
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

TEXT_LENGTH = 250
LONG_TEXT_LENGTH = 10_000
URL_LENGTH = 2000
WORD_LENGTH = 250
MOST_PLACES = 6
LARGEST = 10**15
"""Numbers up to here have 15 digits, which every program that reads JSON keeps exactly."""


class Kind(StrEnum):
    """What sort of values a field takes; it never changes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    CHECKBOX = "checkbox"
    SELECT = "select"
    MULTI_SELECT = "multi_select"
    TREE_SELECT = "tree_select"
    URL = "url"
    USER = "user"


WITH_OPTIONS = frozenset({Kind.SELECT, Kind.MULTI_SELECT, Kind.TREE_SELECT})
FILTERED = frozenset(Kind) - {Kind.LONG_TEXT}
RANGED = frozenset({Kind.NUMBER, Kind.DATE})
SORTED = frozenset({Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.SELECT, Kind.TREE_SELECT})
BY_WORD = frozenset({Kind.TEXT})
"""The kinds that are sorted by their word; the other sorted ones are by their number."""


@dataclass(frozen=True)
class Option:
    """One choice of a field. ``parent`` is the key of the option above it, in a tree."""

    key: str
    labels: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    is_retired: bool = False


NO_ID = uuid.UUID(int=0)
"""The id of a field that is not written yet."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One field: what it is called and which values fit. ``most`` and ``least`` bound numbers."""

    key: str
    kind: Kind
    labels: Mapping[str, str] = field(default_factory=dict)
    help: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    places: int = 2
    is_retired: bool = False
    id: uuid.UUID = NO_ID

    def option(self, key: str) -> Option | None:
        """Return the option with a key."""
        return next((one for one in self.options if one.key == key), None)

    def path(self, key: str) -> tuple[Option, ...]:
        """Return an option with those above it, the highest first."""
        found: list[Option] = []
        step = self.option(key)
        while step is not None and step not in found:
            found.insert(0, step)
            step = self.option(step.parent) if step.parent else None
        return tuple(found)

    def below(self, keys: Collection[str]) -> frozenset[str]:
        """Return the keys with those of all options below them."""
        return frozenset(one.key for one in self.options if {step.key for step in self.path(one.key)} & set(keys))


type Value = str | int | float | bool | list[str] | None
type People = Mapping[str, str]
"""The names of the members who can be chosen, by id."""


class Wrong(ValueError):
    """A value does not fit; the code says why, ``bound`` the limit it passes."""

    def __init__(self, code: str, bound: object = None) -> None:
        super().__init__(code)
        self.code, self.bound = code, bound


def clean(definition: Definition, given: Any, *, present: Value = None, people: People | None = None) -> Value:
    """Return the value as it is kept, None for nothing. Raises ``Wrong``.

    What is ``present`` may stay although its option was retired or its member left.
    """
    if given is None or given == [] or (isinstance(given, str) and not given.strip()):
        return None
    return _CLEAN[definition.kind](definition, given, present, people or {})


def _line(text: Any, most: int, *, kept: str = "") -> str:
    if not isinstance(text, str):
        raise Wrong("not_text")
    tidy = text.replace("\r\n", "\n").strip()
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in kept for char in tidy):
        raise Wrong("control")
    if len(tidy) > most:
        raise Wrong("too_long", most)
    return tidy


def _text(_definition: Definition, given: Any, _present: Value, _people: People) -> Value:
    return _line(given, TEXT_LENGTH)


def _long_text(_definition: Definition, given: Any, _present: Value, _people: People) -> Value:
    return _line(given, LONG_TEXT_LENGTH, kept="\n\t")


def _number(definition: Definition, given: Any, _present: Value, _people: People) -> Value:
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        raise Wrong("not_a_number")
    number = Decimal(str(given))
    if not number.is_finite() or abs(number) >= LARGEST:
        raise Wrong("out_of_range")
    if round(number, definition.places) != number or len(number.normalize().as_tuple().digits) > 15:
        raise Wrong("too_precise", definition.places)
    if definition.least is not None and number < definition.least:
        raise Wrong("too_small", definition.least)
    if definition.most is not None and number > definition.most:
        raise Wrong("too_large", definition.most)
    return int(number) if number == number.to_integral_value() else float(number)


def _date(_definition: Definition, given: Any, _present: Value, _people: People) -> Value:
    if not isinstance(given, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given.strip()):
        raise Wrong("not_a_date")
    try:
        return datetime.date.fromisoformat(given.strip()).isoformat()
    except ValueError:
        raise Wrong("not_a_date") from None


def _checkbox(_definition: Definition, given: Any, _present: Value, _people: People) -> Value:
    if not isinstance(given, bool):
        raise Wrong("not_a_checkbox")
    return True if given else None


def _option(definition: Definition, given: Any, present: Value) -> str:
    if not isinstance(given, str):
        raise Wrong("not_an_option")
    option = definition.option(given)
    if option is None:
        raise Wrong("unknown_option")
    if option.is_retired and given not in ([present] if isinstance(present, str) else present or []):  # type: ignore[operator]
        raise Wrong("option_retired")
    return option.key


def _select(definition: Definition, given: Any, present: Value, _people: People) -> Value:
    return _option(definition, given, present)


def _multi_select(definition: Definition, given: Any, present: Value, _people: People) -> Value:
    if not isinstance(given, list):
        raise Wrong("not_a_list")
    chosen = {_option(definition, one, present) for one in given}
    return [one.key for one in definition.options if one.key in chosen]


def _url(_definition: Definition, given: Any, _present: Value, _people: People) -> Value:
    text = _line(given, URL_LENGTH)
    try:
        parts = urlsplit(text)
        is_fit = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_fit = False
    if not is_fit or "\\" in text or any(char.isspace() for char in text):
        raise Wrong("not_a_url")
    return text


def _user(_definition: Definition, given: Any, present: Value, people: People) -> Value:
    if not isinstance(given, str):
        raise Wrong("not_a_member")
    wanted = given.strip().lower()
    if wanted not in people and wanted != present:
        raise Wrong("unknown_member")
    return wanted


_CLEAN: dict[Kind, Callable[[Definition, Any, Value, People], Value]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.CHECKBOX: _checkbox,
    Kind.SELECT: _select,
    Kind.MULTI_SELECT: _multi_select,
    Kind.TREE_SELECT: _select,
    Kind.URL: _url,
    Kind.USER: _user,
}


def from_form(definition: Definition, typed: Sequence[str]) -> Any:
    """Return what was typed into a form as ``clean`` takes it; what is no number stays the text that it is."""
    texts = [text for text in typed if text.strip()]
    if definition.kind is Kind.MULTI_SELECT:
        return texts
    last = texts[-1] if texts else ""
    if definition.kind is Kind.CHECKBOX:
        return last in ("on", "true")
    if definition.kind is Kind.NUMBER and last:
        return _typed_number(last)
    return last


def _typed_number(text: str) -> Any:
    plain = text.strip().replace(" ", "").replace("\u00a0", "")
    if "," in plain and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        number = Decimal(plain) if re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{0,12})?", plain) else None
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
        number = None
    if number is None:
        return text
    return int(number) if number == number.to_integral_value() else float(number)


def indexed(definition: Definition, value: Value) -> list[tuple[str | None, Decimal | None]]:
    """Return the words and numbers under which a value is found and sorted; several for several options."""
    if value is None or definition.kind is Kind.LONG_TEXT:
        return []
    if definition.kind is Kind.NUMBER:
        return [(None, Decimal(str(value)))]
    if definition.kind is Kind.DATE:
        return [(None, Decimal(datetime.date.fromisoformat(str(value)).toordinal()))]
    if definition.kind is Kind.MULTI_SELECT:
        return [(str(one), None) for one in (value if isinstance(value, list) else [])]
    if definition.kind in (Kind.SELECT, Kind.TREE_SELECT):
        return [(str(value), place_of(definition, str(value)))]
    return [(word_of(value), None)]


def word_of(value: Value) -> str:
    """Return a value as it is looked up: in any case, as far as it is told apart."""
    return "true" if value is True else str(value).casefold()[:WORD_LENGTH]


def place_of(definition: Definition, key: str) -> Decimal:
    """Return the place of an option in the order of the field."""
    keys = [one.key for one in definition.options]
    return Decimal(keys.index(key) if key in keys else len(keys))
