"""How long there is: the due time of a ticket as rows and heads show it."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from moondesk.kit.clock import now
from moondesk.tickets.moments import AT_RISK, RISKY_SHARE
from moondesk.tickets.rules import DONE_STAGES, Stage
from moondesk.web import formats


def length(span: datetime.timedelta, *, briefly: bool = False) -> str:
    """Return a length of time in at most two units: ``23 min``, ``2 h 10 min``, ``3 d``; ``briefly`` in one."""
    minutes = int(span.total_seconds() // 60)
    hours, days = minutes // 60, minutes // (60 * 24)
    if hours < 1:
        return _("%(count)d min") % {"count": max(minutes, 0)}
    if hours < 5 and minutes % 60 and not briefly:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes % 60}
    return _("%(count)d h") % {"count": hours} if days < 2 else _("%(count)d d") % {"count": days}


def due_clock(stage: str, due_at: datetime.datetime | None, created_at: datetime.datetime) -> dict[str, Any] | None:
    """Return the clock of a ticket for the macros, or None where there is none."""
    if due_at is None or stage in DONE_STAGES:
        return None
    when = formats.datetime_text(due_at)
    if stage == Stage.WAITING:
        return {
            "label": _("Paused"),
            "state": "paused",
            "title": _("Waiting for an answer. Due %(time)s") % {"time": when},
        }
    left, whole = due_at - now(), due_at - created_at
    title = _("Due %(time)s") % {"time": when}
    if left < datetime.timedelta():
        return {"label": _("%(time)s late") % {"time": length(-left, briefly=True)}, "state": "late", "title": title}
    used = 100 - int(100 * left / whole) if whole > datetime.timedelta() else 100
    state = "soon" if left < AT_RISK or used >= RISKY_SHARE else "calm"
    return {"label": length(left), "state": state, "used": max(0, min(used, 100)), "title": title}
