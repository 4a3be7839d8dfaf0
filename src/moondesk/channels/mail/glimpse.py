"""What the mail ledger shows of a mail: the headers that matter, its text and the names of its files.

Runs alone in a child process with tight limits (``sandbox``), like ``parsing``.
"""

import dataclasses
import email
import email.policy
import json
import sys
from dataclasses import dataclass, field

from moondesk.channels.mail.charsets import decode_words
from moondesk.channels.mail.parsing import decode_bytes, parse

SHOWN = (
    "from", "sender", "reply-to", "to", "cc", "date", "subject", "message-id", "in-reply-to", "references",
    "return-path", "auto-submitted", "precedence", "list-id", "authentication-results",
)  # fmt: skip
TEXT_LIMIT = 20_000
_VALUE_LIMIT = 1000
_MOST_HEADERS = 40


@dataclass
class Glimpse:
    """What is shown. ``hops`` is how many servers handed the mail on, as it says itself."""

    headers: list[list[str]] = field(default_factory=list)
    hops: int = 0
    text: str = ""
    is_cut: bool = False
    files: list[str] = field(default_factory=list)


def glimpse(raw: bytes) -> Glimpse:
    """Return what is shown of a mail."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    found = Glimpse()
    for name, value in message.raw_items():
        lower = name.lower()
        found.hops += lower == "received"
        if lower in SHOWN and len(found.headers) < _MOST_HEADERS:
            words = decode_words(decode_bytes(str(value)[:_VALUE_LIMIT]))
            found.headers.append([name[:60], " ".join("".join(_plain(char) for char in words).split())])
    parsed = parse(raw)
    found.text, found.files = parsed.text[:TEXT_LIMIT], parsed.files
    found.is_cut = parsed.is_cut or len(parsed.text) > TEXT_LIMIT
    return found


def _plain(char: str) -> str:
    return char if char.isprintable() else " "


def main() -> None:
    """Read a mail from standard input and print what is shown of it as JSON."""
    from moondesk.channels.mail.sandbox import limit_this_process

    limit_this_process()
    sys.stdout.write(json.dumps(dataclasses.asdict(glimpse(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
