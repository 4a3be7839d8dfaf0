"""Mail in other forms than MIME's own: Outlook's, encrypted, signed, calendars. Read as the parser's child reads it."""

import base64
import email
import email.policy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.channels.mail.contents import _FileReader
from moondesk.channels.mail.invites import invites_in
from moondesk.channels.mail.notices import notices_of
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.parsing import parse
from moondesk.channels.mail.rtf import read_rtf
from moondesk.channels.mail.tnef import BrokenTnef, read_tnef
from moondesk.organizations.models import Organization
from tests.harness.people import Cast
from tests.mail import wrapping
from tests.mail.wrapping import attached, attribute, properties, tnef, wide


def part(kind: str, content: bytes, name: str = "") -> str:
    named = f"\r\nContent-Disposition: attachment; filename={name}" if name else ""
    return (
        f"Content-Type: {kind}{named}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content).decode()
    )


def of(*parts: str, kind: str = "mixed") -> bytes:
    head = f'From: carla@customer.test\r\nSubject: x\r\nContent-Type: multipart/{kind}; boundary="x"\r\n\r\n'
    return (head + "".join(f"--x\r\n{one}\r\n" for one in parts) + "--x--\r\n").encode()


def files(raw: bytes) -> dict[str, bytes]:
    reader = _FileReader()
    reader.read_all(email.message_from_bytes(raw, policy=email.policy.compat32))
    return {str(one["name"]): base64.b64decode(one["data"] or "") for one in reader.found}


def body_of_outlook(*given: tuple[int, int, bytes]) -> ParsedMail:
    return parse(of(part("application/ms-tnef", tnef(attribute(1, 0x9003, properties(*given))), "winmail.dat")))


TEXT = part("text/plain; charset=utf-8", b"See the file.")


def test_files_of_outlooks_own_format_are_files_of_the_mail() -> None:
    inside = tnef(attached("Factura año.txt", b"one"), attached("b.png", b"two", "text/html;<script>"))
    raw = of(TEXT, part("application/octet-stream", b"x", "c.bin"), part("application/ms-tnef", inside, "winmail.dat"))
    assert (parse(raw).text, parse(raw).files) == ("See the file.", ["c.bin", "Factura año.txt", "b.png"])
    assert files(raw) == {"c.bin": b"x", "Factura año.txt": b"one", "b.png": b"two"}


def test_the_body_comes_out_of_outlooks_own_format_where_there_is_no_other() -> None:
    assert body_of_outlook((0x1000, 0x1F, wide("Ünder way"))).text == "Ünder way"
    assert body_of_outlook((0x3FDE, 3, b"\xe9\xfd\0\0"), (0x1013, 0x0102, "<p>Ü <b>x</b></p>".encode())).text == "Ü x"
    assert body_of_outlook((0x1009, 0x0102, wrapping.HELLO_RTF)).text == "hello world"
    found = body_of_outlook((0x8005, 3, b"\0" * 20 + b"\0" * 4 + b"\0" * 4), (0x1009, 0x0102, b""))
    assert found.files == ["winmail.dat"], "there is nothing in it"
    from_html = body_of_outlook((0x1009, 0x0102, wrapping.plain_rtf(wrapping.HTML_RTF)))
    assert (from_html.text, from_html.page) == ("café now", "<p>café <b>now</b></p>")


def test_a_mail_within_outlooks_own_format_gives_its_text_and_files() -> None:
    inner = tnef(attribute(1, 0x9003, properties((0x1000, 0x1E, b"Forwarded\0"))), attached("in.txt", b"in"))
    about = properties(
        (0x3707, 0x1F, wide("Old mail")), (0x3701, 0x0D, bytes.fromhex("0703020000000000c000000000000046") + inner)
    )
    found = read_tnef(tnef(attribute(2, 0x9002, b"\1\0" + b"\0" * 12) + attribute(2, 0x9005, about)))
    assert {one.name: one.content for one in found.files} == {"in.txt": b"in", "Old mail.txt": b"Forwarded"}


WHOLE = tnef(
    attribute(1, 0x9003, properties((0x1009, 0x0102, wrapping.HELLO_RTF), (0x1000, 0x1F, wide("x")))),
    attached("a.txt", b"content"),
)


@pytest.mark.parametrize("content", [b"", b"\x78\x9f\x3e\x22", WHOLE[:-9], WHOLE[:60], b"PK\3\4" + WHOLE])
def test_what_is_broken_stays_an_ordinary_file(content: bytes) -> None:
    raw = of(TEXT, part("application/ms-tnef", content, "winmail.dat"))
    assert parse(raw).files == ["winmail.dat"]
    assert files(raw) == {"winmail.dat": content}


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=8))
def test_no_damage_breaks_more_than_the_file(at: int, put: bytes) -> None:
    damaged = WHOLE[:at] + put + WHOLE[at + len(put) :]
    try:
        read_tnef(damaged)
    except BrokenTnef:
        return


