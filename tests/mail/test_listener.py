"""Who the listener takes mail for, and that its yes means kept."""

import contextlib
import smtplib
import socket
from ipaddress import ip_network
from typing import Any

import pytest

from moondesk.channels.mail import admission, listener
from moondesk.channels.models import ReceivedMail
from moondesk.kit import tenancy
from tests.harness import database
from tests.mail.conftest import Office, mail


def _received() -> int:
    with database.as_superuser() as connection:
        row = connection.execute("SELECT count(*) FROM channels_receivedmail").fetchone()
    return int(row[0]) if row else -1


def test_an_unknown_recipient_is_refused(office: Office) -> None:
    for address in ("nobody@acme.test", "support@elsewhere.test", "support+r1" + "a" * 26 + "@acme.test"):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            office.send(mail(), address)
        assert refused.value.recipients[address][0] == 550
    assert _received() == 0


def test_the_raw_mail_is_kept_before_anything_is_done_with_it(office: Office) -> None:
    raw = mail("caf\udce9 \x00 junk")
    office.send(raw)
    kept = office.last()
    assert (kept.outcome, kept.size) == ("pending", len(raw))
    assert bytes(kept.raw) == raw


def test_one_mail_to_two_organizations_and_twice_to_one_is_one_row_each(office: Office) -> None:
    office.send(mail(), "support@acme.test", "Sales@Acme.test", "support@globex.test")
    assert _received() == 2
    office.run_jobs()
    for organization in (office.cast.acme, office.cast.globex):
        with tenancy.organization(organization.pk):
            assert ReceivedMail.objects.get().outcome == "ticket"


def test_the_same_content_again_is_a_duplicate_also_by_another_way(office: Office) -> None:
    first = office.deliver(mail(Message_ID="<one@customer.test>"))
    again = office.deliver(b"Received: from elsewhere\r\n by here\r\n" + mail(Message_ID="<one@customer.test>"))
    other = office.deliver(mail("Another text", Message_ID="<one@customer.test>"))
    assert first.outcome == "ticket"
    assert (again.outcome, again.reason) == ("ignored", "duplicate")
    assert other.outcome == "ticket"
    assert other.ticket_id != first.ticket_id


def test_a_mail_that_is_too_large_is_refused_whatever_size_it_claims(office: Office) -> None:
    """N37."""
    with smtplib.SMTP("127.0.0.1", office.port, timeout=30) as client:
        client.ehlo()
        assert client.docmd("MAIL FROM:<a@b.test> SIZE=27262976")[0] == 552
        client.docmd("MAIL FROM:<a@b.test> SIZE=1000")
        client.docmd("RCPT TO:<support@acme.test>")
        assert client.data(mail() + (b"x" * 998 + b"\r\n") * 26_500)[0] == 552
    assert _received() == 0
    assert office.deliver(mail()).outcome == "ticket"


def test_fifty_recipients_and_no_more(office: Office) -> None:
    with smtplib.SMTP("127.0.0.1", office.port, timeout=20) as client:
        client.ehlo()
        client.mail("a@b.test")
        codes = [client.rcpt("support@acme.test")[0] for _ in range(52)]
    assert codes[:50] == [250] * 50
    assert codes[50:] == [452, 452]


def test_one_address_gets_some_connections_and_relays_as_many_as_they_need(
    office: Office, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greetings(number: int) -> list[bytes]:
        with contextlib.ExitStack() as open_ones:
            made = [
                open_ones.enter_context(socket.create_connection(("127.0.0.1", office.port), 10)) for _ in range(number)
            ]
            return [one.recv(200)[:3] for one in made]

    settings.MAIL_CONNECTION_LIMIT = 2
    assert greetings(4) == [b"220"] * 4, "a machine of a private network is a relay of ours"
    monkeypatch.setattr(admission, "is_public", lambda _peer: True)
    assert sorted(greetings(4)) == [b"220", b"220", b"421", b"421"]
    settings.MAIL_RELAYS = [ip_network("127.0.0.0/8")]
    assert greetings(4) == [b"220"] * 4
    monkeypatch.undo()
    assert listener.counted_as("2606:4700::6810:84e5") == "2606:4700::/64"


def test_a_bare_line_feed_does_not_end_a_mail(office: Office) -> None:
    with socket.create_connection(("127.0.0.1", office.port), 10) as raw, raw.makefile("rwb", buffering=0) as line:
        line.readline()
        for command in (b"HELO x", b"MAIL FROM:<a@b.test>", b"RCPT TO:<support@acme.test>", b"DATA"):
            line.write(command + b"\r\n")
            assert line.readline()[:1] in b"23"
        line.write(b"From: a@b.test\r\n\r\nfirst\n.\r\nMAIL FROM:<evil@b.test>\r\n.\r\n")
        assert line.readline().startswith(b"250")
    assert _received() == 1


def test_when_the_database_cannot_take_it_the_sender_keeps_the_mail(office: Office) -> None:
    with database.as_superuser() as connection:
        connection.execute("REVOKE INSERT ON channels_receivedmail FROM moondesk_app")
        try:
            with pytest.raises(smtplib.SMTPDataError) as refused:
                office.send(mail())
        finally:
            connection.execute("GRANT INSERT ON channels_receivedmail TO moondesk_app")
    assert refused.value.smtp_code == 451
    assert office.deliver(mail()).outcome == "ticket"
