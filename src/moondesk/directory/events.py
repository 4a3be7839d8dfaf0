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


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryPullChanged(DomainEvent):
    """From where or how often people are read was set up, changed, switched or removed; of secrets only that."""

    name = "directory.pull_changed"

    change: str
    before: dict[str, str]
    after: dict[str, str]


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryPulled(DomainEvent):
    """A listing of the other system was taken and changed something; the reading is its subject."""

    name = "directory.pulled"

    read: int
    joined: int
    moved: int
    left: int
    conflicts: int
    skipped: int


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryListingHeld(DomainEvent):
    """A listing lacks so many people that nothing of it is taken before somebody looked; the pull is its subject."""

    name = "directory.listing_held"

    lacking: int
    known: int


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryPullAsked(DomainEvent):
    """Somebody had the other system read now; with ``takes_fewer`` also when far fewer people are in it."""

    name = "directory.pull_asked"

    run: str
    takes_fewer: bool


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryPullFailing(DomainEvent):
    """The other system could not be read some times in a row."""

    name = "directory.pull_failing"

    label: str
    trouble: str


@event
@dataclass(frozen=True, kw_only=True)
class DirectoryPullRecovered(DomainEvent):
    """The other system can be read again."""

    name = "directory.pull_recovered"

    label: str
