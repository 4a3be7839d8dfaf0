"""Mails that break parsers (security 2b): each is kept, each has one outcome, and the next one goes on."""

import dataclasses

import pytest

from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.mail.conftest import CUSTOMER, Office, mail


def nested(depth: int) -> bytes:
    """A multipart in a multipart, and so on."""
    top = [f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n' for level in range(depth)]
    return f"From: {CUSTOMER}\r\nSubject: deep\r\n".encode() + "".join(top).encode() + b"\r\nend\r\n"


def forwarded(depth: int) -> bytes:
    """A mail in a mail, and so on."""
    return (
        f"From: {CUSTOMER}\r\n".encode()
        + b"Content-Type: message/rfc822\r\n\r\n" * depth
        + b"Subject: x\r\n\r\nend\r\n"
    )


PART = "--x\r\nContent-Type: {kind}\r\n\r\n{text}\r\n"
QUARANTINED = {
    "N4 no From": (mail(From=None), "no_sender"),  # type: ignore[arg-type]
    "N4 empty From": (mail(From="<>"), "no_sender"),
    "N4 only a name": (mail(From="Carla"), "no_sender"),
    "N5 two From": (b"From: a@x.test\r\n" + mail(), "sender_ambiguous"),
    "N5 two addresses": (mail(From="a@x.test, b@y.test"), "sender_ambiguous"),
    "N6 address before address": (mail(From="a@x.test<b@y.test>"), "sender_ambiguous"),
    "N7 encoded local part": (mail(From="=?utf-8?q?admin?=@example.test"), "sender_invalid"),
    "N7 encoded address": (mail(From="=?utf-8?q?a=40b?=c@host.test"), "sender_invalid"),
    "N18 header of 1 MB": (mail(X_Big="\r\n ".join(["x" * 900] * 1200)), "header_limit"),
    "N18 50,000 headers": (b"X: y\r\n" * 50_000 + mail(), "header_limit"),
    "N18 5,000 parameters": (
        mail(Content_Type="text/plain;" + "\r\n ".join(f"a{n}=b;" for n in range(5000))),
        "header_limit",
    ),
    "N20 5,000 brackets": (mail(From="\r\n ".join(["(" * 500] * 10) + CUSTOMER), "sender_invalid"),
    "N21 1,000 deep": (nested(1000), "too_deep"),
    "N24 1,000 mails in mails": (forwarded(1000), "too_deep"),
}
TICKETS = {
    "N1 no Message-ID": (mail(), "My bag is lost."),
    "N1 empty Message-ID": (mail(Message_ID="<>"), "My bag is lost."),
    "N1 two Message-IDs": (b"Message-ID: <a@b>\r\n" + mail(Message_ID="<c@d>"), "My bag is lost."),
    "N6 name like an address": (mail(From=f'"ceo@corp.example" <{CUSTOMER}>'), "My bag is lost."),
    "N10 dates": (mail(Date="32 Foo 2099 99:99 +9999"), "My bag is lost."),
    "N11 unknown charset": (mail("caf\u00e9", Content_Type="text/plain; charset=x-unknown"), "caf\u00e9"),
    "N12 windows-1252 as utf-8": (mail("caf\udce9", Content_Type="text/plain; charset=utf-8"), "caf\u00e9"),
    "N13 GB18030": (
        mail(Content_Type="text/plain; charset=gb2312", body=b"\xc4\xe3\xba\xc3".decode("utf-8", "surrogateescape")),
        "\u4f60\u597d",
    ),
    "N14 UTF-7": (mail("+ADw-script+AD4-", Content_Type="text/html; charset=utf-7"), "+ADw-script+AD4-"),
    "N15 utf-32": (mail("AAAA" * 1000, Content_Type="text/plain; charset=utf-32LE", Content_Transfer_Encoding="base64"), None),  # noqa: E501
    "N16 NUL": (mail("a\x00b", Subject="a\x00b"), "a\ufffdb"),
    "N19 many recipients": (mail(Cc=",\r\n ".join(["a@b.test"] * 5000)), "My bag is lost."),
    "N22 20,000 parts": (
        mail(Content_Type='multipart/mixed; boundary="x"', body="\r\n" + PART.format(kind="text/plain", text="first")
             + PART.format(kind="text/css", text="x") * 20_000),
        None,
    ),
    "N23 no boundary": (mail("shown", Content_Type="multipart/mixed"), "shown"),
    "N29 bad base64": (mail("not base64!", Content_Transfer_Encoding="base64"), None),
    "N33 only HTML": (mail("<p>Only <b>HTML</b></p><script>no()</script>", Content_Type="text/html"), "Only HTML"),
    "N33 empty": (mail(""), "(The mail has no text.)"),
    "N34 100,000 divs": (mail("<div>" * 100_000 + "deep", Content_Type="text/html"), "deep"),
    "N40 control headers": (mail(X_Moondesk_Priority="urgent", Authentication_Results="moondesk; dmarc=pass"), "My bag is lost."),  # noqa: E501
    "a line of 500 kB": (mail("x" * 500_000), None),
}  # fmt: skip


@pytest.mark.parametrize("name", QUARANTINED)
def test_what_cannot_be_trusted_waits_in_quarantine(office: Office, name: str) -> None:
    raw, reason = QUARANTINED[name]
    kept = office.deliver(raw)
    assert (kept.outcome, kept.reason) == ("quarantined", reason)
    assert bytes(kept.raw) == raw
    assert office.caught() == []
    assert office.deliver(mail("The next one")).outcome == "ticket"


@pytest.mark.parametrize("name", TICKETS)
def test_what_can_be_read_becomes_a_ticket(office: Office, name: str) -> None:
    raw, body = TICKETS[name]
    kept = office.deliver(raw)
    assert (kept.outcome, kept.reason) == ("ticket", "")
    with tenancy.organization(office.cast.acme.pk):
        message = Message.objects.get(pk=kept.message_id)
        ticket = Ticket.objects.select_related("requester").get(pk=kept.ticket_id)
    assert (ticket.priority, ticket.requester.email) == (2, CUSTOMER)
    assert "@" not in ticket.requester.name
    assert "\x00" not in message.body
    if body is not None:
        assert message.body == body


def test_controls_in_a_subject_become_spaces_and_no_headers_of_our_mail(office: Office) -> None:
    """N8."""
    kept = office.deliver(mail(Subject="=?utf-8?q?a=0d=0aBcc:_evil@x.test?="))
    with tenancy.organization(office.cast.acme.pk):
        assert Ticket.objects.get(pk=kept.ticket_id).subject == "a Bcc: evil@x.test"
    [confirmation] = office.caught()
    assert len(confirmation.get_all("Subject")) == 1
    assert confirmation.get_all("Bcc") is None
    assert confirmation["To"] == CUSTOMER


def test_a_mail_that_kills_its_parser_is_set_apart_after_three_tries(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moondesk.channels.mail import intake, sandbox

    hurried = dataclasses.replace(sandbox.BOUNDS, wall_seconds=0.0)  # the real child, with no time to answer
    monkeypatch.setattr(sandbox, "BOUNDS", hurried)
    office.send(mail())
    pk, tenant = office.last().pk, office.cast.acme.pk
    for _attempt in range(2):
        with pytest.raises(sandbox.ParserFailed):
            intake.process(tenant, pk)
        assert office.last().outcome == "pending"
    intake.process(tenant, pk)
    assert (office.last().outcome, office.last().reason) == ("quarantined", "unparseable")
    monkeypatch.undo()
    assert office.deliver(mail("The next one")).outcome == "ticket"
