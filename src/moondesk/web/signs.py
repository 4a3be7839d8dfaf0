"""The signs that stand for statuses, the same at the desk and in the portal."""

from moondesk.tickets.models import Status
from moondesk.tickets.rules import Stage


def sign_of(status: Status) -> str:
    """Return the sign of a status: that of its stage, but a second way of waiting has its own."""
    return "hold" if status.stage == Stage.WAITING and not status.is_default else ""
