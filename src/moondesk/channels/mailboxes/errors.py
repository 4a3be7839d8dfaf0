"""What ends the reading of a mailbox."""

from moondesk.channels.mailboxes.rules import Trouble


class InTrouble(Exception):
    """A mailbox cannot be read now; ``trouble`` says why, as far as anybody may know."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class NoLonger(Exception):
    """The mailbox was removed, paused or changed, or somebody else reads it by now: this reading ends."""
