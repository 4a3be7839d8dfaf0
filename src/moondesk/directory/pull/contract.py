"""Reading one page of the contract (docs/api/directory-pull.md) strictly. Pure: bytes in, people and groups out.

What is not JSON, has no version or an entry without an id breaks the page. What is wrong with one person or group only
leaves that one as it is known here: a note says why, and nothing is guessed.
"""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from moondesk.directory.pull_rules import NoteCode, Trouble
from moondesk.directory.rules import ENTERPRISE

VERSION = 1
MOST_ON_PAGE = 1000
MOST_GROUPS_OF_ONE = 200
MOST_DEEP = 8
TEXT, LINK = 254, 2000
_PAGE = frozenset({"version", "listing", "people", "groups", "next", "as_of"})
_GROUP = frozenset({"id", "name", "removed"})
_TEXTS = ("email", "display_name", "given_name", "family_name", "title", "department")
_PERSON = frozenset({"id", "user_name", "active", "groups", "attributes", "changed_at", "removed", *_TEXTS})
_PLAIN = {"user_type": "userType", "locale": "locale"}
_OF_ENTERPRISE = {"division": "division", "organization": "organization", "cost_center": "costCenter"}
_OF_ADDRESS = {"country": "country", "locality": "locality"}
ATTRIBUTES = frozenset({*_PLAIN, *_OF_ENTERPRISE, *_OF_ADDRESS})


@dataclass(frozen=True)
class Note:
    """What is said about somebody or something, for the log of readings."""

    code: NoteCode
    about: str
    detail: str = ""


class PageBroken(Exception):
    """A page cannot be read: nothing of the whole reading is taken. ``notes`` say more about whom."""

    def __init__(self, trouble: Trouble, detail: str = "", wait: int = 0, notes: Sequence[Note] = ()) -> None:
        super().__init__(f"{trouble.value} {detail}")
        self.trouble, self.detail, self.wait, self.notes = trouble, detail[:300], wait, notes


@dataclass(frozen=True)
class SaidPerson:
    """A person as the other system says them; ``document`` is the same as a user of SCIM."""

    id: str
    user_name: str
    document: Mapping[str, Any]
    groups: frozenset[str]
    changed_at: datetime.datetime | None = None


@dataclass(frozen=True)
class SaidGroup:
    """A group as the other system says it."""

    id: str
    name: str


@dataclass
class Page:
    """One page, or all pages together."""

    is_full: bool
    people: list[SaidPerson] = field(default_factory=list)
    groups: list[SaidGroup] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    """Ids of people who are said to be gone."""
    removed_groups: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    """Ids of people of whom something is wrong: they stay as they are known."""
    left_groups: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    next: str = ""
    as_of: str = ""

    @property
    def entries(self) -> int:
        """How many people and groups it speaks of, wrong ones too."""
        kinds = (self.people, self.groups, self.removed, self.removed_groups, self.left, self.left_groups)
        return sum(len(one) for one in kinds)


class _Bad(ValueError):
    """A field of one entry is not what it has to be."""


def read_page(content: bytes) -> Page:
    """Return what a page says. Raises ``PageBroken``."""
    told = _parsed(content)
    if not isinstance(told, dict):
        _broken("the page is no object")
    if told.get("version") != VERSION or isinstance(told["version"], bool):
        _broken("version")
    if told.get("listing") not in ("full", "changes"):
        _broken("listing")
    page = Page(is_full=told["listing"] == "full")
    for name, most in (("next", LINK), ("as_of", 500)):
        value = told.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > most or not value.isprintable()):
            _broken(name)
        setattr(page, name, value or "")
    people, groups = (_entries(told, name) for name in ("people", "groups"))
    if len(people) + len(groups) > MOST_ON_PAGE:
        raise PageBroken(Trouble.TOO_MANY, f"more than {MOST_ON_PAGE} entries on a page")
    for place, one in enumerate(people):
        _take_person(page, one, f"people[{place}]")
    for place, one in enumerate(groups):
        _take_group(page, one, f"groups[{place}]")
    unknown = {name for name in told if name not in _PAGE}
    unknown |= {f"people.{name}" for one in people for name in one if name not in _PERSON}
    unknown |= {f"people.attributes.{name}" for one in people for name in _unknown_attributes(one)}
    unknown |= {f"groups.{name}" for one in groups for name in one if name not in _GROUP}
    page.notes += [Note(NoteCode.UNKNOWN_FIELDS, _shown(name)) for name in sorted(unknown)[:20]]
    return page


def _broken(where: str) -> NoReturn:
    raise PageBroken(Trouble.BROKEN, where)


def _parsed(content: bytes) -> Any:
    try:
        told = json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_never)
    except (ValueError, RecursionError):
        raise PageBroken(Trouble.NOT_JSON) from None
    if _depth(told) > MOST_DEEP:
        _broken("too deep")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: two readers would take two different values."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _never(_word: str) -> NoReturn:
    raise ValueError("no number")


