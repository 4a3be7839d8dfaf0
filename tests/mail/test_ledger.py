"""The mail ledger: what waits is let in, looked at again or thrown away, and every mail is accounted for."""

import datetime
import io
import uuid

import pytest
from django.db import connection

from moondesk.channels.errors import MailDecided, SenderNeeded
from moondesk.channels.ledger import asking, counting, deciding, looking, moving, senders, telling
from moondesk.channels.ledger.asking import Question
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Decision, Listing, Outcome, Reason
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.files import storage
from moondesk.files.jobs import clean_up_files
from moondesk.files.models import File
from moondesk.kit import context, tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast
from tests.mail.conftest import CUSTOMER, Office, mail

pytestmark = pytest.mark.django_db(transaction=True)


def again(office: Office, received: ReceivedMail) -> ReceivedMail:
    """Let the worker do its work, and return the mail as it is then."""
    office.run_jobs()
    with tenancy.organization(office.cast.acme.pk):
        return ReceivedMail.objects.select_related("ticket__requester", "message").get(pk=received.pk)


def decide(office: Office, received: ReceivedMail, act, **more: str) -> None:
    with tenancy.organization(office.cast.acme.pk):
        act(deciding.lock_mail(received.pk), by=office.cast.owner.actor, **more)


def test_a_blocked_sender_waits_and_a_released_mail_becomes_a_ticket_once(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        senders.list_sender("customer.test", Listing.BLOCK, by=office.cast.owner.actor)
    received = office.deliver(mail("Not you again."))
    assert (received.outcome, received.reason, received.ticket) == (Outcome.QUARANTINED, Reason.BLOCKED, None)
    decide(office, received, deciding.release)
    done = again(office, received)
    assert (done.outcome, done.decision) == (Outcome.TICKET, Decision.RELEASED)
    assert done.ticket.requester.email == CUSTOMER
    with pytest.raises(MailDecided):
        decide(office, received, deciding.release)
    with pytest.raises(MailDecided):
        decide(office, received, deciding.process_again)
    with tenancy.organization(office.cast.acme.pk):
        assert Ticket.objects.filter(subject="Lost bag").count() == 1


def test_a_released_answer_joins_its_ticket(office: Office) -> None:
    first = office.deliver(mail("My bag is lost."))
    confirmation = office.outgoing()[-1]
    with tenancy.organization(office.cast.acme.pk):
        senders.list_sender(CUSTOMER, Listing.BLOCK, by=office.cast.owner.actor)
    answer = office.deliver(mail("Found it.", Subject="Re: Lost bag", In_Reply_To=confirmation.header_id))
    assert answer.reason == Reason.BLOCKED
    decide(office, answer, deciding.release)
    done = again(office, answer)
    assert (done.outcome, done.ticket_id) == (Outcome.MESSAGE, first.ticket_id)


def test_a_mail_without_sender_asks_who_it_is_from(office: Office) -> None:
    received = office.deliver(mail("Who am I?", From=None))
    assert received.reason == Reason.NO_SENDER
    for wrong in ("", "nobody", "support@acme.test"):
        with pytest.raises(SenderNeeded):
            decide(office, received, deciding.release, sender=wrong)
    decide(office, received, deciding.release, sender=" Paulo@Customer.test ")
    done = again(office, received)
    assert (done.outcome, done.ticket.requester.email) == (Outcome.TICKET, "paulo@customer.test")


def test_a_mail_that_nothing_can_read_becomes_a_ticket_with_itself_as_a_file(office: Office) -> None:
    raw = mail("x", **{f"X-{number}": "1" for number in range(1100)})
    received = office.deliver(raw)
    assert received.reason == Reason.HEADER_LIMIT
    decide(office, received, deciding.release, sender=CUSTOMER)
    done = again(office, received)
    assert done.outcome == Outcome.TICKET
    with tenancy.organization(office.cast.acme.pk):
        file = File.objects.get(name="mail.eml")
        assert file.size == len(raw)
        assert "could not be read" in Message.objects.get(pk=done.message_id).body


def test_what_is_processed_again_meets_the_rules_of_now(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        listed = senders.list_sender(CUSTOMER, Listing.BLOCK, by=office.cast.owner.actor)
    received = office.deliver(mail())
    decide(office, received, deciding.process_again)
    assert again(office, received).reason == Reason.BLOCKED
    with tenancy.organization(office.cast.acme.pk):
        senders.unlist_sender(listed, by=office.cast.owner.actor)
    decide(office, received, deciding.process_again)
    assert again(office, received).outcome == Outcome.TICKET


def test_the_same_mail_twice_is_not_taken_twice_however_often_it_is_processed(office: Office) -> None:
    office.deliver(mail())
    twin = office.deliver(mail())
    assert twin.reason == Reason.DUPLICATE
    with pytest.raises(MailDecided):
        decide(office, twin, deciding.process_again)


def test_an_allowed_sender_is_not_held_for_writing_often_and_the_nearest_entry_counts(office: Office, settings) -> None:
    settings.MAIL_SENDER_LIMIT = 0
    with tenancy.organization(office.cast.acme.pk):
        by = office.cast.owner.actor
        senders.list_sender("@customer.test", Listing.BLOCK, by=by)
        senders.list_sender(CUSTOMER, Listing.ALLOW, by=by)
        assert senders.listing_of("x@mail.customer.test") is Listing.BLOCK
        assert senders.listing_of("x@notcustomer.test") is None
    assert office.deliver(mail()).outcome == Outcome.TICKET


def test_discarded_mails_come_back_by_undo_all_at_once(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        senders.list_sender(CUSTOMER, Listing.BLOCK, by=office.cast.owner.actor)
    ids = [office.deliver(mail(f"Number {number}")).pk for number in range(3)]
    with tenancy.organization(office.cast.acme.pk):
        owner, agent = office.cast.owner.actor, office.cast.agent.actor
        with pytest.raises(NotAllowed):
            deciding.decide_many(ids, Decision.DISCARDED, by=agent)
        decided = deciding.decide_many([*ids, uuid.uuid4()], Decision.DISCARDED, by=owner)
        operation = context.operation.get()
        assert (decided.done, len(decided.refused)) == (3, 1)
        assert counting.count_waiting() == 0
    with tenancy.organization(office.cast.acme.pk):
        assert deciding.undo_discards(operation, by=owner) == 3
        assert counting.count_waiting() == 3
        assert Event.objects.filter(name="mail.brought_back").count() == 3


def test_what_came_in_is_what_became_of_it(office: Office) -> None:
    with tenancy.organization(office.cast.acme.pk):
        senders.list_sender("spam.test", Listing.BLOCK, by=office.cast.owner.actor)
    office.deliver(mail("One"))
    confirmation = office.outgoing()[-1]
    office.deliver(mail("One"))
    office.deliver(mail("Two", In_Reply_To=confirmation.header_id))
    office.deliver(mail("Buy", From="x@spam.test"))
    office.send(mail("Still on its way"))
    with tenancy.organization(office.cast.acme.pk):
        for period in counting.counts().values():
            assert period.received == 5
            assert period.outcomes == {"pending": 1, "ticket": 1, "message": 1, "quarantined": 1, "ignored": 1}
            assert period.is_even
    with tenancy.organization(office.cast.globex.pk):
        assert counting.counts()["month"].received == 0


def test_mails_are_found_by_all_that_is_known_of_them(office: Office) -> None:
    wanted = office.deliver(mail("Hi", Subject="Mi maleta está perdida", Message_ID="<abc.1@customer.test>"))
    office.deliver(mail("Other", Subject="Invoice", From="bob@other.test"), "sales@acme.test", sender="bob@other.test")
    day = now().date()
    with tenancy.organization(office.cast.acme.pk):
        by = office.cast.owner.actor
        for question in (
            Question(q="maleta perdi"), Question(q="esta"), Question(sender=CUSTOMER), Question(sender="carla"),
            Question(sender="@customer.test"), Question(message_id="abc.1@customer.test"),
            Question(recipient="support@acme.test"),
            Question(q="maleta", outcome="ticket", since=str(day - datetime.timedelta(days=1))),
        ):  # fmt: skip
            assert [one.pk for one in asking.found(question, by=by)] == [wanted.pk], question
        assert not asking.found(Question(q="maleta", outcome="ignored"), by=by)
        assert not asking.found(Question(until=str(day - datetime.timedelta(days=2))), by=by)
    with tenancy.organization(office.cast.globex.pk):
        assert not asking.found(Question(q="maleta"), by=by)


def test_each_question_is_answered_by_an_index(cast: Cast, superuser) -> None:
    with tenancy.organization(cast.acme.pk):
        address = factories.make_mail_address()
        fill = {"address": address, "raw": b"x", "size": 1, "outcome": "ticket"}
        ReceivedMail.objects.bulk_create(
            ReceivedMail(
                recipient=f"{at}@b.test", sender=f"{at}@a.test", header_id=f"<{at}@a.test>",
                content_hash=str(at).encode(), **fill,
            )
            for at in range(2000)
        )  # fmt: skip
    superuser.execute("ANALYZE channels_receivedmail")
    with tenancy.organization(cast.acme.pk), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for question, index in (
            (Question(sender="a@b.test"), "received_sender"),
            (Question(recipient="a@b.test"), "received_recipient"),
            (Question(message_id="a@b.test"), "received_header_id"),
            (Question(outcome="quarantined"), "received_outcome"),
            (Question(reason="blocked"), "received_reason"),
            (Question(since="2026-01-01"), "received_latest"),
            (Question(decision="discarded"), "received_"),
        ):
            plan = asking.found(question, by=cast.owner.actor).order_by("-received_at", "-pk")[:26].explain()
            assert index in plan, plan


def test_bytes_move_to_the_file_store_whole_and_stay_in_the_row_while_it_is_away(office: Office, settings) -> None:
    raw = mail("My bag is lost.", Subject="Moves")
    moved, waits = office.deliver(raw), office.deliver(mail("Another", From=None))
    with tenancy.organization(office.cast.acme.pk):
        ReceivedMail.objects.update(done_at=now() - datetime.timedelta(hours=2))
    good = settings.STORAGES
    broken = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": "/dev/null/nowhere"}}
    settings.STORAGES = {**good, "files": broken}
    with tenancy.organization(office.cast.acme.pk):
        assert moving.move_some() is False
        assert ReceivedMail.objects.filter(raw=None).count() == 0
    settings.STORAGES = good
    with tenancy.organization(office.cast.acme.pk):
        assert moving.move_some() is False
        now_there = ReceivedMail.objects.get(pk=moved.pk)
        assert (now_there.raw, now_there.raw_key.split("/")[:2]) == (None, [office.cast.acme.pk.hex, "mail"])
        assert b"Subject: Moves" in looking.download(now_there, by=office.cast.owner.actor)
        orphan = now_there.raw_key[:-4] + "dead"
        storage.put(orphan, io.BytesIO(b"x"), 1)
        assert moving.sweep() == 0
    clean_up_files()
    decide(office, waits, deciding.release, sender=CUSTOMER)
    assert again(office, waits).outcome == Outcome.TICKET
    with tenancy.organization(office.cast.acme.pk):
        assert storage.store().exists(now_there.raw_key)


def test_those_who_may_decide_are_told_once_of_all_that_waits(office: Office) -> None:
    office.deliver(mail("Who?", From=None, Subject="Private words"))
    office.deliver(mail("Who else?", From=None))
    with tenancy.organization(office.cast.acme.pk):
        assert telling.tell_of_waiting() == 2
        assert telling.tell_of_waiting() == 0
    office.run_jobs()
    told = [one for one in office.caught() if "2 mails wait" in one["Subject"]]
    assert {one["To"] for one in told} == {office.cast.owner.user.email, office.cast.administrator.user.email}
    assert "/acme/settings/ledger/waiting" in told[0].get_body(("plain",)).get_content()
    assert "Private words" not in str(told[0])
