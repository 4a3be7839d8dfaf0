"""Mailboxes on a real IMAP server: what is new comes in once, and only then something is done with it there."""

import datetime
from typing import Any

import pytest

from moondesk.channels.mailboxes.fetcher import Fetcher
from moondesk.channels.mailboxes.probing import Probe, probe
from moondesk.channels.mailboxes.rules import Trouble
from moondesk.channels.models import FetchedMail, Mailbox
from moondesk.conversations.models import Message
from moondesk.kit import asking, tenancy
from moondesk.kit.clock import now
from tests.harness.dovecot import Account
from tests.harness.running import wait_until
from tests.mail.boxes import add, fetching, letter
from tests.mail.conftest import Office

pytestmark = pytest.mark.servers


def test_new_mail_arrives_by_itself_and_becomes_a_ticket(office: Office, account: Account, settings: Any) -> None:
    settings.MAIL_AUTHSERV_IDS = ["mx.ours.test"]
    account.put(letter("old"))
    box = add(office, account)
    with fetching():
        box.wait_for_reading()
        account.put(letter(1, Authentication_Results="mx.ours.test; dmarc=pass"), letter(2))
        box.wait_for(2)
        wait_until(lambda: account.flags().count({"\\Seen"}) == 2, "Marking them as seen")
    office.run_jobs()
    received = box.received()
    assert [(one.outcome, one.subject) for one in received] == [("ticket", "Mail 1"), ("ticket", "Mail 2")]
    assert bytes(received[1].raw).endswith(letter(2))
    assert received[0].proof == "unproven", "the sender wrote that, and this server left it there"
    assert {one.kind for one in office.outgoing()} == {"confirmation"}
    row = box.row()
    assert (row.trouble, row.failures, row.last_uid) == ("", 0, 3)
    assert "\\Seen" not in account.flags()[0]  # the mail from before was to stay as it is


def test_mail_of_the_past_is_taken_in_and_never_answered(office: Office, account: Account) -> None:
    account.put(*(letter(number) for number in range(3)))
    box = add(office, account, past="take", after="keep")
    with fetching():
        box.wait_for(3)
        box.wait_for_reading()
        account.put(letter("new"))
        box.wait_for(4)
    office.run_jobs()
    assert [one.is_historic for one in box.received()] == [True, True, True, False]
    assert {one.outcome for one in box.received()} == {"ticket"}
    assert [mail.ticket.subject for mail in office.outgoing() if mail.ticket] == ["Mail new"]
    assert account.flags() == [set()] * 4


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_wrong_password_is_said_and_a_right_one_heals(office: Office, account: Account, security: str) -> None:
    port = account.server.tls_port if security == "tls" else account.server.plain_port
    box = add(office, account, secret="wrong", security=security, port=port)
    with fetching():
        box.wait_for_trouble(Trouble.SIGN_IN)
        box.change(secret="let-me-in")
        box.wait_for_reading()
    assert (box.row().trouble, box.row().failures) == ("", 0)


def test_a_mailbox_behind_tokens(office: Office, account: Account) -> None:
    provider = account.server.provider
    first = provider.refresh_token(account.name)
    box = add(
        office,
        account,
        sign_in="oauth",
        secret=first,
        client_id="desk",
        client_secret="of the desk",
        token_url=provider.token_url,
    )
    asked = provider.asked
    for number in range(2):  # each reading needs the refresh token that the one before was given
        with fetching():
            account.put(letter(number)) if number else box.wait_for_reading()
            box.wait_for(number)
    assert provider.asked == asked + 2
    assert first not in provider.users
    provider.users.clear()
    with fetching():
        box.wait_for_trouble(Trouble.TOKEN)


def test_trying_keeps_a_new_token_whatever_becomes_of_the_request(office: Office, account: Account) -> None:
    provider = account.server.provider
    first = provider.refresh_token(account.name)
    behind = {"sign_in": "oauth", "client_id": "desk", "client_secret": "of the desk", "token_url": provider.token_url}
    box = add(office, account, secret=first, **behind)
    found: list[Probe] = []

    @asking.between_transactions
    def request() -> None:
        with tenancy.organization(office.cast.acme.pk):
            found.append(probe(Mailbox.objects.get(pk=box.mailbox_id), by=office.cast.owner.actor))
            raise LookupError

    for _time in range(2):
        with pytest.raises(LookupError):
            request()
    assert [one.trouble for one in found] == [Trouble.NONE, Trouble.NONE]
    assert first not in provider.users


