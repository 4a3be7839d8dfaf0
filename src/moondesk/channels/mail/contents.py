"""The files in a mail, with their contents. Reading them runs alone in a child process, like all of parsing."""

import base64
import dataclasses
import email
import email.policy
import json
import sys
from dataclasses import dataclass

from moondesk.channels.mail import sandbox
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.parts import FoundFile, PartReader
from moondesk.kit.apart import ChildFailed, limit_this_process
from moondesk.kit.warm import run_warm

BOUNDS = dataclasses.replace(sandbox.BOUNDS, output=36 * 1024 * 1024)
MOST_FILES = 20
MOST_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True)
class MailFile:
    """One file of a mail. ``content`` is None for one that was left in the mail."""

    name: str
    type: str
    content: bytes | None
    cid: str = ""


class _FileReader(PartReader):
    """Walks a mail as parsing does and takes what parsing only names."""

    def __init__(self) -> None:
        super().__init__(ParsedMail())
        self.found: list[dict[str, str | None]] = []
        self._room = MOST_BYTES

    def take(self, file: FoundFile) -> bool:
        """Take a file, while there is room."""
        if not super().take(file):
            return False
        content, data = file.content(), None
        if isinstance(content, bytes) and len(self.found) < MOST_FILES and len(content) <= self._room:
            self._room -= len(content)
            data = base64.b64encode(content).decode()
        self.found.append({"name": self.mail.files[-1], "type": file.kind[:100], "data": data, "cid": file.cid[:250]})
        return True


def files_apart(content: bytes) -> list[MailFile]:
    """Return the files in a mail; none when they cannot be read."""
    try:
        listed = json.loads(run_warm("moondesk.channels.mail.contents", content, BOUNDS))
        return [_checked(one) for one in listed]
    except (ChildFailed, ValueError, TypeError, KeyError):
        return []


def _checked(one: dict[str, object]) -> MailFile:
    name, type_, data, cid = one["name"], one["type"], one["data"], one["cid"]
    if not isinstance(name, str) or not isinstance(type_, str) or not isinstance(cid, str):
        raise TypeError("The parser answered something else")
    if not isinstance(data, str | None):
        raise TypeError("The parser answered something else")
    return MailFile(name, type_, None if data is None else base64.b64decode(data, validate=True), cid)


def main() -> None:
    """Read a mail from standard input and print its files as JSON."""
    limit_this_process(BOUNDS)
    message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.compat32)
    reader = _FileReader()
    reader.read_all(message)
    sys.stdout.write(json.dumps(reader.found))


if __name__ == "__main__":
    main()