def _depth(told: Any) -> int:
    """Return how deep values stand in one another, as far as it matters."""
    level, deep = [told], 0
    while level and deep <= MOST_DEEP:
        inside: list[Any] = []
        for one in level:
            inside += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        level, deep = inside, deep + 1
    return deep


def _entries(told: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = told.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        _broken(name)
    return found


def _take_person(page: Page, one: Mapping[str, Any], where: str) -> None:
    known_by = _id(one, where)
    try:
        if _is_removed(one, page):
            page.removed.add(known_by)
            return
        page.people.append(_person(known_by, one))
    except _Bad as error:
        page.left.add(known_by)
        page.notes.append(Note(NoteCode.BAD, known_by, str(error)))


def _take_group(page: Page, one: Mapping[str, Any], where: str) -> None:
    known_by = _id(one, where)
    try:
        if _is_removed(one, page):
            page.removed_groups.add(known_by)
            return
        page.groups.append(SaidGroup(known_by, _text(one, "name", needed=True)))
    except _Bad as error:
        page.left_groups.add(known_by)
        page.notes.append(Note(NoteCode.BAD, known_by, str(error)))


def _id(one: Mapping[str, Any], where: str) -> str:
    """Return an id. Without one nobody can say who is not there any more, so the page is broken."""
    try:
        return _text(one, "id", needed=True)
    except _Bad:
        _broken(f"{where}.id")


def _is_removed(one: Mapping[str, Any], page: Page) -> bool:
    removed = one.get("removed", False)
    if not isinstance(removed, bool) or (removed and page.is_full):
        raise _Bad("removed")
    return removed


def _person(known_by: str, one: Mapping[str, Any]) -> SaidPerson:
    if not isinstance(one.get("active"), bool):
        raise _Bad("active")
    groups = one.get("groups")
    if not isinstance(groups, list) or len(groups) > MOST_GROUPS_OF_ONE:
        raise _Bad("groups")
    inside = frozenset(_plain("groups", group) for group in groups)
    user_name = _text(one, "user_name", needed=True)
    return SaidPerson(known_by, user_name, _document(one, user_name), inside, _moment(one))


def _document(one: Mapping[str, Any], user_name: str) -> dict[str, Any]:
    """Return a person as a user of SCIM, so that rules and names are read in one way only."""
    said = {name: _text(one, name) for name in _TEXTS}
    more = _attributes(one)
    name = {"givenName": said["given_name"], "familyName": said["family_name"]}
    of_enterprise = {"department": said["department"]}
    of_enterprise |= {scim: more.get(key, "") for key, scim in _OF_ENTERPRISE.items()}
    place = {scim: more.get(key, "") for key, scim in _OF_ADDRESS.items()}
    document: dict[str, Any] = {
        "userName": user_name,
        "active": one["active"],
        "displayName": said["display_name"],
        "title": said["title"],
        "emails": [{"value": said["email"], "primary": True}] if said["email"] else [],
        "name": {key: value for key, value in name.items() if value},
        "addresses": [{key: value for key, value in place.items() if value}] if any(place.values()) else [],
        ENTERPRISE: {key: value for key, value in of_enterprise.items() if value},
    }
    document |= {scim: more.get(key, "") for key, scim in _PLAIN.items()}
    return {key: value for key, value in document.items() if value not in ("", [], {})}


def _attributes(one: Mapping[str, Any]) -> dict[str, str]:
    found = one.get("attributes") or {}
    if not isinstance(found, dict):
        raise _Bad("attributes")
    return {name: _text(found, name) for name in ATTRIBUTES}


def _unknown_attributes(one: Mapping[str, Any]) -> Iterable[str]:
    found = one.get("attributes")
    return [name for name in found if name not in ATTRIBUTES] if isinstance(found, dict) else []


def _moment(one: Mapping[str, Any]) -> datetime.datetime | None:
    said = _text(one, "changed_at")
    if not said:
        return None
    try:
        moment = datetime.datetime.fromisoformat(said)
    except ValueError:
        raise _Bad("changed_at") from None
    if moment.tzinfo is None or not datetime.MINYEAR + 1 < moment.year < datetime.MAXYEAR:
        raise _Bad("changed_at")
    return moment.astimezone(datetime.UTC)


def _text(one: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    value = one.get(name)
    if value is None or value == "":
        if needed:
            raise _Bad(name)
        return ""
    return _plain(name, value)


def _plain(name: str, value: Any) -> str:
    """Return a text without anything in it that is not written or cannot be kept."""
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT:
        raise _Bad(name)
    if any(one < " " or "\x7f" <= one <= "\x9f" or "\ud800" <= one <= "\udfff" for one in value):
        raise _Bad(name)
    return value


def _shown(name: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in name)[:60]
