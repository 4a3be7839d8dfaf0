"""What can happen to a file."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class FileStored(DomainEvent):
    """A file was taken in."""

    name = "file.stored"

    type: str
    size: int


@event
@dataclass(frozen=True, kw_only=True)
class FileExamined(DomainEvent):
    """A file was checked for viruses, and drawn if it can be."""

    name = "file.examined"

    state: str
    preview: str


@event
@dataclass(frozen=True, kw_only=True)
class FileOpened(DomainEvent):
    """Somebody of the organization opened or downloaded a file. Its name is not said: it goes with its ticket."""

    name = "file.opened"


@event
@dataclass(frozen=True, kw_only=True)
class FileLimitsChanged(DomainEvent):
    """The organization changed which files it takes."""

    name = "file.limits_changed"

    most: int


@event
@dataclass(frozen=True, kw_only=True)
class FileQuotaChanged(DomainEvent):
    """Who runs the installation set how many bytes of files the organization may keep; 0 is without end."""

    name = "file.quota_changed"

    quota: int
