"""What can be done with time."""

from moondesk.timekeeping.actions.entries import NewEntry, add_entry, change_entry, delete_entry
from moondesk.timekeeping.actions.timers import Booking, discard_timer, pause_timer, start_timer, stop_timer

__all__ = [
    "Booking",
    "NewEntry",
    "add_entry",
    "change_entry",
    "delete_entry",
    "discard_timer",
    "pause_timer",
    "start_timer",
    "stop_timer",
]
