"""The parts of a mail: which are its text, which are files, and what is wrapped in other forms. Pure; in the child."""

import email
import email.policy
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message

from moondesk.channels.mail.charsets import decode, decode_words
from moondesk.channels.mail.invites import INVITE_LIMIT, invites_in
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.precheck import Refused, check
from moondesk.channels.mail.sealed import NotSigned, open_clear_signed, signed_mail, split_armour
from moondesk.channels.mail.texts import text_of_html
from moondesk.channels.mail.tnef import BrokenTnef, Tnef, read_tnef

FILE_LIMIT = 50
_WRAPPED_LIMIT = 3
_TEXTS = ("text/plain", "text/html", "text/enriched")
_UNSHOWN = {
    "message/delivery-status", "text/rfc822-headers", "application/pgp-signature", "application/pgp-encrypted",
    "application/pkcs7-signature", "application/x-pkcs7-signature",
}  # fmt: skip
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_CALENDAR = {"text/calendar", "application/ics"}
_NAMES = {"text/calendar": "invite.ics", "application/ics": "invite.ics", "message/rfc822": "mail.eml"} | dict.fromkeys(
    _SMIME, "smime.p7m"
)
type Texts = tuple[list[str], list[str]]


@dataclass(frozen=True)
class FoundFile:
    """One file of a mail; its content is read when somebody asks."""

    name: str
    kind: str
    content: Callable[[], object]
    cid: str = ""


class PartReader:
    """Walks the parts that are shown; all others are files, named and left in the mail."""

    def __init__(self, mail: ParsedMail) -> None:
        self.mail = mail
        self.outlook: list[Tnef] = []
        self.wrapped = 0
        self.calendars: set[bytes] = set()

    def read_all(self, message: "Message[str, str]") -> Texts:
        """Return the plain texts and the HTML texts of a mail; of Outlook's own format if there are no others."""
        plain, html = self.read(message, 0)
        if plain or html:
            return plain, html
        texts = [one.text for one in self.outlook if one.text.strip() and not one.html]
        return texts, [one.html for one in self.outlook if one.html.strip()]

    def read(self, part: "Message[str, str]", depth: int) -> Texts:
        """Return the plain texts and the HTML texts of a part."""
        kind = part.get_content_type()
        if part.is_multipart() and kind.startswith("multipart/"):
            return self._read_multipart(part, kind, depth)
        if kind in _TEXTS and not self._is_file(part):
            text = self._text(part)
            if kind == "text/plain":
                text = self._opened(text)
            return ([], [text]) if kind != "text/plain" and text.strip() else ([text] if text.strip() else [], [])
        if kind.startswith("multipart/"):
            text = self._text(part)
            return ([text] if text.strip() else [], [])
        if kind in _SMIME:
            return self._read_smime(part, kind, depth)
        if kind in _TNEF and self._read_outlook(part):
            return [], []
        if kind in _CALENDAR and self._read_calendar(part):
            return [], []
        if kind not in _UNSHOWN:
            self.note_file(part, kind)
        return [], []

    def _read_multipart(self, part: "Message[str, str]", kind: str, depth: int) -> Texts:
        payload = part.get_payload()
        children = payload if isinstance(payload, list) else []
        if kind == "multipart/encrypted":
            self.mail.sealed = "pgp"
        read = [self.read(child, depth + 1) for child in children if isinstance(child, Message)]
        if kind == "multipart/alternative":
            plain = next((one for one, _other in read if one), [])
            html = next((other for _one, other in reversed(read) if other), [])
            return plain, html
        if kind == "multipart/mixed" and any(one for one, _other in read):
            return [text for one, other in read for text in one or [text_of_html(markup) for markup in other]], []
        return [text for one, _other in read for text in one], [text for _one, other in read for text in other]

    def _opened(self, text: str) -> str:
        """Return a text without what OpenPGP puts around it; what is encrypted in it becomes a file."""
        if "-----BEGIN PGP " not in text:
            return text
        text, sealed = split_armour(open_clear_signed(text.replace("\r\n", "\n")))
        if sealed:
            self.mail.sealed = "pgp"
            self.take(FoundFile("encrypted.asc", "text/plain", sealed.encode))
        return text

    def _read_smime(self, part: "Message[str, str]", kind: str, depth: int) -> Texts:
        content = part.get_payload(decode=True)
        self.wrapped += 1
        try:
            if not isinstance(content, bytes) or self.wrapped > _WRAPPED_LIMIT:
                raise NotSigned
            inner = email.message_from_bytes(check(signed_mail(content)).content, policy=email.policy.compat32)
        except (NotSigned, Refused):
            self.mail.sealed = self.mail.sealed or "smime"
            self.note_file(part, kind)
            return [], []
        return self.read(inner, depth + 1)

    def _read_outlook(self, part: "Message[str, str]") -> bool:
        """Take the files out of Outlook's own format; say whether there was anything in it."""
        content = part.get_payload(decode=True)
        try:
            found = read_tnef(content if isinstance(content, bytes) else b"")
        except BrokenTnef:
            return False
        self.outlook.append(found)
        for one in found.files:
            self.take(FoundFile(one.name, one.kind, lambda one=one: one.content, one.cid))  # type: ignore[misc]
        return bool(found.files or found.text.strip() or found.html.strip())

    def _read_calendar(self, part: "Message[str, str]") -> bool:
        """Read what a calendar says; say whether it came before, as a file beside what programs read."""
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else b""
        digest = hashlib.sha256(b"".join(data.split())).digest()
        if digest in self.calendars:
            return True
        self.calendars.add(digest)
        invites = [one for one in invites_in(self._text(part)) if one not in self.mail.invites]
        self.mail.invites = [*self.mail.invites, *invites][:INVITE_LIMIT]
        return False

    def _is_file(self, part: "Message[str, str]") -> bool:
        disposition = part.get_content_disposition()
        return disposition == "attachment" or (disposition is not None and bool(_file_name(part)))

    def _text(self, part: "Message[str, str]") -> str:
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            return ""
        label = part.get_param("charset")
        text, guessed = decode(content, label if isinstance(label, str) else None)
        self.mail.is_guessed |= guessed
        return text

    def note_file(self, part: "Message[str, str]", kind: str) -> None:
        """Take a part as a file."""

        def content() -> object:
            return part.as_bytes() if part.is_multipart() else part.get_payload(decode=True)

        self.take(FoundFile(_file_name(part) or _NAMES.get(kind, ""), kind, content, _cid(part)))

    def take(self, file: FoundFile) -> bool:
        """Name a file; say whether it is among those that count."""
        if len(self.mail.files) >= FILE_LIMIT:
            return False
        name = shown_file_name(file.name) or f"{file.kind.partition('/')[0]}-{len(self.mail.files) + 1}"
        self.mail.files.append(name)
        return True


def _cid(part: "Message[str, str]") -> str:
    """Return by what name the HTML of the same mail may show the file."""
    return str(part.get("content-id", "")).strip().removeprefix("<").removesuffix(">")[:250]


def _file_name(part: "Message[str, str]") -> str:
    try:
        return decode_words(str(part.get_filename("") or ""))
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def shown_file_name(name: str) -> str:
    """Return a file's name as a label: no path, no controls, no markup that markdown would read."""
    visible = "".join(char for char in name if char.isprintable() and char not in "<>`*_[]\\")
    return " ".join(re.split(r"[/\\]", visible)[-1].split()).strip(". ")[:150]
