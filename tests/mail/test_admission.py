"""How much mail comes in: above a limit it is put off or set apart, and nothing is lost or miscounted."""

import smtplib
from collections import Counter
from typing import Any

import pytest
from prometheus_client import REGISTRY

from moondesk.channels.mail.admission import Full, claimed_sender, is_too_often, put_off
from moondesk.channels.mail.store import Inbox
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Outcome, Proof
from moondesk.conversations.actions import reply_to_customer
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.kit.ids import new_id
from moondesk.limits.models import Window
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast
from tests.mail.conftest import CUSTOMER, Office, mail


def _later(office: Office, raw: bytes, *to: str, sender: str = "carla@customer.test") -> str:
    with pytest.raises(smtplib.SMTPDataError) as refused:
        office.send(raw, *to, sender=sender)
    assert refused.value.smtp_code == 451
    return str(refused.value.smtp_error)


def test_one_sender_is_put_off_above_the_limit_and_others_are_not(office: Office, settings: Any) -> None:
    settings.MAIL_SENDER_LIMIT = 3
    for at in range(3):
        office.send(mail(f"Bag {at}"), sender=f"bounce-{at}@relay.test")
    assert "try again later" in _later(office, mail("Bag 3"), sender="bounce-3@relay.test")
    office.send(mail("Mine", From="nina@customer.test"))
    office.send(mail("Bag 4"), "support@globex.test")
    with tenancy.organization(office.cast.acme.pk):
        assert ReceivedMail.objects.count() == 4


def test_what_was_put_off_is_taken_when_it_comes_again(office: Office, settings: Any) -> None:
    settings.MAIL_SENDER_LIMIT = 1
    office.send(mail("First"))
    _later(office, mail("Second"))
    Window.objects.all().delete()
    assert office.deliver(mail("Second")).outcome == "ticket"


def test_a_flood_of_new_mail_does_not_keep_customers_from_answering(office: Office, settings: Any) -> None:
    office.deliver(mail())
    with tenancy.organization(office.cast.acme.pk):
        ticket = Ticket.objects.latest("id")
        reply_to_customer(ticket, "Found.", by=office.cast.agent.actor)
    office.run_jobs()
    address = office.caught()[-1]["Reply-To"].addresses[0].addr_spec
    settings.MAIL_ORGANIZATION_LIMIT = 3
    for at in range(2):
        office.send(mail(f"Flood {at}", From=f"robot{at}@flood.test"))
    _later(office, mail("Flood 3", From="robot3@flood.test"))
    assert office.deliver(mail("Thank you"), address).outcome == "message"
    with tenancy.organization(office.cast.acme.pk):
        assert Message.objects.latest("id").body == "Thank you"


def test_no_sender_fills_the_disk(office: Office, settings: Any) -> None:
    settings.MAIL_MEGABYTE_LIMIT = 1
    large = "x" * 78 + "\n"
    office.send(mail(large * 8000))
    _later(office, mail(large * 8001, From="other@flood.test"))


def test_a_sender_whom_only_the_parser_can_tell_is_set_apart_and_kept(office: Office, settings: Any) -> None:
    settings.MAIL_SENDER_LIMIT = 1
    found = []
    for at in range(4):
        office.send(mail(f"Bag {at}", From=f"carla@customer.test (not fake{at}@other.test)"))
        office.run_jobs()
        found.append(office.last())
    assert [one.sender for one in found] == ["carla@customer.test"] * 4
    assert [one.reason for one in found[2:]] == ["too_often"] * 2
    assert all(bytes(one.raw) for one in found)


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        (b"From: a@x.test", "a@x.test"),
        (b"from:\r\n \"a@fake.test\" <B@X.test>", "b@x.test"),
        (b"Subject: From: c@x.test\r\nTo: d@x.test", "e@x.test"),
        (b"X-From: c@x.test", "e@x.test"),
        (b"From: \xff\xfe", "e@x.test"),
    ],
)  # fmt: skip
def test_who_a_mail_says_it_is_from(head: bytes, sender: str) -> None:
    assert claimed_sender(head + b"\r\n\r\nFrom: late@x.test", "E@x.test") == sender


def _counted() -> Counter[str]:
    found: Counter[str] = Counter()
    for outcome in Outcome:
        value = REGISTRY.get_sample_value("moondesk_mails_total", {"direction": "in", "outcome": outcome.value})
        found[outcome.value] = int(value or 0)
    found["kept"] = int(REGISTRY.get_sample_value("moondesk_mails_kept_total") or 0)
    return found


def test_as_many_mails_are_counted_out_as_in(office: Office) -> None:
    before = _counted()
    office.deliver(mail(Message_ID="<one@customer.test>"))
    office.deliver(mail(Message_ID="<one@customer.test>"))
    office.deliver(mail("No sender", From=None))
    office.deliver(mail("Away", Auto_Submitted="auto-replied"))
    office.deliver(b"".join(b"X-H: y\r\n" for _ in range(1100)) + mail("Too many headers"))
    counted = _counted() - before
    assert counted == {"kept": 5, "ticket": 1, "ignored": 2, "quarantined": 2}


def test_who_writes_the_address_of_somebody_else_has_an_allowance_of_their_own(in_acme: Cast, settings: Any) -> None:
    settings.MAIL_SENDER_LIMIT = 2
    settings.MAIL_AUTHSERV_IDS = ["mx.acme.test"]
    inbox = [Inbox(in_acme.acme.pk, new_id(), "support@acme.test")]
    forged = mail()
    proven = b"Authentication-Results: mx.acme.test; dmarc=pass header.from=customer.test\r\n" + forged
    told = [put_off(forged, CUSTOMER, inbox, peer="8.8.8.8") for _ in range(3)]
    assert told == [None, None, Full.SENDER]
    assert put_off(forged, CUSTOMER, inbox, peer="9.9.9.9") is None, "from another machine"
    assert [put_off(forged, CUSTOMER, inbox, peer="10.0.0.1") for _ in range(3)][-1] is Full.SENDER
    assert put_off(proven, CUSTOMER, inbox, peer="10.0.0.1") is None, "our relay vouches for it"
    assert put_off(proven, CUSTOMER, inbox, peer="8.8.8.8") is Full.SENDER, "a stranger vouches for nothing"
    assert [is_too_often(CUSTOMER, Proof.FORGED) for _ in range(5)][-1]
    assert not is_too_often(CUSTOMER, Proof.PROVEN)
