"""What tests of mailboxes share."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any

from moondesk.channels.mailboxes.actions import add_mailbox, change_mailbox
from moondesk.channels.mailboxes.fetcher import Fetcher
from moondesk.channels.mailboxes.queries import get_mailbox
from moondesk.channels.mailboxes.settings import MailboxSettings
from moondesk.channels.models import FetchedMail, MailAddress, Mailbox, ReceivedMail
from moondesk.kit import tenancy
from tests.harness.dovecot import PASSWORD, Account
from tests.harness.running import wait_until
from tests.mail.conftest import Office, mail


def letter(number: object, body: str = "My bag is lost.", **headers: str) -> bytes:
    """Return a mail that differs from others."""
    return mail(f"{body} {number}", Message_ID=f"<{number}@customer.test>", Subject=f"Mail {number}", **headers)


def wanted(account: Account, **changes: Any) -> MailboxSettings:
    """Return how to read an account with its password."""
    given = MailboxSettings(host="localhost", port=account.server.tls_port, username=account.name, secret=PASSWORD)
    return replace(given, **changes)


@dataclass
class Reader:
    """A mailbox of acme that is read."""

    office: Office
    account: Account
    mailbox_id: uuid.UUID

    def ask[T](self, question: Callable[[], T]) -> T:
        """Return what acme's rows say."""
        with tenancy.organization(self.office.cast.acme.pk):
            return question()

    def row(self) -> Mailbox:
        """Return the mailbox's row."""
        return self.ask(lambda: Mailbox.objects.get(pk=self.mailbox_id))

    def change(self, **changes: Any) -> None:
        """Change how it is read, as an administrator does."""

        def act() -> None:
            by = self.office.cast.owner.actor
            row = get_mailbox(by, self.mailbox_id)
            kept = {one.name: getattr(row, one.name) for one in fields(MailboxSettings) if hasattr(row, one.name)}
            change_mailbox(row, row.address, MailboxSettings(**kept | changes), by=by)

        self.ask(act)

    def received(self) -> list[ReceivedMail]:
        """Return what was received, oldest first."""
        return self.ask(lambda: list(ReceivedMail.objects.order_by("id")))

    def fetched(self) -> list[FetchedMail]:
        """Return what was taken from the mailbox."""
        return self.ask(lambda: list(FetchedMail.objects.filter(mailbox=self.mailbox_id).order_by("id")))

    def wait_for(self, many: int, seconds: float = 60) -> None:
        """Wait until so many mails are here."""
        wait_until(lambda: self.ask(ReceivedMail.objects.count) >= many, f"{many} mails", seconds)

    def wait_for_reading(self) -> None:
        """Wait until the mailbox was read to its end once."""
        wait_until(lambda: self.row().last_success_at is not None, "Reading the mailbox", 60)

    def wait_for_trouble(self, trouble: str) -> None:
        """Wait until the mailbox is in a trouble."""
        wait_until(lambda: self.row().trouble == trouble, f"The trouble {trouble}", 60)


def add(office: Office, account: Account, **changes: Any) -> Reader:
    """Have acme read an account."""
    with tenancy.organization(office.cast.acme.pk):
        address = MailAddress.objects.get(address="support@acme.test")
        made = add_mailbox(address, wanted(account, **changes), by=office.cast.owner.actor)
    return Reader(office, account, made.pk)


@contextmanager
def fetching() -> Iterator[Fetcher]:
    """Read all mailboxes meanwhile, as the mail process does."""
    fetcher = Fetcher(look_every=0.2)
    fetcher.start()
    try:
        yield fetcher
    finally:
        fetcher.stop()
