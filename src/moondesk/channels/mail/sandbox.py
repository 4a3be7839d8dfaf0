"""Parsing a hostile mail in a child process that may run out of time or memory without anybody else noticing."""

import json
from collections.abc import Sequence

from moondesk.kit import apart, warm

BOUNDS = apart.Bounds(
    cpu_seconds=2, wall_seconds=30, memory=256 * 1024 * 1024, output=8 * 1024 * 1024, counts_loaded=False
)
"""What any mail may cost; the largest that is taken needs about half of each."""


class ParserFailed(RuntimeError):
    """The child ended without an answer; nothing is known about the mail but that."""


def limit_this_process() -> None:
    """Give this process little time and memory, and no way to write files."""
    apart.limit_this_process(BOUNDS)


type Answer = dict[str, object] | ParserFailed
"""What the parser says of a mail, or that it failed."""


def parse_apart(content: bytes) -> dict[str, object]:
    """Return what ``parsing`` reads in a mail. Raises ``ParserFailed``."""
    return said(parse_each([content])[0])


def parse_each(contents: Sequence[bytes]) -> list[Answer]:
    """Return what it reads in some small mails of one organization. One on which it fails keeps nothing from others."""
    return [_answer(found) for found in warm.run_warm_each("moondesk.channels.mail.parsing", contents, BOUNDS)]


def said(answer: Answer) -> dict[str, object]:
    """Return what the parser says of a mail. Raises ``ParserFailed``."""
    if isinstance(answer, ParserFailed):
        raise answer
    return answer


def _answer(found: bytes | apart.ChildFailed) -> Answer:
    if isinstance(found, apart.ChildFailed):
        return ParserFailed(str(found))
    try:
        read = json.loads(found)
    except ValueError as error:
        return ParserFailed(type(error).__name__)
    return read if isinstance(read, dict) else ParserFailed("no answer")