def test_what_is_done_at_the_source(office: Office, account: Account) -> None:
    with account.open() as client:
        client.create_folder("Done")
    box = add(office, account, after="move", move_to="Done")
    with fetching():
        box.wait_for_reading()
        account.put(letter(1))
        wait_until(lambda: len(account.flags("Done")) == 1, "Moving it")
        assert account.flags() == []
        box.change(after="delete", move_to="", delete_days=3)
        account.put(letter(2), letter(3))
        box.wait_for(3)
    assert len(account.flags()) == 2
    oldest = box.fetched()[1]
    box.ask(lambda: FetchedMail.objects.filter(pk=oldest.pk).update(fetched_at=now() - datetime.timedelta(days=4)))
    with fetching():
        wait_until(lambda: len(account.flags()) == 1, "Deleting the one that is old enough")
    assert [one.finished_at is None for one in box.fetched()] == [False, False, True]


def test_a_folder_to_move_to_that_is_not_there_keeps_no_mail_from_coming(office: Office, account: Account) -> None:
    box = add(office, account, after="move", move_to="Not here")
    with fetching():
        box.wait_for_reading()
        account.put(letter(1))
        box.wait_for_trouble(Trouble.TARGET)
        account.put(letter(2))
        box.wait_for(2)
    assert len(account.flags()) == 2


def test_after_the_numbers_change_nothing_is_lost_and_nothing_doubled(office: Office, account: Account) -> None:
    box = add(office, account, after="keep")
    with fetching():
        box.wait_for_reading()
        account.put(letter(1), letter(2))
        box.wait_for(2)
    before = box.row().uidvalidity
    account.put(letter(3), letter(2, "Another text under the same id."))
    account.begin_anew()
    with fetching():
        box.wait_for(4)
        wait_until(lambda: box.row().past_uid >= 4, "Looking at everything again")
    office.run_jobs()
    assert box.row().uidvalidity != before
    assert [one.outcome for one in box.received()] == ["ticket"] * 4
    assert [one.note for one in box.fetched()] == ["kept"] * 2 + ["known"] * 2 + ["kept"] * 2


def test_a_mail_that_is_too_large_is_told_of_and_stays(office: Office, account: Account, settings: object) -> None:
    """N37."""
    settings.MAIL_SIZE_LIMIT = 40_000  # type: ignore[attr-defined]
    box = add(office, account)
    with fetching():
        box.wait_for_reading()
        account.put(letter("large", "x" * 70 + "\r\n" + ("y" * 70 + "\r\n") * 1000), letter("small"))
        box.wait_for(2)
        wait_until(lambda: account.flags().count({"\\Seen"}) == 1, "Marking the small one")
    office.run_jobs()
    large, small = box.received()
    assert (large.outcome, large.subject, small.subject) == ("ticket", "Mail large", "Mail small")
    assert large.size < 1000
    text = box.ask(lambda: Message.objects.get(pk=large.message_id).body)
    assert "too large" in text
    assert account.name in text
    assert "\\Seen" not in account.flags()[0]


def test_an_answer_to_a_signed_address_joins_its_ticket(office: Office, account: Account) -> None:
    first = office.deliver(letter("first"))
    reply_to = str(office.caught()[-1]["Reply-To"])
    box = add(office, account)
    with fetching():
        box.wait_for_reading()
        account.put(letter("answer", To=reply_to))
        box.wait_for(2)
    office.run_jobs()
    last = office.last()
    assert (last.outcome, last.ticket_id) == ("message", first.ticket_id)


def test_mail_without_a_sender_for_reports_is_a_machines(office: Office, account: Account) -> None:
    box = add(office, account)
    with fetching():
        box.wait_for_reading()
        account.put(b"Return-Path: <>\r\n" + letter(1), b"Return-Path: <carla@customer.test>\r\n" + letter(2))
        box.wait_for(2)
    assert [one.envelope_from for one in box.received()] == ["", "carla@customer.test"]


def test_only_one_of_several_processes_reads_a_mailbox(office: Office, account: Account) -> None:
    box = add(office, account)
    with fetching() as first:
        box.wait_for_reading()
        second = Fetcher()
        second.look()
        assert not second.watches
        assert len(first.watches) == 1
    second.look()
    assert len(second.watches) == 1
    account.put(letter(1))
    box.wait_for(1)
    second._end_all()
    for watch in second._ending:
        assert watch.thread is not None
        watch.thread.join(20)
