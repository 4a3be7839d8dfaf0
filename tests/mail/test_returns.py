"""What other servers report of our mails: by structure, in any language, on the mail it is about and on no other."""

import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from moondesk.channels.dead import is_dead
from moondesk.channels.mail.parsing import parse
from moondesk.channels.mail.reasons import reason_of
from moondesk.channels.mail.reports import Row, rows_of
from moondesk.channels.mail.signing import is_return_of, return_address, split_return_address
from moondesk.channels.models import OutgoingMail
from moondesk.channels.queries import delivery_of
from moondesk.channels.resending import send_message_again
from moondesk.contacts.actions import update_contact
from moondesk.contacts.models import Contact
from moondesk.conversations.actions import reply_to_customer
from moondesk.kit import tenancy
from moondesk.limits.models import Window
from moondesk.tickets.actions import resolve_ticket
from moondesk.tickets.models import Ticket
from tests.mail.conftest import CUSTOMER, Office, mail

GROUPS = "Reporting-MTA: dns; mx.customer.test\r\nArrival-Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
FAILED = (
    f"Final-Recipient: rfc822; {CUSTOMER}\r\nAction: failed\r\nStatus: 5.2.2\r\nDiagnostic-Code: smtp; 552 full\r\n"
)


def report(about: str, status: str, *, words: str = "This is the mail system.", kind: str = "delivery-status") -> bytes:
    """Return a report of the usual three parts."""
    return mail(
        f"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n--x\r\nContent-Type: message/{kind}\r\n\r\n"
        f"{status}\r\n--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {about}\r\n--x--",
        From="MAILER-DAEMON@mx.customer.test",
        Content_Type=f'multipart/report; report-type={"feedback-report" if "feedback" in kind else kind}; boundary="x"',
    )


def replied(office: Office) -> tuple[Ticket, OutgoingMail]:
    """Return a ticket with a reply that went out, and its mail."""
    received = office.deliver(mail())
    with tenancy.organization(office.cast.acme.pk):
        ticket = Ticket.objects.get(pk=received.ticket_id)
        reply_to_customer(ticket, "Found.", by=office.cast.agent.actor)
    office.run_jobs()
    return ticket, next(one for one in office.outgoing() if one.kind == "reply")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{GROUPS}\r\n{FAILED}", [Row("failed", "5.2.2", CUSTOMER, "552 full")]),
        (GROUPS + FAILED, [Row("failed", "5.2.2", CUSTOMER, "552 full")]),
        (GROUPS + FAILED + FAILED.replace("5.2.2", "5.1.1"),
         [Row("failed", code, CUSTOMER, "552 full") for code in ("5.2.2", "5.1.1")]),
        ("Action: delayed\nStatus: 4.4.1\nFinal-Recipient: rfc822;a@b.test", [Row("delayed", "4.4.1", "a@b.test", "")]),
        ("Final-Recipient: rfc822;a@b.test\nAction: failed\nDiagnostic-Code: smtp;\n 550 5.7.26\n  not signed",
         [Row("failed", "5.7.26", "a@b.test", "550 5.7.26 not signed")]),
        ("Final-Recipient: rfc822;a@b.test\nStatus: 4.0.0", [Row("delayed", "4.0.0", "a@b.test", "")]),
        ("Reporting-MTA: dns; x", []),
    ],
)  # fmt: skip
def test_the_fields_of_a_report_are_read_with_and_without_empty_lines(text: str, found: list[Row]) -> None:
    assert [Row.unpacked(row) for row in rows_of(text)] == found


@given(st.text(alphabet=st.sampled_from("Action:failedStatu\r\n\t 5.1;\0-"), max_size=200))
def test_no_text_makes_a_broken_row(text: str) -> None:
    for row in map(Row.unpacked, rows_of(text)):
        assert row.action
        assert row.said.isprintable()


def test_a_return_path_is_bound_to_its_mail_and_organization() -> None:
    one, key = uuid.uuid4(), b"k" * 32
    address = return_address(key, "support@acme.test", one)
    base, mail_id, signature = split_return_address(address.upper()) or ("", one, "")
    assert (base, mail_id) == ("support@acme.test", one)
    assert is_return_of(key, one, signature)
    assert not is_return_of(b"l" * 32, one, signature)
    assert not is_return_of(key, uuid.uuid4(), signature)
    assert len(address.partition("@")[0]) <= 64
    assert return_address(key, "a" * 30 + "@acme.test", one) == "a" * 30 + "@acme.test"
    assert split_return_address("support+r1" + "a" * 42 + "@acme.test") is None


