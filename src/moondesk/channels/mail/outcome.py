"""Writing down what became of a received mail."""

from django.db import transaction

from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Outcome, Reason
from moondesk.kit import rows
from moondesk.kit.clock import now
from moondesk.kit.metrics import MAILS


def finish(mail: ReceivedMail, outcome: Outcome, reason: Reason = Reason.NONE) -> None:
    """Write down what became of a mail."""
    mail.outcome, mail.reason, mail.done_at = outcome, reason, now()
    rows.update(mail, *(field.name for field in mail._meta.concrete_fields if _is_written(mail, field.attname)))
    transaction.on_commit(MAILS.labels("in", outcome.value).inc)


_KEPT = frozenset(
    {"id", "organization_id", "address_id", "recipient", "envelope_from", "content_hash", "raw", "raw_key", "size",
     "received_at", "peer", "helo"}
)  # fmt: skip
"""What was written down when the mail came, and stays; its bytes may be many."""


def _is_written(mail: ReceivedMail, name: str) -> bool:
    return name not in _KEPT and name in mail.__dict__
