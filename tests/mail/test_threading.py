"""The matrix of threading.toml, walked: a real listener, real signatures, a real name server."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from moondesk.channels.ledger import deciding
from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.organizations.models import Member, Organization
from moondesk.tickets.actions.attending import watch_ticket
from moondesk.tickets.models import Ticket
from tests.harness.names import Names
from tests.mail.conftest import CUSTOMER, Office, mail
from tests.mail.signing import by_hand

CASES = tomllib.loads((Path(__file__).parent / "threading.toml").read_text(encoding="utf-8"))["case"]
SENDERS = {"carla": CUSTOMER, "mallory": "mallory@evil.test", "ana": "ana@acme.test"}


@dataclass
class Story:
    """What happened before the mail came."""

    office: Office
    ticket: Ticket
    address: str
    ids: dict[str, str]


@pytest.fixture
def story(office: Office, names: Names) -> Story:
    cast, acme = office.cast, office.cast.acme.pk
    with tenancy.organization(acme):
        Organization.objects.update(undo_seconds=0)
    received = office.deliver(mail(Message_ID="<first@customer.test>"))
    with tenancy.organization(acme):
        ticket = Ticket.objects.get(pk=received.ticket_id)
        watch_ticket(ticket, cast.agent.member, by=cast.agent.actor)
        reply_to_customer(ticket, "We **found** it.", by=cast.owner.actor)
    office.run_jobs()
    to_carla = next(one for one in office.caught() if one["To"] == CUSTOMER and "Re:" in one["Subject"])
    with tenancy.organization(acme):
        add_note(ticket, "Ask **@Ana Agent**", by=cast.owner.actor)
    address = to_carla["Reply-To"].addresses[0].addr_spec
    office.deliver(mail("And my coat?", Message_ID="<second@customer.test>"), address)
    told = [one for one in office.caught() if one["To"] == SENDERS["ana"]]
    ids = {
        "ours": str(to_carla["Message-ID"]).strip(),
        "theirs": "<first@customer.test>",
        "note": next(str(one["Message-ID"]).strip() for one in told if "mentioned" in one["Subject"]),
        "news": next(str(one["Message-ID"]).strip() for one in told[::-1] if "Carla" in one["Subject"]),
    }
    ids["bent"] = _bent(ids["ours"], 40)
    return Story(office, ticket, address, ids)


def _bent(text: str, at: int) -> str:
    return text[:at] + ("b" if text[at] != "b" else "c") + text[at + 1 :]


def _raw(story: Story, case: dict[str, str], names: Names) -> bytes:
    sender = SENDERS[case["sender"]]
    headers = {"From": sender, "Reply-To": CUSTOMER, "Cc": "evil@x.test", "Message_ID": "<this@one.test>"}
    if case["refers"] in story.ids:
        headers["References"] = headers["In_Reply_To"] = story.ids[case["refers"]]
    headers["Subject"] = f"Re: [TKT-{story.ticket.number}]" if case["refers"] == "subject" else "Re: Lost bag"
    names.zone.clear()
    return by_hand(names, case["proof"], sender.partition("@")[2], mail(f"My answer. {case}", **headers))


def _becomes(story: Story, raw: bytes, to: str, sender: str) -> str:
    with tenancy.organization(story.office.cast.acme.pk):
        before = Message.objects.filter(ticket=story.ticket).count()
    kept = story.office.deliver(raw, to, sender=sender)
    with tenancy.organization(story.office.cast.acme.pk):
        added = Message.objects.filter(ticket=story.ticket).count() - before
        assert added == (kept.outcome == "message"), "only a mail that joins is on the ticket"
        assert story.ticket.participants.count() == 1, "nobody is added by a mail"
        if kept.outcome == "quarantined":
            assert kept.ticket_id is None
            return kept.reason
        message = Message.objects.get(pk=kept.message_id)
        assert message.body.startswith("My answer.")
        if kept.outcome == "message":
            assert kept.ticket_id == story.ticket.pk
            kind = {"agent": "reply", "customer": "message"}[message.author_kind]
            return "note" if message.kind == "note" else kind
        assert kept.ticket_id != story.ticket.pk
        hints = Message.objects.filter(ticket_id=kept.ticket_id, kind="note")
        return "hinted" if any(f"TKT-{story.ticket.number}" in one.body for one in hints) else "new"


def test_the_matrix(story: Story, names: Names) -> None:
    """One story for all cases, as making it takes longer than they do."""
    became = []
    for case in CASES:
        bent = _bent(story.address, story.address.index("+") + 10)
        to = {"inbox": "support@acme.test", "hers": story.address, "bent": bent}[case["to"]]
        sent = len(story.office.caught())
        became.append(_becomes(story, _raw(story, case, names), to, SENDERS[case["sender"]]))
        assert story.office.last().proof == case["proof"]
        if case["becomes"] == "reply":
            assert CUSTOMER in {one["To"] for one in story.office.caught()[sent:]}, "the customer gets it by mail"
    assert became == [case["becomes"] for case in CASES]


def test_a_member_answers_with_the_rights_of_now(story: Story, names: Names) -> None:
    cast = story.office.cast
    raw = _raw(story, {"sender": "ana", "proof": "proven", "refers": "news"}, names)
    with tenancy.organization(cast.acme.pk):
        Member.objects.filter(pk=cast.agent.member.pk).update(is_active=False)
    sent = len(story.office.caught())
    assert _becomes(story, raw, "support@acme.test", SENDERS["ana"]) == "not_allowed"
    assert len(story.office.caught()) == sent


def test_nobody_vouches_for_a_colleague(story: Story, names: Names) -> None:
    """Whoever may release mails could else write in the name of every member."""
    raw = mail("Pay them.", From=SENDERS["ana"], In_Reply_To=story.ids["news"])
    kept = story.office.deliver(raw, sender=SENDERS["ana"])
    assert kept.reason == "not_proven"
    cast = story.office.cast
    with tenancy.organization(cast.acme.pk):
        deciding.release(deciding.lock_mail(kept.pk), by=cast.owner.actor)
    story.office.run_jobs()
    with tenancy.organization(cast.acme.pk):
        kept.refresh_from_db()
        assert (kept.outcome, kept.reason, kept.message_id) == ("quarantined", "not_proven", None)


def test_what_we_told_a_member_is_never_passed_on_to_the_customer(story: Story, names: Names) -> None:
    """An answer that still carries our mail to the member becomes a note."""
    body = f"Yes.\r\n\r\nOpen the ticket: http://testserver/acme/desk/tickets/{story.ticket.number}\r\n"
    raw = mail(body, From=SENDERS["ana"], In_Reply_To=story.ids["news"])
    kept = story.office.deliver(by_hand(names, "proven", "acme.test", raw), sender=SENDERS["ana"])
    with tenancy.organization(story.office.cast.acme.pk):
        assert Message.objects.get(pk=kept.message_id).kind == "note"


def test_while_dns_is_away_a_mail_waits_and_then_joins_nothing(story: Story, names: Names) -> None:
    from moondesk.channels.mail import intake
    from moondesk.kit.egress.lookups import NotNow

    office = story.office
    names.failing.add("_dmarc.customer.test")
    office.send(mail("My answer."), story.address)
    pk, tenant = office.last().pk, office.cast.acme.pk
    for _attempt in range(2):
        with pytest.raises(NotNow):
            intake.process(tenant, pk)
        assert office.last().outcome == "pending"
    intake.process(tenant, pk)
    assert (office.last().outcome, office.last().proof) == ("ticket", "unknown")
    assert office.last().ticket_id != story.ticket.pk


def test_agents_are_warned_of_a_new_mail_in_the_name_of_a_colleague(office: Office) -> None:
    for sender, warned in (("ana@acme.test", True), (CUSTOMER, False)):
        ticket = office.deliver(mail("Pay it to me.", From=f"Your boss <{sender}>", Message_ID=f"<{sender}>")).ticket
        assert ticket is not None
        with tenancy.organization(office.cast.acme.pk):
            said = [one.body for one in Message.objects.filter(ticket=ticket, kind="note")]
        assert [sender in one for one in said] == ([True] if warned else [])
