"""What other servers report of mails of ours: undelivered, late, delivered (RFC 3464), or complained of (RFC 5965).

Pure; runs in the parser's child process. Reports are told by their structure, never by their subject or language.
"""

import re
from dataclasses import dataclass, field
from email.message import Message

TEXT_LIMIT = 256 * 1024
ROW_LIMIT = 20
_PARTS = 20
_KINDS = {"delivery-status": "bounce", "feedback-report": "complaint", "disposition-notification": "receipt"}
_KNOWN = ("final-recipient", "original-recipient", "action", "status", "diagnostic-code")
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{1,40})[ \t]*:[ \t]*(.*)")
_ID = re.compile(r"(?im)^[> \t]*message-id:\s*(<[^<>\s]{1,250}>)")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")
_DAEMONS = ("mailer-daemon", "postmaster")


@dataclass
class Report:
    """What was read: the kind, the Message-IDs that it names, and one row for each recipient (``Row``)."""

    kind: str = ""
    ids: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """What became of a mail for one recipient."""

    action: str = ""
    status: str = ""
    recipient: str = ""
    said: str = ""

    def packed(self) -> str:
        """Return the row as one text."""
        return "\t".join((self.action, self.status, self.recipient, self.said))

    @classmethod
    def unpacked(cls, text: str) -> "Row":
        """Return a packed row; what does not look like one is an empty row."""
        parts = text.split("\t")
        if len(parts) != 4 or parts[0] not in _ACTIONS:
            return cls()
        status = parts[1] if _STATUS.fullmatch(parts[1]) else ""
        return cls(parts[0], status, parts[2][:254], parts[3][:200])


def read_report(message: "Message[str, str]", sender: str) -> Report:
    """Return what a mail reports, if it is a report."""
    if message.get_content_type() != "multipart/report":
        return _plain_report(message) if sender.partition("@")[0] in _DAEMONS else Report()
    report = Report(_KINDS.get(str(message.get_param("report-type") or "").lower(), "bounce"))
    for part in list(message.walk())[:_PARTS]:
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            report.rows += rows_of(_text_of(part))
        if kind == "message/feedback-report" and re.search(r"(?im)^feedback-type:[ \t]*not-spam", _text_of(part)):
            report.kind = "receipt"
        if kind in ("message/delivery-status", "text/rfc822-headers", "message/rfc822", "message/feedback-report"):
            report.ids += _ID.findall(_text_of(part))[:5]
    report.ids, report.rows = report.ids[:20], report.rows[:ROW_LIMIT]
    return report


def _plain_report(message: "Message[str, str]") -> Report:
    """Read what old servers write in words: which mail it was about, and the status if they name one."""
    report = Report()
    for part in list(message.walk())[:_PARTS]:
        if part.get_content_maintype() not in ("text", "message") and part.is_multipart():
            continue
        text = _text_of(part)
        report.ids += _ID.findall(text)[:5]
        found = _STATUS.search(text)
        if found and not report.rows:
            line = next((line for line in text.splitlines() if found[1] in line), "")
            action = {"2": "delivered", "4": "delayed"}.get(found[1][0], "failed")
            report.rows.append(Row(action, found[1], "", _line(line)).packed())
    return report


def rows_of(text: str) -> list[str]:
    """Return the rows of a delivery status, also of one whose groups no empty line parts."""
    rows, current = [], dict[str, str]()
    for line in [*re.sub(r"\r?\n[ \t]+(?=\S)", " ", text).splitlines(), ""]:
        found = _FIELD.fullmatch(line.strip())
        name = found[1].lower() if found else ""
        if (name in current or not line.strip()) and ("action" in current or "status" in current):
            rows.append(_row(current).packed())
            current = {}
        if found and name in _KNOWN:
            current[name] = found[2]
    if "action" in current or "status" in current:
        rows.append(_row(current).packed())
    return rows[:ROW_LIMIT]


def _row(fields: dict[str, str]) -> Row:
    found = _STATUS.search(fields.get("status", "")) or _STATUS.search(fields.get("diagnostic-code", ""))
    status = found[1] if found else ""
    word = re.match(r"[a-z]*", fields.get("action", "").lower())
    action = word[0] if word and word[0] in _ACTIONS else {"2": "delivered", "4": "delayed"}.get(status[:1], "failed")
    recipient = fields.get("final-recipient") or fields.get("original-recipient", "")
    said = fields.get("diagnostic-code", "").partition(";")
    return Row(action, status, _line(recipient.partition(";")[2] or recipient), _line(said[2] or said[0]))


def _text_of(part: "Message[str, str]") -> str:
    """Return a part with its own header: some put the fields there, without the empty line that ends it."""
    content = part.get_payload(decode=True)
    plain = content if isinstance(content, bytes) and part.get_content_maintype() == "text" else b""
    return (part.as_bytes()[:TEXT_LIMIT] + b"\n" + plain[:TEXT_LIMIT]).decode("latin-1")


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:200]
