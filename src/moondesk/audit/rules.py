"""What an entry of the audit log tells, and how long it is kept, as pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KEPT_DAYS = 730
"""How long the log is kept where nothing else was chosen."""
LEAST_DAYS = 90
MOST_DAYS = 3650

OPENED_TICKETS = 300
READ_FILES = 200
WINDOW_SECONDS = 600
"""More tickets or files than that in this time are no work any more: somebody takes them along."""

FAILURES_KEPT = 20
"""How many failed sign-ins with one address from one network are written down in ``WINDOW_SECONDS``."""
FAILURES_OF_ADDRESS = 100
"""And with one address from all networks together."""
UNKNOWN_HERE = 20
"""And with addresses that are of no member, from one network: who makes up a new one each time fills no log."""
UNKNOWN_EVERYWHERE = 500
"""And with such from all networks together."""

VIEWING_MINUTES = 30
"""How long somebody may look at the desk as another; then it takes a new reason."""
LONGEST_REASON = 300

_BEFORE, _AFTER, _REASON = ("before", "old", "was"), ("after", "new"), ("reason", "why")


@dataclass(frozen=True)
class Told:
    """What an event says, sorted: what was before, what is now, why, and the rest."""

    before: dict[str, Any]
    after: dict[str, Any]
    reason: str
    about: dict[str, Any]


def told(data: Mapping[str, Any]) -> Told:
    """Sort what an event says. A single value goes by the name of the field that changed."""
    reason = next((str(data[name]) for name in _REASON if data.get(name)), "")
    used = {*_BEFORE, *_AFTER, *_REASON}
    field = str(data.get("field") or "value")
    if "field" in data and any(name in data for name in ("old", "new")):
        used.add("field")
    about = {name: value for name, value in data.items() if name not in used and value not in (None, "", [], {})}
    return Told(_part(data, _BEFORE, field), _part(data, _AFTER, field), reason, about)


def _part(data: Mapping[str, Any], names: tuple[str, ...], field: str) -> dict[str, Any]:
    value = next((data[name] for name in names if data.get(name) not in (None, "", [], {})), None)
    if value is None:
        return {}
    return dict(value) if isinstance(value, Mapping) else {field: value}
