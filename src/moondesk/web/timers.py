"""A timer as the desk shows it."""

from typing import Any

from moondesk.kit.clock import now
from moondesk.timekeeping.queries import OwnTimer
from moondesk.timekeeping.rules import is_forgotten, minutes_of
from moondesk.web.formats import worked


def timer_shown(timer: OwnTimer | None) -> dict[str, Any] | None:
    """Return a timer as templates show it."""
    if timer is None:
        return None
    moment = now()
    seconds = timer.elapsed(moment)
    return {
        "id": timer.id,
        "number": timer.number,
        "subject": timer.subject,
        "seconds": seconds,
        "text": f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}",
        "running": timer.running_since is not None,
        "forgotten": is_forgotten(seconds),
        "minutes": worked(minutes_of(seconds)),
    }
