"""Machines that answer machines: nothing goes round twice, and nothing is lost."""

import pytest

from moondesk.channels.models import ReceivedMail
from moondesk.conversations.actions import reply_to_customer
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.tickets.actions import resolve_ticket
from moondesk.tickets.models import Ticket
from tests.mail.conftest import CUSTOMER, Office, mail

BOUNCE = """This is the mail system.\r
--x\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.customer.test\r
\r
Final-Recipient: rfc822; carla@customer.test\r
Action: failed\r
Status: 5.1.1\r
--x\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: {about}\r
--x--"""


def _ticket(office: Office) -> tuple[Ticket, str, str]:
    received = office.deliver(mail())
    with tenancy.organization(office.cast.acme.pk):
        ticket = Ticket.objects.get(pk=received.ticket_id)
        reply_to_customer(ticket, "Found.", by=office.cast.agent.actor)
        resolve_ticket(Ticket.objects.get(pk=ticket.pk), by=office.cast.agent.actor)
    office.run_jobs()
    sent = office.caught()[1]
    return ticket, sent["Reply-To"].addresses[0].addr_spec, sent["Message-ID"].strip()


def _is_resolved(office: Office, ticket: Ticket) -> bool:
    with tenancy.organization(office.cast.acme.pk):
        return Ticket.objects.get(pk=ticket.pk).stage == "resolved"


def test_our_own_mail_that_comes_back_creates_nothing(office: Office) -> None:
    _ticket(office)
    sent = len(office.caught())
    for path in sorted(office.folder.glob("*.eml")):
        received = office.deliver(path.read_bytes(), sender="support@acme.test")
        assert (received.outcome, received.reason) == ("ignored", "own_mail")
    assert len(office.caught()) == sent


def test_a_mail_from_our_own_inbox_waits_for_a_person(office: Office) -> None:
    received = office.deliver(mail(From="support@acme.test"), sender="support@acme.test")
    assert (received.outcome, received.reason) == ("quarantined", "own_address")
    assert office.caught() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied (vacation)"},
        {"X-Autoreply": "yes"},
        {"Precedence": "auto_reply"},
    ],
)
def test_a_vacation_answer_neither_reopens_nor_is_answered(office: Office, headers: dict[str, str]) -> None:
    ticket, address, _id = _ticket(office)
    sent = len(office.caught())
    received = office.deliver(mail("I am away", **headers), address)
    assert (received.outcome, received.reason, received.ticket_id) == ("ignored", "auto_reply", ticket.pk)
    assert _is_resolved(office, ticket)
    assert len(office.caught()) == sent


def test_a_bounce_is_noted_on_the_mail_it_is_about(office: Office) -> None:
    ticket, _address, header_id = _ticket(office)
    sent = len(office.caught())
    raw = mail(
        "\r\n--x\r\n\r\n" + BOUNCE.format(about=header_id),
        From="MAILER-DAEMON@mx.customer.test",
        Content_Type='multipart/report; report-type=delivery-status; boundary="x"',
    )
    received = office.deliver(raw, sender="")
    assert (received.outcome, received.reason, received.ticket_id) == ("ignored", "bounce", ticket.pk)
    about = next(one for one in office.outgoing() if one.header_id == header_id)
    assert (about.state, about.code) == ("bounced", "5.1.1")
    assert "came back" in about.error
    assert _is_resolved(office, ticket)
    assert len(office.caught()) == sent


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List-Id": "<news.customer.test>"},
        {"From": "no-reply@shop.test"},
    ],
)
def test_a_machine_gets_a_ticket_but_no_confirmation(office: Office, headers: dict[str, str]) -> None:
    received = office.deliver(mail(**headers))
    assert received.outcome == "ticket"
    assert office.caught() == []


def test_a_mail_from_the_past_of_a_mailbox_gets_a_ticket_but_no_confirmation(office: Office) -> None:
    office.send(mail())
    with tenancy.organization(office.cast.acme.pk):
        ReceivedMail.objects.update(is_historic=True)
    office.run_jobs()
    assert office.last().outcome == "ticket"
    assert office.caught() == office.outgoing() == []


def test_one_confirmation_an_hour_for_each_address(office: Office) -> None:
    for number in range(3):
        office.deliver(mail(f"Number {number}"))
    assert [sent["To"] for sent in office.caught()] == [CUSTOMER]
    states = [(one.kind, one.state) for one in office.outgoing()]
    assert states == [("confirmation", "sent"), ("confirmation", "withheld"), ("confirmation", "withheld")]


def test_two_of_our_inboxes_writing_to_each_other_stop(office: Office) -> None:
    received = office.deliver(mail(From="Globex <support@globex.test>"), sender="support@globex.test")
    assert received.outcome == "ticket"
    for _round in range(4):
        for path in sorted(office.folder.glob("*.eml")):
            raw = path.read_bytes()
            to = raw.partition(b"\r\n")[0].decode().partition(": ")[2]
            office.send(raw, to, sender="support@globex.test" if "acme" in to else "support@acme.test")
        office.run_jobs()
    assert len(office.caught()) <= 2
    with tenancy.organization(office.cast.globex.pk):
        assert Message.objects.filter(ticket__subject__startswith="We have").count() <= 1


def test_two_desks_and_a_robot_without_headers_stop_by_themselves(office: Office, client_of: object) -> None:
    """The robot answers each mail it gets with a new one that says nothing of being a machine."""
    robot, seen = "robot@machine.test", 0
    office.send(mail("Hello", From=robot), sender=robot)
    office.send(mail("Hello", From="Globex <support@globex.test>"), sender="support@globex.test")
    for _round in range(8):
        office.run_jobs()
        paths = sorted(office.folder.glob("*.eml"))
        for number, path in enumerate(paths[seen:], seen):
            raw = path.read_bytes()
            to = raw.partition(b"\r\n")[0].decode().partition(": ")[2]
            if to == robot:
                office.send(mail(f"I am away {number}", From=robot, Subject=f"Away {number}"), sender=robot)
            else:
                office.send(raw, to, sender="support@globex.test" if "acme" in to else "support@acme.test")
        seen = len(paths)
    assert len(office.caught()) <= 3
    for number in range(7):
        office.deliver(mail(f"More {number}", From=robot, Subject=f"Away again {number}"), sender=robot)
    assert len(office.caught()) <= 3
    page = client_of(office.cast.owner).get("/acme/settings/mail/ways-out").content.decode()  # type: ignore[operator]
    assert f"kept back: {robot}" in page
