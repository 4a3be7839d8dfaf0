"""More mails that break parsers (security 2b), all in one go: each is kept whole and has exactly one outcome."""

import base64
import gzip
from dataclasses import dataclass

from moondesk.channels.models import MailPage, ReceivedMail
from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.files import samples
from tests.mail.conftest import Office, mail
from tests.mail.wrapping import HELLO_RTF, INVITE, attribute, properties, tnef


def parts(*given: str, kind: str = "mixed", **headers: str) -> bytes:
    """A multipart of parts that bring their own headers."""
    body = "".join(f"--x\r\n{one}\r\n" for one in given)
    return mail(body=f"{body}--x--", Content_Type=f'multipart/{kind}; boundary="x"', **headers)


TEXT = "Content-Type: text/plain\r\n\r\nSee the part."


def file(kind: str, name: str = "", content: str = "x") -> str:
    """A part that is a file; ``name`` is what follows in its disposition."""
    return f"Content-Type: {kind}\r\nContent-Disposition: attachment{name}\r\n\r\n{content}"


REPORT = "--x\r\nContent-Type: message/delivery-status\r\nReporting-MTA: dns; x\r\nAction: failed\r\n--x--"
ARF = "Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
CIDS = 'Content-Type: text/html\r\n\r\n<img src="cid:one"><img src="cid:none"><img src="cid:../one"><img src="cid:one">'


def picture(name: str) -> str:
    """A picture by the name "one"; several parts say that they are it."""
    about = f"Content-ID: <one>\r\nContent-Disposition: inline; filename={name}.png{ENCODED}"
    return f"Content-Type: image/png\r\n{about}\r\n\r\n{base64.encodebytes(samples.picture()).decode()}"


