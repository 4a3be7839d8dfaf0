"""Rows of mail that tests begin with: senders that are listed, how a ledger is kept."""

import itertools
from collections.abc import Callable
from typing import Any

from moondesk.channels.models import LedgerKeeping, ListedSender, MailPage, MailPicture, SurveyAsking

_counter = itertools.count(1)


def make_listed_sender() -> ListedSender:
    """Return a sender whose mail is set apart."""
    return ListedSender.objects.create(sender=f"listed{next(_counter)}@example.test", kind="block")


def make_ledger_keeping() -> LedgerKeeping:
    """Return how the organization keeps its mail ledger."""
    return LedgerKeeping.objects.create()


def make_mail_page() -> MailPage:
    """Return a mail as it was sent, beside its message."""
    from tests import factories

    return MailPage.objects.create(message=factories.make_message(), html="<p>Hello</p>")


MAILING: dict[type, Callable[[], Any]] = {
    ListedSender: make_listed_sender,
    LedgerKeeping: make_ledger_keeping,
    MailPage: make_mail_page,
    SurveyAsking: lambda: SurveyAsking.objects.create(is_on=True),
    MailPicture: lambda: MailPicture.objects.create(address_hash=next(_counter).to_bytes(32), content=b""),
}
"""How to get one row of each model of mail."""