def test_a_report_comes_back_to_the_mail_s_own_return_path_and_says_why(office: Office) -> None:
    ticket, own = replied(office)
    sent = office.caught()
    path = str(sent[-1]["X-Envelope-From"])
    assert path == return_address(bytes(office.cast.acme.mail_key), "support@acme.test", own.pk)
    late = report("<lost@elsewhere.test>", GROUPS + "\r\n" + FAILED.replace("failed", "delayed").replace("5.2", "4.2"))
    received = office.deliver(late, path, sender="")
    assert (received.outcome, received.reason, received.ticket_id) == ("ignored", "bounce", ticket.pk)
    assert [(one.state, one.code) for one in office.outgoing() if one.pk == own.pk] == [("delayed", "4.2.2")]
    words = "Diese Nachricht konnte nicht zugestellt werden. \u914d\u4fe1\u3067\u304d\u307e\u305b\u3093"
    office.deliver(report("<lost@elsewhere.test>", GROUPS + FAILED, words=words), path, sender="")
    with tenancy.organization(office.cast.acme.pk):
        [delivery] = delivery_of([own.message_id])[own.message_id]
        assert (delivery.state, delivery.reason) == ("bounced", "The mailbox is full.")
    office.deliver(report("<lost@elsewhere.test>", "Action: delivered\r\nStatus: 2.0.0\r\n"), path, sender="")
    assert [one.state for one in office.outgoing() if one.pk == own.pk] == ["bounced"]
    assert len(office.caught()) == len(sent)


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        (lambda own: report(own.header_id, f"{GROUPS}\r\n{FAILED}".replace("failed", "delivered")), "delivered"),
        (lambda own: report(own.header_id, "Feedback-Type: abuse\r\n", kind="feedback-report"), "complained"),
        (lambda own: report(own.header_id, "Feedback-Type: not-spam\r\n", kind="feedback-report"), "sent"),
        (lambda own: mail(f"Hi. I was not able to deliver.\n550 5.1.1 no such user\n\n> Message-ID: {own.header_id}",
                          From="MAILER-DAEMON@qmail.test"), "bounced"),
        (lambda own: report("<m1." + "0" * 32 + "." + "a" * 26 + "@acme.test>", GROUPS + FAILED), "sent"),
    ],
)  # fmt: skip
def test_what_is_reported_is_noted_on_the_mail_it_is_about(office: Office, raw: Any, state: str) -> None:
    ticket, own = replied(office)
    sent, version = len(office.caught()), ticket.version
    received = office.deliver(raw(own), sender="")
    assert received.outcome == "ignored"
    assert [one.state for one in office.outgoing() if one.pk == own.pk] == [state]
    with tenancy.organization(office.cast.acme.pk):
        assert Ticket.objects.get(pk=ticket.pk).version == version
    assert len(office.caught()) == sent


def test_a_person_who_writes_to_a_return_path_is_heard_and_a_vacation_is_not(office: Office) -> None:
    ticket, own = replied(office)
    path = return_address(bytes(office.cast.acme.mail_key), "support@acme.test", own.pk)
    away = office.deliver(mail("I am away", Auto_Submitted="auto-replied"), path)
    assert (away.outcome, away.reason, away.ticket_id) == ("ignored", "auto_reply", ticket.pk)
    received = office.deliver(mail("Thank you!", In_Reply_To=own.header_id), path)
    assert (received.outcome, received.ticket_id) == ("message", ticket.pk)


def test_reasons_are_words_also_for_codes_that_nobody_listed() -> None:
    assert reason_of("5.1.1") == "The address does not exist."
    assert reason_of("4.2.2") == "The mailbox is full."
    assert reason_of("5.7.999") == "The recipient's server refuses our mail."
    assert reason_of("") == reason_of("5.9.9") == ""


