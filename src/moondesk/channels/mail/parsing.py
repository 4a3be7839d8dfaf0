"""A mail's bytes to the few things Moondesk asks of it. Runs alone in a child process with tight limits (``sandbox``).

It knows no settings, no database and no secrets; what it prints is data, and is checked again by whoever reads it.
"""

import dataclasses
import email
import email.policy
import json
import re
import sys
from email.message import Message

from moondesk.channels.mail.addresses import BadSender, read_sender, shown_name
from moondesk.channels.mail.charsets import decode, decode_words
from moondesk.channels.mail.pages import page_of
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.parts import PartReader
from moondesk.channels.mail.reports import read_report
from moondesk.channels.mail.texts import HTML_LIMIT, text_of_html, tidy
from moondesk.channels.rules import REFERENCE_LIMIT

BODY_LIMIT = 400_000
_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>")
_ROBOTS = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce", "bounces")


def _values(message: "Message[str, str]", name: str) -> list[str]:
    return [str(value) for key, value in message.raw_items() if key.lower() == name]


def _first(message: "Message[str, str]", name: str) -> str:
    return next(iter(_values(message, name)), "")


def parse(raw: bytes) -> ParsedMail:
    """Return what a mail says."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    mail = ParsedMail()
    _read_sender(message, mail)
    mail.subject = decode_words(_first(message, "subject"))[:1000]
    ids = _ID.findall(_first(message, "message-id")[:2000])
    mail.header_id = ids[0] if len(_values(message, "message-id")) == 1 and len(ids) == 1 else ""
    mail.answered = _ID.findall(_first(message, "in-reply-to")[:4000])[:5]
    mail.references = _references(message, mail.answered)
    _read_robot_signs(message, mail)
    report = read_report(message, mail.sender)
    mail.report, mail.report_ids, mail.report_rows = report.kind, report.ids, report.rows
    reader = PartReader(mail)
    plain, html = reader.read_all(message)
    mail.text = _chosen(plain, html, mail)
    if html and (shown := page_of("\n".join(html))) is not None:
        mail.page, mail.pictures = shown
    return mail


def _read_sender(message: "Message[str, str]", mail: ParsedMail) -> None:
    values = [decode_bytes(value) for value in _values(message, "from")]
    try:
        sender = read_sender(values)
    except BadSender as error:
        mail.problem = str(error.args[0])
        return
    mail.sender, mail.sender_name = sender.email, shown_name(decode_words(sender.name))


def decode_bytes(value: str) -> str:
    """Return a raw header's text, its 8-bit bytes read, its encoded words left alone."""
    return decode(value.encode("utf-8", "surrogateescape"))[0]


def _references(message: "Message[str, str]", answered: list[str]) -> list[str]:
    chain = _ID.findall(_first(message, "references")[-60_000:])[-REFERENCE_LIMIT:]
    return list(dict.fromkeys([*answered, *reversed(chain)]))[:REFERENCE_LIMIT]


def _read_robot_signs(message: "Message[str, str]", mail: ParsedMail) -> None:
    submitted = _first(message, "auto-submitted").strip().lower().partition(";")[0].strip()
    mail.auto_submitted = "" if submitted == "no" else submitted[:40]
    precedence = _first(message, "precedence").strip().lower()
    lists = any(_values(message, name) for name in ("list-id", "list-unsubscribe", "list-post", "list-help"))
    mail.is_bulk = lists or precedence in ("bulk", "list", "junk", "auto_reply")
    if precedence == "auto_reply" or any(
        _values(message, name) for name in ("x-autoreply", "x-autorespond", "x-autoresponse")
    ):
        mail.auto_submitted = mail.auto_submitted or "auto-replied"
    local = mail.sender.partition("@")[0].partition("+")[0]
    mail.is_robot = local in _ROBOTS or local.startswith(("noreply", "no-reply", "bounce"))


def _chosen(plain: list[str], html: list[str], mail: ParsedMail) -> str:
    """Return the plain text; else the HTML as text."""
    text = tidy("\n\n".join(plain))
    if not text.strip() and html:
        whole = "\n".join(html)
        mail.is_cut |= len(whole) > HTML_LIMIT
        text = text_of_html(whole)
    mail.is_cut |= len(text) > BODY_LIMIT
    return text[:BODY_LIMIT]


def warm_up() -> None:
    """Read a mail of our own, so that all that reading mails needs is loaded."""
    import moondesk.channels.mail.sandbox  # noqa: F401 - what ``main`` needs

    body = '<p style="color:red">a <a href="https://x.test">b</a> <img src="cid:c"></p>'
    part = "--x\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n{}\r\n"
    parts = part.format("text/plain", "quoted-printable", "a=\r\nb") + part.format("text/html", "8bit", body)
    head = (
        "From: =?utf-8?q?A?= <a@x.test>\r\nSubject: =?utf-8?b?QQ==?=\r\nReferences: <a@b>\r\nContent-Type: multipart/"
    )
    json.dumps(dataclasses.asdict(parse(f'{head}alternative; boundary="x"\r\n\r\n{parts}--x--\r\n'.encode())))


def main() -> None:
    """Read a mail from standard input and print what it says as JSON."""
    from moondesk.channels.mail.sandbox import limit_this_process

    limit_this_process()
    sys.stdout.write(json.dumps(dataclasses.asdict(parse(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
