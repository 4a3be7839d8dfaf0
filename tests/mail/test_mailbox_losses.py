"""What goes wrong while a mailbox is read: killed processes, mails that cannot be fetched, thousands at once."""

import email
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from moondesk.channels.mailboxes import rules
from moondesk.channels.mailboxes.access import access_of
from moondesk.channels.mailboxes.keeping import Reading, begin
from moondesk.channels.mailboxes.round import Round
from moondesk.channels.models import Mailbox, ReceivedMail
from moondesk.kit import tenancy
from moondesk.supervision.spawning import spawn
from tests.harness import environment
from tests.harness.dovecot import Account
from tests.harness.running import free_port, wait_until
from tests.mail.boxes import Reader, add, fetching, letter
from tests.mail.conftest import Office

pytestmark = pytest.mark.servers


@contextmanager
def a_process(account: Account, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the mail process."""
    variables = environment.desk(folder) | account.server.variables()
    command = [sys.executable, "-m", "moondesk", "mail", "--port", str(free_port())]
    process = spawn(command, environment=variables, log=folder / "mail.log")
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _subjects(box: Reader) -> list[str]:
    return sorted(email.message_from_bytes(bytes(one.raw))["Subject"] for one in box.received())


def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(
    office: Office, account: Account, tmp_path: Path
) -> None:
    with account.open() as client:
        client.create_folder("Done")
    account.put(*(letter(number) for number in range(40)))
    box = add(office, account, past="take", after="move", move_to="Done")
    chance = random.Random(5)
    for until in sorted(chance.sample(range(3, 37), 3)):
        with a_process(account, tmp_path) as process:
            wait_until(lambda until=until: box.ask(ReceivedMail.objects.count) >= until, "Reading", 90)
            process.kill()
    with a_process(account, tmp_path):
        box.wait_for(40, 90)
        wait_until(lambda: len(account.flags("Done")) == 40, "Moving all", 60)
    assert _subjects(box) == sorted(f"Mail {number}" for number in range(40))
    assert account.flags() == []
    assert len({(one.uidvalidity, one.uid) for one in box.fetched()}) == 40


def test_a_mail_that_cannot_be_fetched_holds_up_no_other(
    office: Office, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.put(*(letter(number) for number in range(3)))
    bad = account.find(b"Subject: Mail 1")
    monkeypatch.setattr(rules, "_FIRST_WAIT", 0.05)
    bad.chmod(0)
    box = add(office, account, past="take", after="seen")
    with fetching():
        box.wait_for(2)
        box.wait_for_reading()
        wait_until(lambda: "failed" in [one.note for one in box.fetched()], "Passing it by")
    assert _subjects(box) == ["Mail 0", "Mail 2"]
    next(account.maildir.glob(f"*/{bad.name}*")).chmod(0o600)
    with fetching():
        box.wait_for(3)
    assert _subjects(box) == ["Mail 0", "Mail 1", "Mail 2"]
    assert [one.note for one in box.fetched()].count("kept") == 3


def test_a_mail_that_the_server_leaves_out_is_noted_and_tried_again(office: Office, account: Account) -> None:
    box = add(office, account, past="take")
    account.put(letter(1), letter(2), letter(3))
    with tenancy.organization(office.cast.acme.pk):
        mailbox = Mailbox.objects.get()
    reading = Reading(mailbox.organization_id, mailbox.pk, mailbox.revision)
    connection = access_of(reading).open()
    ask, left_out = connection.ask, {2: b"RFC822.SIZE", 3: b"BODY[]"}
    connection.ask = lambda *asked: {  # type: ignore[method-assign]
        uid: said for uid, said in ask(*asked).items() if left_out.get(uid) not in said
    }
    work = Round(connection, reading, lambda _seconds: False)
    mailbox = begin(reading, connection.open_folder("INBOX"))
    while work.read(mailbox):
        mailbox = begin(reading, connection.open_folder("INBOX"))
    assert sorted((one.uid, one.note) for one in box.fetched()) == [(1, "kept"), (2, "failed"), (3, "failed")]
    account.put(letter(4))
    left_out[4] = b"BODY[]"
    work.read(begin(reading, connection.open_folder("INBOX")))
    assert [one.note for one in box.fetched() if one.uid == 4] == ["failed"], "also where it was asked for alone"
    left_out.clear()
    work.try_again(mailbox)
    connection.shutdown()
    assert _subjects(box) == ["Mail 1", "Mail 2", "Mail 3", "Mail 4"]
    assert {one.note for one in box.fetched()} == {"kept"}


def test_two_thousand_come_in_portions_and_wait_for_their_turn(office: Office, account: Account) -> None:
    account.pour(letter(number) for number in range(2000))
    box = add(office, account, past="take", after="keep")
    with fetching():
        box.wait_for(rules.BACKLOG + 1)
        waiting = box.ask(ReceivedMail.objects.count)
        account.put(letter("new"))
        box.ask(lambda: ReceivedMail.objects.update(outcome="ignored"))
        wait_until(lambda: box.ask(lambda: ReceivedMail.objects.filter(is_historic=False).exists()), "The new one")
    assert waiting <= rules.BACKLOG + rules.GROUP_MOST
    assert box.ask(ReceivedMail.objects.count) < 1000
