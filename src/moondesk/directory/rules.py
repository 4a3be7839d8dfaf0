"""From what a directory says of people to what becomes of them here. Pure: no database, no clock, no network."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from moondesk.accounts.addresses import address_problem


class Source(StrEnum):
    """How the directory speaks to Moondesk."""

    SCIM = "scim"
    PULL = "pull"


class RuleKind(StrEnum):
    """What a rule looks at."""

    EVERYONE = "everyone"
    GROUP = "group"
    ATTRIBUTE = "attribute"


class Attribute(StrEnum):
    """What of a person a rule can ask for, under its name in SCIM (RFC 7643)."""

    TITLE = "title"
    USER_TYPE = "userType"
    DEPARTMENT = "department"
    DIVISION = "division"
    ORGANIZATION = "organization"
    COST_CENTER = "costCenter"
    LOCALE = "locale"
    COUNTRY = "country"
    LOCALITY = "locality"


class StepKind(StrEnum):
    """What becomes of one person."""

    NOTHING = "nothing"
    JOIN = "join"
    INVITED = "invited"
    MOVE = "move"
    LEAVE = "leave"
    OUTSIDE = "outside"
    CONFLICT = "conflict"


class Done(StrEnum):
    """What a directory brought about."""

    JOINED = "joined"
    INVITED = "invited"
    MOVED = "moved"
    LEFT = "left"


class Problem(StrEnum):
    """Why nothing is done about a person until somebody decides."""

    IS_MEMBER = "is_member"
    """A member has this address, and nobody said that they are the same person."""
    IS_OWNER = "is_owner"
    """The member is an owner: only owners deal with owners."""
    KEPT_OUT = "kept_out"
    """Somebody here deactivated the member: the directory does not bring them back by itself."""
    NO_ADDRESS = "no_address"
    NO_ROLE = "no_role"
    """The role that a rule gives is not there any more."""
    SAME_ADDRESS = "same_address"
    """Two people of the directory have one address."""


MOST_PEOPLE, MOST_GROUPS = 20_000, 5_000
MOST_AT_ONCE = 100
"""How many people are changed while somebody waits for it; for more it is the work of a worker."""

LABEL = "Directory"
"""What the log calls the directory when it acts."""

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
_OF_ENTERPRISE = {Attribute.DEPARTMENT, Attribute.DIVISION, Attribute.ORGANIZATION, Attribute.COST_CENTER}
_OF_ADDRESS = {Attribute.COUNTRY, Attribute.LOCALITY}


@dataclass(frozen=True)
class Facts:
    """What the directory says of a person, as far as rules ask for it."""

    is_active: bool
    email: str
    name: str
    groups: frozenset[str]
    """Names of groups, in small letters."""
    attributes: Mapping[str, frozenset[str]]
    """Values in small letters."""


@dataclass(frozen=True)
class PersonRule:
    """One rule: who it is about, and what they get."""

    kind: RuleKind
    attribute: str
    value: str
    role: str
    department: uuid.UUID | None


@dataclass(frozen=True)
class Wanted:
    """What the rules give a person: the role of the first that gives one, the departments of all."""

    role: str = ""
    departments: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class Standing:
    """What a member is now."""

    member_id: uuid.UUID
    is_active: bool
    is_owner: bool
    roles: tuple[str, ...]
    departments: frozenset[uuid.UUID]
    sent_away: bool = False
    """Whether it was the directory that deactivated them."""


@dataclass(frozen=True)
class Step:
    """What becomes of a person. ``role`` and ``departments`` are what they shall have afterwards."""

    kind: StepKind
    role: str = ""
    departments: frozenset[uuid.UUID] = frozenset()
    problem: Problem | None = None


def facts_of(document: Mapping[str, object], groups: Iterable[str]) -> Facts:
    """Return what rules ask for of a user as SCIM writes it (RFC 7643 section 4.1)."""
    attributes = {one.value: frozenset(_folded(_values(document, one))) for one in Attribute}
    return Facts(
        is_active=document.get("active", True) is not False,
        email=address_of(document),
        name=name_of(document),
        groups=frozenset(_folded(groups)),
        attributes=attributes,
    )


def address_of(document: Mapping[str, object]) -> str:
    """Return the address of a person: the primary one, else the first, else a user name that is one.

    What is no address that somebody could be invited at is none.
    """
    emails = [one for one in _listed(document.get("emails")) if isinstance(one.get("value"), str)]
    chosen = next((one for one in emails if one.get("primary") is True), emails[0] if emails else None)
    found = (str(chosen["value"]) if chosen else str(document.get("userName", ""))).strip().lower()
    return "" if address_problem(found) else found


def name_of(document: Mapping[str, object]) -> str:
    """Return under which name a person is shown."""
    name = document.get("name")
    parts: Mapping[str, object] = name if isinstance(name, Mapping) else {}
    both = " ".join(str(parts[key]) for key in ("givenName", "familyName") if parts.get(key))
    found = document.get("displayName") or parts.get("formatted") or both or document.get("userName") or ""
    return " ".join(str(found).split())[:120]


def wanted_of(mappings: Iterable[PersonRule], facts: Facts) -> Wanted:
    """Return what the rules, in their order, give a person."""
    fitting = [one for one in mappings if _fits(one, facts)]
    role = next((one.role for one in fitting if one.role), "")
    return Wanted(role, frozenset(one.department for one in fitting if one.department))


def step_of(facts: Facts, wanted: Wanted, mine: Standing | None, namesake: Standing | None, *, invited: bool) -> Step:
    """Return what becomes of a person.

    ``mine`` is the member connected to them, ``namesake`` one who only has the same address. Who gets no role works
    elsewhere: a member whom the directory brought leaves, others are left alone.
    """
    works_here = facts.is_active and bool(wanted.role)
    if mine is None:
        return _without_member(facts, wanted, namesake, works_here=works_here, invited=invited)
    if mine.is_owner:
        stays = works_here and mine.is_active
        return Step(StepKind.NOTHING) if stays else Step(StepKind.CONFLICT, problem=Problem.IS_OWNER)
    if not works_here:
        return Step(StepKind.LEAVE) if mine.is_active else Step(StepKind.OUTSIDE)
    if not mine.is_active and not mine.sent_away:
        return Step(StepKind.CONFLICT, wanted.role, wanted.departments, Problem.KEPT_OUT)
    if mine.is_active and mine.roles == (wanted.role,) and mine.departments == wanted.departments:
        return Step(StepKind.NOTHING, wanted.role, wanted.departments)
    return Step(StepKind.MOVE, wanted.role, wanted.departments)


def _without_member(
    facts: Facts, wanted: Wanted, namesake: Standing | None, *, works_here: bool, invited: bool
) -> Step:
    if not works_here:
        return Step(StepKind.OUTSIDE)
    if not facts.email:
        return Step(StepKind.CONFLICT, problem=Problem.NO_ADDRESS)
    if namesake is not None:
        return Step(StepKind.CONFLICT, wanted.role, wanted.departments, Problem.IS_MEMBER)
    return Step(StepKind.INVITED if invited else StepKind.JOIN, wanted.role, wanted.departments)


def leaver_limit(members: int) -> int:
    """Return how many may leave in one go without being asked about: a fifth of all members, at least five."""
    return max(5, members // 5)


def _fits(one: PersonRule, facts: Facts) -> bool:
    if one.kind is RuleKind.GROUP:
        return one.value.strip().lower() in facts.groups
    if one.kind is RuleKind.ATTRIBUTE:
        return one.value.strip().lower() in facts.attributes.get(one.attribute, frozenset())
    return True


def _values(document: Mapping[str, object], attribute: Attribute) -> Iterable[str]:
    if attribute in _OF_ENTERPRISE:
        extension = document.get(ENTERPRISE)
        places: list[Mapping[str, object]] = [extension] if isinstance(extension, Mapping) else []
    elif attribute in _OF_ADDRESS:
        places = _listed(document.get("addresses"))
    else:
        places = [document]
    return [str(place[attribute.value]) for place in places if place.get(attribute.value)]


def _listed(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _folded(values: Iterable[str]) -> Iterable[str]:
    return (value.strip().lower() for value in values)
