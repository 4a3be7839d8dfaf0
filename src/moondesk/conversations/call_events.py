"""That somebody was on the telephone about a ticket."""

from dataclasses import dataclass

from moondesk.conversations.events import MessageEvent
from moondesk.events.registry import event


@event
@dataclass(frozen=True, kw_only=True)
class CallLogged(MessageEvent):
    """A call about the ticket was written down as ``message``: ``direction`` is ``in`` or ``out``, ``number`` E.164."""

    name = "message.call_logged"

    direction: str
    number: str
    minutes: int


@event
@dataclass(frozen=True, kw_only=True)
class CallTakenBack(MessageEvent):
    """What was written down of a call was undone."""

    name = "message.call_taken_back"
