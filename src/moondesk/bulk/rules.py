"""What a change of many tickets can be and how far it got, as pure functions."""

import datetime
from enum import StrEnum

MOST = 100_000
"""How many tickets one change can have."""
MOST_CHOSEN = 2_000
"""How many tickets can be chosen one by one; more are named by a question."""
MOST_WAITING = 5
"""How many changes of one member may be under way or wait for their turn."""
BATCH = 25
"""How many tickets are changed in one transaction: as long as nobody notices that they are locked."""

KEPT = datetime.timedelta(days=30)
"""How long it is known what became of each ticket."""
UNDO_FOR = datetime.timedelta(hours=24)
"""How long after its end a change can be taken back as a whole."""


class Operation(StrEnum):
    """What is done to each ticket."""

    STATUS = "status"
    PRIORITY = "priority"
    ASSIGNEE = "assignee"
    DEPARTMENT = "department"
    CATEGORY = "category"
    TYPE = "type"
    FIELD = "field"
    ADD_TAGS = "add_tags"
    REMOVE_TAGS = "remove_tags"
    SET_TAGS = "set_tags"
    MACRO = "macro"
    REPLY = "reply"
    NOTE = "note"
    MERGE = "merge"
    SNOOZE = "snooze"
    WAKE = "wake"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    DELETE = "delete"
    WATCH = "watch"
    UNWATCH = "unwatch"


class BulkState(StrEnum):
    """How far a change of many tickets got."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


ACTIVE = (BulkState.WAITING, BulkState.RUNNING, BulkState.UNDOING)
"""The states in which there is still work to do."""
UNDOABLE = (BulkState.DONE, BulkState.CANCELLED, BulkState.FAILED)


class Outcome(StrEnum):
    """What became of one ticket. ``KEPT`` was changed and could not be taken back."""

    PENDING = "pending"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNDONE = "undone"
    KEPT = "kept"
