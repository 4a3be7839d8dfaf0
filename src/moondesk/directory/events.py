"""What happens to a directory."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryPersonChanged(DomainEvent):
    """The directory wrote a person anew, changed or removed them: ``change`` is created, changed or removed."""

    name = "directory.person_changed"

    change: str
    user_name: str


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryGroupChanged(DomainEvent):
    """The directory wrote a group anew, changed or removed it: ``change`` is created, changed or removed."""

    name = "directory.group_changed"

    change: str
    label: str


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryPersonConnected(DomainEvent):
    """Somebody said, or the directory brought it about, that a person of it is a member."""

    name = "directory.person_connected"

    user_name: str


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryPersonDecided(DomainEvent):
    """Somebody decided about a conflict: ``decision`` is left_out, considered or let_in."""

    name = "directory.person_decided"

    user_name: str
    decision: str


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryLeaversHeld(DomainEvent):
    """So many would leave within a day that nobody does before it is confirmed; the setup is its subject."""

    name = "directory.leavers_held"

    leavers: int
    limit: int


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryApplyingBegun(DomainEvent):
    """What a directory says of many people is carried out by a worker: with those who leave, or without."""

    name = "directory.applying_begun"

    people: int
    leavers: bool
    unasked: bool


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryPeopleWait(DomainEvent):
    """Somebody could not be carried out yet; a worker goes through everybody once more in so many seconds."""

    name = "directory.people_wait"

    seconds: int
    leavers: bool
    unasked: bool


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryRulesChanged(DomainEvent):
    """A rule was added, changed, moved or removed; the setup is its subject."""

    name = "directory.rules_changed"

    old: str
    new: str
    before: list[dict[str, str]]
    after: list[dict[str, str]]


@event
@dataclass(frozen=True, kw_only=True)
class DirectorySwitched(DomainEvent):
    """What the directory says is carried out from now on, or is not any more."""

    name = "directory.switched"

    on: bool
