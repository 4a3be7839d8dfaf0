"""What was done to messages, in the words of a history. No event has what a message said."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _


def _voted(_choices: Any, data: dict[str, Any]) -> str:
    words = {"up": _("Voted a message up"), "down": _("Voted a message down")}
    return words.get(data.get("new", ""), _("Took a vote back"))


REVISED: dict[str, Callable[[Any, dict[str, Any]], str]] = {
    "message.edited": lambda _choices, _data: _("Edited a message"),
    "message.deleted": lambda _choices, _data: _("Deleted a message"),
    "message.restored": lambda _choices, _data: _("Restored a message"),
    "message.voted": _voted,
    "message.note_edited": lambda _choices, _data: _("Edited a note"),
    "message.note_deleted": lambda _choices, _data: _("Deleted a note"),
    "message.note_restored": lambda _choices, _data: _("Restored a note"),
    "message.note_voted": _voted,
}
