"""What was done to a message, in words, and how two texts differ."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.conversations.models import Message, MessageVersion
from moondesk.conversations.rules import MessageChange
from moondesk.web.formats import datetime_text

_MOST_WORDS = 1500
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: ``same``, ``gone`` or ``new``."""

    text: str
    kind: str


@dataclass(frozen=True)
class VersionLine:
    """One thing that was done: what, by whom, when, and how the words changed, or which there were."""

    what: str
    by: str
    when: str
    pieces: list[Piece]


def compared(before: str, after: str) -> list[Piece]:
    """Return how a text became another, word by word; of very long ones both, as they are."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > 2 * _MOST_WORDS:
        return [Piece(before, "gone"), Piece(after, "new")]
    found, gone, came = list[Piece](), "", ""
    # Without looking away from words that come again and again, the same word a thousand times takes half a minute.
    for what, i, j, k, n in difflib.SequenceMatcher(None, old, new, autojunk=True).get_opcodes():
        same = "".join(old[i:j])
        if what == "equal" and not (same == " " and (gone or came)):
            found += [*_changed(gone, came), Piece(same, "same")]
            gone = came = ""
        else:
            gone, came = gone + same, came + "".join(new[k:n])
    return [*found, *_changed(gone, came)]


def _changed(gone: str, came: str) -> list[Piece]:
    """Return what went and what came as pieces; a blank between two changes went and came with them."""
    return [one for one in (Piece(gone, "gone"), Piece(came, "new")) if one.text]


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
