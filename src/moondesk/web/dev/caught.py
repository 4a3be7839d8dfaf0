"""Reading what the local catcher caught."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404

NEWEST = 100
_NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")


@dataclass(frozen=True)
class CaughtMail:
    """One mail in the catcher's folder."""

    name: str
    message: EmailMessage
    raw: bytes

    @property
    def at(self) -> datetime:
        """Return when it was caught; its file is named by that."""
        return datetime.fromtimestamp(int(self.name[:20]) / 1e9, UTC)

    def part(self, kind: str) -> str:
        """Return the text (``plain``) or the HTML (``html``), empty when there is none."""
        found = self.message.get_body((kind,))
        return str(found.get_content()) if found is not None else ""

    def header(self, name: str) -> str:
        """Return a header on one line."""
        return " ".join(str(self.message.get(name, "")).split())

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Return all headers as they stand."""
        return [(name, " ".join(str(value).split())) for name, value in self.message.items()]


def _folder() -> Path:
    if not settings.MAIL_CATCHER_DIR:
        raise Http404
    return Path(settings.MAIL_CATCHER_DIR)


def _read(path: Path) -> CaughtMail:
    raw = path.read_bytes()
    return CaughtMail(path.stem, email.message_from_bytes(raw, policy=email.policy.default), raw)


def newest() -> list[CaughtMail]:
    """Return the mails caught last, newest first."""
    return [_read(path) for path in sorted(_folder().glob("*.eml"), reverse=True)[:NEWEST]]


def find(name: str) -> CaughtMail:
    """Return one mail. Raises ``Http404``; the name is never more than a name."""
    path = _folder() / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise Http404
    return _read(path)
