"""What an export can be and how long it lasts, as pure functions."""

import datetime
from enum import StrEnum

BATCH = 500
"""How many tickets or entries are read in one transaction."""
MOST_WAITING = 3
"""How many exports of one member may be under way or wait for their turn."""
MOST_READY = 20
"""How many files of one member are kept: before there are more, the oldest goes, so that no disk fills by asking."""
MOST_COLUMNS = 120
MOST_CHOSEN = 2_000
"""How many tickets can be named one by one; more are named by a question."""
TRIES = 3
"""How often an export whose worker was lost is begun again."""

READY_FOR = datetime.timedelta(hours=24)
"""How long a file can be fetched."""
KEPT = datetime.timedelta(days=30)
"""How long it is known that somebody made an export."""


class Content(StrEnum):
    """What an export has."""

    TICKETS = "tickets"
    AUDIT = "audit"
    """Entries of the audit log."""


class ExportFormat(StrEnum):
    """What kind of file it is."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.JSON: "application/json",
}


class ExportState(StrEnum):
    """How far an export got."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    EXPIRED = "expired"


ACTIVE = (ExportState.WAITING, ExportState.RUNNING)
"""The states in which there is still work to do."""
