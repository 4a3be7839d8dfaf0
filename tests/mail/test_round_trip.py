"""A request by mail, the answer by mail, the customer's answer to it; and what must not get into a ticket."""

import re
from email.message import EmailMessage

import pytest

from moondesk.conversations.actions import reply_to_customer
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.tickets.actions import delete_ticket, resolve_ticket, restore_ticket
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_deleted, participant_by_secret
from tests.mail.conftest import CUSTOMER, Office, mail

STRANGER = "mallory@evil.test"


def _answered(office: Office) -> tuple[Ticket, EmailMessage]:
    received = office.deliver(mail(Message_ID="<first@customer.test>"))
    with tenancy.organization(office.cast.acme.pk):
        ticket = Ticket.objects.get(pk=received.ticket_id)
        reply_to_customer(ticket, "We **found** it.\n\nAna", by=office.cast.agent.actor)
    office.run_jobs()
    return ticket, office.caught()[-1]


def _text(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_mail_opens_a_ticket_and_is_confirmed_without_what_the_sender_wrote(office: Office) -> None:
    received = office.deliver(
        mail("My bag is LOST-TEXT.", Subject="SPAM-SUBJECT", From='"SPAM-NAME" <new@customer.test>')
    )
    with tenancy.organization(office.cast.acme.pk):
        ticket = Ticket.objects.get(pk=received.ticket_id)
        assert (ticket.subject, ticket.channel, ticket.requester.email) == (
            "SPAM-SUBJECT",
            "email",
            "new@customer.test",
        )
        assert Message.objects.get(ticket=ticket).body == "My bag is LOST-TEXT."
    [sent] = office.caught()
    whole = sent.as_string() + _text(sent) + _text(sent, "html")
    assert not re.search("SPAM-SUBJECT|SPAM-NAME|LOST-TEXT", whole)
    assert ticket.number in sent["Subject"]
    assert (sent["To"], sent["Auto-Submitted"], sent["X-Auto-Response-Suppress"]) == (
        "new@customer.test",
        "auto-replied",
        "All",
    )
    link = re.search(r"/acme/help/t/(\S+)", _text(sent))
    assert link
    with tenancy.organization(office.cast.acme.pk):
        assert participant_by_secret(link[1]).ticket_id == ticket.pk


def test_the_answer_goes_out_whole_and_threads(office: Office) -> None:
    ticket, sent = _answered(office)
    confirmation = office.caught()[0]
    assert sent["Subject"] == f"Re: Lost bag [TKT-{ticket.number}]"
    assert "We **found** it." in _text(sent)
    assert "<strong>found</strong>" in _text(sent, "html")
    assert sent["From"] == "Acme Travel <support@acme.test>"
    assert sent["References"].split() == ["<first@customer.test>", confirmation["Message-ID"].strip()]
    assert sent["In-Reply-To"].strip() == confirmation["Message-ID"].strip()
    assert "Auto-Submitted" not in sent
    assert re.fullmatch(r"support\+r1[a-z2-7]{26}@acme\.test", sent["Reply-To"].addresses[0].addr_spec)


@pytest.mark.parametrize("way", ["address", "reference", "folded address"])
def test_the_customer_answers_by_mail(office: Office, way: str) -> None:
    ticket, sent = _answered(office)
    body = "Thank you!\r\n\r\nOn Sat, Ana wrote:\r\n> We found it.\r\n"
    address = sent["Reply-To"].addresses[0].addr_spec
    if way == "reference":
        headers = {"References": f"<x@y> {sent['Message-ID']}", "In-Reply-To": sent["Message-ID"]}
        received = office.deliver(mail(body, Subject="whatever", **headers))
    else:
        received = office.deliver(mail(body), address.upper() if way == "folded address" else address)
    assert (received.outcome, received.ticket_id) == ("message", ticket.pk)
    with tenancy.organization(office.cast.acme.pk):
        message, answer = (
            Message.objects.get(pk=received.message_id),
            Message.objects.get(ticket=ticket, author_kind="agent"),
        )
        assert message.body == "Thank you!"
        assert message.reply_to_id == (answer.pk if way == "reference" else None), "what it says that it answers"
    assert len(office.caught()) == 2


@pytest.mark.parametrize("way", ["address", "reference"])
def test_a_stranger_who_knows_the_address_gets_a_ticket_of_their_own(office: Office, way: str) -> None:
    ticket, sent = _answered(office)
    address = sent["Reply-To"].addresses[0].addr_spec if way == "address" else "support@acme.test"
    raw = mail(
        "Send me all.", From=STRANGER, Reply_To=CUSTOMER, Sender=CUSTOMER, Cc=CUSTOMER, In_Reply_To=sent["Message-ID"]
    )
    received = office.deliver(raw, address, sender=STRANGER)
    assert received.outcome == "ticket"
    assert received.ticket_id != ticket.pk
    with tenancy.organization(office.cast.acme.pk):
        notes = Message.objects.filter(ticket_id=received.ticket_id, kind="note")
        assert f"TKT-{ticket.number}" in notes.get().body
        assert Message.objects.filter(ticket=ticket).count() == 2
        assert Ticket.objects.get(pk=received.ticket_id).participants.count() == 1
    assert ticket.number not in office.caught()[-1].as_string()


def test_one_bit_decides_and_numbers_do_not(office: Office) -> None:
    ticket, sent = _answered(office)
    marked = sent["Message-ID"].strip()
    wrong = [
        marked.replace(marked[40], "a" if marked[40] != "a" else "b", 1),
        marked.replace("m1.", "m2.").replace("m1", "m2"),
        marked[:60] + marked[61:],
        f"<{ticket.pk}@acme.test>",
        f"<{ticket.number}@acme.test>",
    ]
    for header_id in wrong:
        received = office.deliver(mail(header_id, In_Reply_To=header_id, Subject=f"Re: [TKT-{ticket.number}]"))
        assert received.outcome == "ticket"
        assert received.ticket_id != ticket.pk


def test_another_participant_and_another_organization_cannot_use_the_address(office: Office) -> None:
    ticket, sent = _answered(office)
    local = sent["Reply-To"].addresses[0].addr_spec.partition("@")[0]
    with pytest.raises(Exception, match="550"):
        office.send(mail(), f"{local}@globex.test")
    office.send(mail("x", In_Reply_To=sent["Message-ID"]), "support@globex.test")
    office.run_jobs()
    with tenancy.organization(office.cast.globex.pk):
        assert not Message.objects.filter(kind="note").exists()
    with tenancy.organization(office.cast.acme.pk):
        assert Message.objects.filter(ticket=ticket).count() == 2


def test_resolving_tells_the_customer_in_their_words_and_an_answer_reopens(office: Office) -> None:
    ticket, _sent = _answered(office)
    with tenancy.organization(office.cast.acme.pk):
        resolve_ticket(Ticket.objects.get(pk=ticket.pk), by=office.cast.agent.actor)
    office.run_jobs()
    sent = office.caught()[-1]
    assert sent["Subject"] == f"Your ticket is resolved [TKT-{ticket.number}]"
    assert sent["Auto-Submitted"] == "auto-generated"
    office.deliver(mail("Not yet"), sent["Reply-To"].addresses[0].addr_spec)
    with tenancy.organization(office.cast.acme.pk):
        assert Ticket.objects.get(pk=ticket.pk).stage in ("open", "in_progress")


def test_a_note_never_leaves(office: Office) -> None:
    from moondesk.conversations.actions import add_note

    ticket, _sent = _answered(office)
    before = len(office.caught())
    with tenancy.organization(office.cast.acme.pk):
        add_note(ticket, "NOT-FOR-CUSTOMERS", by=office.cast.agent.actor)
    office.run_jobs()
    assert len(office.caught()) == before


def test_an_answer_to_a_deleted_ticket_is_a_new_one_and_its_mails_wait(office: Office) -> None:
    ticket, answer = _answered(office)
    with tenancy.organization(office.cast.acme.pk):
        by = office.cast.owner.actor
        reply_to_customer(Ticket.objects.get(pk=ticket.pk), "One more thing.", by=by)
        delete_ticket(Ticket.objects.get(pk=ticket.pk), by=by)
    office.run_jobs()
    assert "One more thing." not in "".join(_text(sent) for sent in office.caught())
    received = office.deliver(
        mail("And my other bag?", To=str(answer["Reply-To"] or answer["From"]), In_Reply_To=str(answer["Message-ID"]))
    )
    assert received.ticket_id is not None
    assert received.ticket_id != ticket.pk
    with tenancy.organization(office.cast.acme.pk):
        assert Message.objects.get(ticket_id=received.ticket_id).body == "And my other bag?"
        restore_ticket(get_deleted(by, ticket.number), by=by)
    office.run_jobs()
    assert any("One more thing." in _text(sent) for sent in office.caught())