@given(st.binary(max_size=200) | st.text(alphabet="\\{}*'uc1fromhtmlag 0-9é", max_size=200).map(str.encode))
def test_any_rtf_can_be_read(content: bytes) -> None:
    text, html = read_rtf(content)
    assert "\0" not in text + html


ARMOUR = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA0\r\n=abcd\r\n-----END PGP MESSAGE-----"


@pytest.mark.parametrize(
    ("raw", "sealed", "text", "named"),
    [
        (
            of("Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1", part("application/octet-stream", ARMOUR.encode(), "encrypted.asc"), kind="encrypted"),  # noqa: E501
            "pgp", "", ["encrypted.asc"],
        ),
        (b"From: a@x.test\r\n\r\nHi,\r\n" + ARMOUR.encode() + b"\r\nBye", "pgp", "Hi,\n\nBye", ["encrypted.asc"]),
        (b"From: a@x.test\r\n" + part("application/pkcs7-mime; smime-type=enveloped-data", wrapping.ENVELOPED).encode(), "smime", "", ["smime.p7m"]),  # noqa: E501
        (b"From: a@x.test\r\n" + part("application/x-pkcs7-mime", wrapping.SIGNED[:90], "x.p7m").encode(), "smime", "", ["x.p7m"]),  # noqa: E501
        (b"From: a@x.test\r\n" + part("application/pkcs7-mime; smime-type=signed-data", wrapping.SIGNED).encode(), "", "My bag is löst, and signed.", []),  # noqa: E501
        (of("Content-Type: text/plain\r\n\r\nClear.", part("application/pkcs7-signature", b"x", "smime.p7s"), kind="signed"), "", "Clear.", []),  # noqa: E501
        (
            (b"From: a@x.test\r\n\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n- --\r\nMe\r\n"
            b"-----BEGIN PGP SIGNATURE-----\r\n\r\nwsB=\r\n-----END PGP SIGNATURE-----\r\n"),
            "", "--\nMe", [],
        ),
    ],
    ids="pgp-mime pgp-inline smime smime-broken smime-opaque signed pgp-clear".split(),
)  # fmt: skip
def test_what_is_signed_is_read_and_what_is_encrypted_is_known(
    raw: bytes, sealed: str, text: str, named: list[str]
) -> None:
    found = parse(raw)
    assert (found.sealed, found.text, found.files) == (sealed, text, named)
    assert list(files(raw)) == named


@pytest.mark.parametrize(
    ("starts", "lasts", "said"),
    [
        (
            "DTSTART;TZID=W. Europe Standard Time:20261123T100000",
            "PT1H30M",
            "Mon 23 Nov 2026, 10:00\u201311:30 ({zone})",
        ),
        ("DTSTART;VALUE=DATE:20261123", "P2D", "Mon 23 Nov 2026 \u2013 Tue 24 Nov 2026"),
        ("DTSTART:20261123T230000Z", "P1W", "{begins} \u2013 {ends} ({zone})"),
        ("DTSTART;TZID=Nowhere/Zone:20261123T100000", "soon", "Mon 23 Nov 2026, 10:00 (Nowhere/Zone)"),
    ],
    ids=["hours in a zone of Windows", "days", "weeks", "nonsense"],
)
def test_how_long_an_event_lasts_and_zones_by_the_names_of_windows(
    in_acme: Cast, starts: str, lasts: str, said: str
) -> None:
    Organization.objects.update(time_zone="Europe/Madrid")
    calendar = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{starts}\r\nDURATION:{lasts}\r\nEND:VEVENT\r\n"
    [notice] = notices_of(ParsedMail(invites=invites_in(calendar)))
    days = {
        "begun": "Mon 23 Nov 2026",
        "begins": "Tue 24 Nov 2026, 00:00",
        "ends": "Tue 1 Dec 2026, 00:00",
        "zone": "Europe/Madrid",
    }
    assert f"When: {said.format(**days)}" in notice.splitlines()


def test_what_a_calendar_says_is_read_once_and_its_file_stays() -> None:
    calendar = part("text/calendar; method=REQUEST; charset=utf-8", wrapping.INVITE.encode())
    beside = part("application/ics", wrapping.INVITE.encode(), "invite.ics")
    found = parse(of(TEXT, calendar, beside))
    assert found.files == ["invite.ics"]
    assert [json.loads(one) for one in found.invites] == [
        {
            "method": "REQUEST", "summary": "Bags, lost", "starts": "2026-11-23T10:00", "ends": "2026-11-23T11:00",
            "zone": "Europe/Madrid", "where": "Terminal 1 Desk 2", "who": "Carla Ruiz (carla@customer.test)",
            "answer": "NEEDS-ACTION a@acme.test", "repeats": False, "lasts": "",
        }
    ]  # fmt: skip
