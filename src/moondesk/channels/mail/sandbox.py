"""Parsing a hostile mail in a child process that may run out of time or memory without anybody else noticing."""

import json

from moondesk.kit import apart, warm

BOUNDS = apart.Bounds(cpu_seconds=10, wall_seconds=30, memory=512 * 1024 * 1024, output=8 * 1024 * 1024)


class ParserFailed(RuntimeError):
    """The child ended without an answer; nothing is known about the mail but that."""


def limit_this_process() -> None:
    """Give this process little time and memory, and no way to write files."""
    apart.limit_this_process(BOUNDS)


def parse_apart(content: bytes) -> dict[str, object]:
    """Return what ``parsing`` reads in a mail. Raises ``ParserFailed``."""
    try:
        found = json.loads(warm.run_warm("moondesk.channels.mail.parsing", content, BOUNDS))
    except apart.ChildFailed as error:
        raise ParserFailed(str(error)) from None
    if not isinstance(found, dict):
        raise ParserFailed("no answer")
    return found
