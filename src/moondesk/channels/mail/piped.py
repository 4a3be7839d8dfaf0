"""A mail as it was sent, from what a mail server hands to a program. Pure."""

import re

_BARE = re.compile(rb"(?<!\r)\n")


def as_sent(content: bytes) -> bytes:
    """Return the mail with the ends of lines that it had on its way, without the line that mailbox files begin with.

    So the same mail is known again when it comes by another door, and its signatures can be checked.
    """
    if content.startswith((b"From ", b">From ")):
        content = content.partition(b"\n")[2]
    return _BARE.sub(b"\r\n", content)
