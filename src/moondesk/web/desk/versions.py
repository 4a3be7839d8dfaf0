"""What was done to a message, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.conversations.models import Message, MessageVersion
from moondesk.conversations.rules import MessageChange
from moondesk.web.comparing import Piece, compared
from moondesk.web.formats import datetime_text


@dataclass(frozen=True)
class VersionLine:
    """One thing that was done: what, by whom, when, and how the words changed, or which there were."""

    what: str
    by: str
    when: str
    pieces: list[Piece]


def version_lines(message: Message, versions: Sequence[MessageVersion]) -> list[VersionLine]:
    """Return what was done to a message, the newest first."""
    lines: list[VersionLine] = []
    after = message.body
    for version in reversed(versions):
        if version.change == MessageChange.EDITED:
            line, after = compared(version.body, after), version.body
        else:
            line = [Piece(version.body, "same")] if version.change == MessageChange.DELETED else []
            after = version.body if version.change == MessageChange.DELETED else after
        lines.append(VersionLine(_what(version), version.name, datetime_text(version.created_at), line))
    return lines


def _what(version: MessageVersion) -> str:
    words = {
        MessageChange.EDITED: _("Edited"),
        MessageChange.DELETED: _("Deleted"),
        MessageChange.RESTORED: _("Restored"),
    }
    return words[MessageChange(version.change)]