def test_a_report_names_its_mails_from_headers_enclosed_in_any_way() -> None:
    raw = report("<a@b.test>", GROUPS + FAILED).replace(b"text/rfc822-headers", b"message/rfc822")
    assert parse(raw).report_ids == ["<a@b.test>"]


def test_an_address_that_mails_come_back_from_is_left_alone_until_somebody_says_otherwise(
    office: Office, client_of: Any, token_of: Any
) -> None:
    ticket, own = replied(office)
    at = f"/acme/desk/tickets/{ticket.number}/messages/{own.message_id}/mails"
    agent = client_of(office.cast.agent)
    for number in range(3):
        office.deliver(report(own.header_id, GROUPS + FAILED + f"X-Number: {number}"), sender="")
        page = agent.get(at).content.decode()
        assert "The mailbox is full." in page
        assert "came back" in page
        if number < 2:
            assert agent.post(f"{at}/again").status_code == 302
            office.run_jobs()
    assert f'href="{at}"' in agent.get(f"/acme/desk/tickets/{ticket.number}").content.decode()
    with tenancy.organization(office.cast.acme.pk):
        Window.objects.all().delete()
        reply_to_customer(Ticket.objects.get(pk=ticket.pk), "Once more.", by=office.cast.agent.actor)
        resolve_ticket(Ticket.objects.get(pk=ticket.pk), by=office.cast.agent.actor)
    office.run_jobs()
    assert [(one.kind, one.state) for one in office.outgoing()][-2:] == [("reply", "sent"), ("status", "withheld")]
    headers = {"Authorization": f"Bearer {token_of(office.cast.agent)}"}
    [dead] = Client().get("/api/v1/dead-addresses", headers=headers).json()["items"]
    assert (dead["email"], dead["why"], dead["reason"]) == (CUSTOMER, "bounces", "The mailbox is full.")
    at_once = client_of(office.cast.administrator).get(f"/acme/desk/tickets/{ticket.number}").content.decode()
    assert f"mails to {CUSTOMER} come back: The mailbox is full. Your reply goes out all the same" in at_once
    contact = f"/acme/desk/contacts/{ticket.requester_id}"
    assert "Mails to this address come back." in agent.get(contact).content.decode()
    assert agent.post(f"{contact}/mail").status_code == 302
    assert "come back" not in agent.get(contact).content.decode()
    assert Client().delete(f"/api/v1/dead-addresses/{CUSTOMER}", headers=headers).status_code == 404
    answer = Client().post(f"/api/v1/tickets/{ticket.number}/messages/{own.message_id}/mails/again", headers=headers)
    assert answer.json()["items"][0]["state"] == "queued"


def test_who_complains_gets_nothing_by_itself_at_once(office: Office) -> None:
    _ticket, own = replied(office)
    raw = report(own.header_id, "Feedback-Type: abuse\r\n", kind="feedback-report")
    office.deliver(raw, sender="")
    with tenancy.organization(office.cast.acme.pk):
        assert is_dead(CUSTOMER.upper())
        Window.objects.all().delete()
    office.deliver(mail("Another matter"))
    assert [(one.kind, one.state) for one in office.outgoing()][-1] == ("confirmation", "withheld")


def test_a_mail_follows_its_reader_and_never_takes_a_link_to_an_address_that_was_given_up(office: Office) -> None:
    """A mistyped address is corrected and the reply sent again: whoever reads at the old one gets nothing."""
    ticket, own = replied(office)
    office.deliver(report(own.header_id, GROUPS + FAILED), sender="")
    before = len(office.caught())
    with tenancy.organization(office.cast.acme.pk):
        agent = office.cast.agent.actor
        update_contact(Contact.objects.get(pk=ticket.requester_id), by=agent, email="carla@new.test")
        send_message_again(ticket, own.message_id, by=agent)
    office.run_jobs()
    [again] = office.caught()[before:]
    assert again["To"] == "carla@new.test"
    with tenancy.organization(office.cast.acme.pk):
        assert OutgoingMail.objects.get(pk=own.pk).recipient == "carla@new.test"
        reply_to_customer(Ticket.objects.get(pk=ticket.pk), "And more.", by=agent)
        Contact.objects.filter(pk=ticket.requester_id).update(email=None)
    office.run_jobs()
    assert len(office.caught()) == before + 1
