"""Files of a reply in its mail: enclosed while they are small together, else named, to be opened behind the link."""

import uuid
from dataclasses import dataclass, field

from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.conversations.attachments import files_of
from moondesk.files import storage
from moondesk.files.models import File
from moondesk.files.rules import State, served_type, size_words
from moondesk.kit import context

ENCLOSED_LIMIT = 10 * 1024 * 1024
"""Bytes of all files of a mail together: what every mail server takes, also after encoding."""
WAITS = 7
"""How many attempts a mail waits for the virus scanner; after that it goes out with the file's name only."""


@dataclass
class Enclosures:
    """The files of one mail: those that go with it, and those that stay behind its link."""

    inside: list[File] = field(default_factory=list)
    behind: list[File] = field(default_factory=list)

    @property
    def names(self) -> str:
        """The files that stay behind the link, in one line."""
        return ", ".join(f"{file.name} ({size_words(file.size)})" for file in self.behind)


def enclosures_of(mail: OutgoingMail) -> Enclosures:
    """Return the files of a mail: of a public reply only, and never one that is not given out."""
    found, room = Enclosures(), ENCLOSED_LIMIT
    if mail.kind != Kind.REPLY or mail.message_id is None:
        return found
    for file in _files(mail.message_id):
        if file.is_given_out and file.size <= room:
            room -= file.size
            found.inside.append(file)
        elif file.state != State.INFECTED:
            found.behind.append(file)
    return found


def waits_for_scan(mail: OutgoingMail) -> bool:
    """Say whether the mail should wait a little: the scanner has not seen all of its files."""
    if mail.kind != Kind.REPLY or mail.message_id is None or mail.attempts >= WAITS:
        return False
    return any(file.state == State.SCANNING for file in _files(mail.message_id))


def _files(message: uuid.UUID) -> list[File]:
    return context.once(("files", message), lambda: files_of([message]).get(message, []))


def part_of(file: File) -> tuple[str, bytes, str]:
    """Return a file as a part of a mail: name, content, type."""
    with storage.fetch(file.key) as content:
        return file.name, content.read(), served_type(file.type).partition(";")[0]
