"""The signs that stand for statuses, the same at the desk and in the portal."""

from moondesk.tickets.models import Status
from moondesk.tickets.workflow import WaitsFor


def sign_of(status: Status) -> str:
    """Return the sign of a status: that of its stage, but waiting for somebody else has its own."""
    return "hold" if status.waits_for == WaitsFor.SOMEONE_ELSE else ""
