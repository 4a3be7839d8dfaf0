"""The same mail that came more than once: one of them counts, and that is not one that somebody only made up."""

import hashlib
import uuid

from django.db import connection
from django.db.models import Q, QuerySet

from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Outcome, Reason
from moondesk.kit.compiled import compiled

_BY_ITS_COURSE = Q(reason__in=[Reason.FORGED, Reason.NOT_PROVEN]) | Q(reason=Reason.AUTO_REPLY, envelope_from="")
"""What was held for the way it came by, and for nothing that is in it: the signature is no part of how a mail is known
again, so a copy without it, forged or forwarded, must not keep the true one out, whatever is decided about the copy."""
_TAKEN = Q(outcome__in=[Outcome.TICKET, Outcome.MESSAGE])


def one_at_a_time(organization_id: uuid.UUID, content_hash: bytes) -> None:
    """Make two deliveries of the same mail wait for each other until the first is committed."""
    key = int.from_bytes(hashlib.sha256(organization_id.bytes + content_hash).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def is_copy(mail: ReceivedMail) -> bool:
    """Say whether a mail that is being processed came before and counts; no other copy of it is processed meanwhile."""
    one_at_a_time(mail.organization_id, bytes(mail.content_hash))
    return counted_before(mail) is not None


def counted_before(mail: ReceivedMail) -> ReceivedMail | None:
    """Return the same mail, if one came that counts; ``one_at_a_time`` holds the others."""
    found = _counted(bytes(mail.content_hash), mail.pk, is_decided=bool(mail.decision))
    return next(iter(found), None)


@compiled
def _counted(content_hash: bytes, other: uuid.UUID, *, is_decided: bool) -> QuerySet[ReceivedMail]:
    same = ReceivedMail.objects.defer("raw").filter(content_hash=content_hash).exclude(pk=other)
    held = Q(outcome__in=[Outcome.QUARANTINED, Outcome.IGNORED]) & ~Q(reason=Reason.DUPLICATE) & ~_BY_ITS_COURSE
    # Whoever decided about this one did so knowing that others wait or were set aside.
    return same.filter(_TAKEN if is_decided else _TAKEN | held).order_by("id")[:1]