ENCODED = "\r\nContent-Transfer-Encoding: base64"
OUTLOOK = base64.encodebytes(tnef(attribute(1, 0x9003, properties((0x1009, 0x0102, HELLO_RTF))))).decode()
ZIPPED = gzip.compress(b"\0" * 1_000_000).hex()
LINKS = "".join(f'<a href="https://x.test/{n}">{n}</a> ' for n in range(5001))
ROWS = {
    "N2 a": (mail("First", Message_ID="<same@x.test>"), "ticket", "First"),
    "N2 b": (mail("Second", Message_ID="<same@x.test>"), "ticket", "Second"),
    "N3": (mail("First", Message_ID="<same@x.test>"), "ignored", ""),
    "N9": (mail("Nobody", To="undisclosed-recipients:;"), "ticket", "Nobody"),
    "N17": (mail("a\rb\r\rc").replace(b"a\r\n", b"a\r"), "ticket", "a"),
    "N25 partial": (mail("Half", Content_Type="message/partial; id=1; number=1; total=2"), "ticket", None),
    "N25 external": (
        parts(TEXT, "Content-Type: message/external-body; access-type=URL; URL=\"http://127.0.0.1/\"\r\n\r\nX: y\r\n"),
        "ticket", "See the part.",
    ),
    "N26 without blank line": (
        mail(body=REPORT, Content_Type='multipart/report; report-type=delivery-status; boundary="x"'), "ignored", "",
    ),
    "N26 complaint": (parts(ARF, kind="report; report-type=feedback-report"), "ignored", ""),
    "N27": (mail("begin 644 x.txt\r\n#86)C\r\n`\r\nend"), "ticket", None),
    "N28": (parts(file("application/ms-tnef", "; filename=winmail.dat" + ENCODED, OUTLOOK)), "ticket", "hello world"),
    "N28 broken": (parts(TEXT, file("application/ms-tnef", "; filename=winmail.dat")), "ticket", "See the part."),
    "N30": (b"Content-Type: text/html\r\n" + mail("<b>twice</b>", Content_Type="text/plain"), "ticket", "twice"),
    "N31": (
        parts(TEXT, file("text/plain", "; filename*0*=utf-8''a%20; filename*1=b; filename*5=c; filename=\"z.txt\"")),
        "ticket", "See the part.",
    ),
    "N32": (parts(TEXT, file("text/plain", '; filename="../../\u200b.htaccess"')), "ticket", "See the part."),
    "N33": (parts(file("text/plain", "; filename=only.txt")), "ticket", None),
    "N34": (mail(LINKS, Content_Type="text/html"), "ticket", None),
    "N35": (parts(CIDS, picture("red"), picture("blue"), kind="related"), "ticket", ""),
    "N36 calendar": (
        parts(TEXT, f"Content-Type: text/calendar\r\n\r\n{INVITE}"), "ticket",
        "Invitation: Bags, lost\nWhen: Mon 23 Nov 2026, 09:00\u201310:00 (UTC)\nWhere: Terminal 1 Desk 2\nOrganized",
    ),
    "N36 sealed": (mail("MIAGCSqG", Content_Type="application/pkcs7-mime; name=smime.p7m"), "ticket", "is encrypted"),
    "N36 PGP": (mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA0\n-----END PGP MESSAGE-----"), "ticket", "is encrypted"),
    "N36 signed": (
        parts(TEXT, "Content-Type: application/pgp-signature\r\n\r\n-----BEGIN PGP SIGNATURE-----", kind="signed"),
        "ticket", "See the part.",
    ),
    "N38": (parts(TEXT, file("application/gzip", "; filename=bomb.gz", ZIPPED)), "ticket", None),
    "N39": (mail("<bold>rich</bold>", Content_Type="text/enriched"), "ticket", "rich"),
    "N41 words": (mail("Words", Subject=" ".join(["=?utf-8?q?a?="] * 10_000)), "ticket", "Words"),
    "N41 unseen": (mail("Unseen", Subject="\u200b\u202e\u200b"), "ticket", "Unseen"),
    "N42": (mail("IDN", From="ana@ex\u00e4mple.test"), "ticket", "IDN"),
}  # fmt: skip


@dataclass
class Found:
    """What became of a mail."""

    kept: ReceivedMail
    body: str
    subject: str
    files: list[str]


def _found(kept: ReceivedMail) -> Found:
    message = Message.objects.filter(pk=kept.message_id).first()
    subject = Ticket.objects.get(pk=kept.ticket_id).subject if kept.ticket_id else ""
    files = files_of([message.pk]).get(message.pk, []) if message else []
    return Found(kept, message.body if message else "", subject, [file.name for file in files])


def test_every_row_is_kept_and_has_one_outcome(office: Office, caplog) -> None:
    for raw, _outcome, _body in ROWS.values():
        office.send(raw)
    office.run_jobs()
    with tenancy.organization(office.cast.acme.pk):
        rows = list(ReceivedMail.objects.select_related("ticket", "message").order_by("id"))
        found = dict(zip(ROWS, [_found(kept) for kept in rows], strict=True))
        kept = {name: (bytes(one.kept.raw or b""), one.kept.outcome) for name, one in found.items()}
    assert {name: outcome for name, (_raw, outcome) in kept.items()} == {name: row[1] for name, row in ROWS.items()}
    assert len(caplog.records) <= 20 * len(ROWS)
    for name, (raw, _outcome, body) in ROWS.items():
        assert len(kept[name][0]) >= len(raw) - 10, "all of it is kept"
        assert "\x00" not in found[name].body + found[name].subject
        assert len(found[name].subject) <= 250
        if body is not None:
            assert body in found[name].body, name
    assert {str(key): found[key].files for key in ("N36 sealed", "N36 PGP", "N36 calendar")} == {
        "N36 sealed": ["smime.p7m"], "N36 PGP": ["encrypted.asc"], "N36 calendar": ["invite.ics"],
    }  # fmt: skip
    with tenancy.organization(office.cast.acme.pk):
        shown = MailPage.objects.get(message_id=found["N35"].kept.message_id).pictures
        first = str(files_of([found["N35"].kept.message_id])[found["N35"].kept.message_id][0].pk)
    assert (found["N35"].files, shown) == (["red.png", "blue.png"], [{"file": first}, {"url": "cid:none"}])
    assert found["N42"].kept.sender == "ana@xn--exmple-cua.test"
    assert found["N3"].kept.reason == "duplicate"
    assert {found[name].kept.reason for name in ("N26 without blank line", "N26 complaint")} == {"bounce", "complaint"}
