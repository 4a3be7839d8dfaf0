"""Mails that wait together are begun and parsed together, and become what they are one after the other."""

import time
import uuid
from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.db.models import QuerySet

from moondesk.channels.jobs import process_received_mail
from moondesk.channels.mail.intake import Begun, go_on, process
from moondesk.channels.mail.precheck import Refused, check
from moondesk.channels.mail.proof.believed import believed_servers
from moondesk.channels.mail.sandbox import Answer, parse_each
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Outcome
from moondesk.kit import context, prepared, tenancy
from moondesk.kit.clock import now
from moondesk.kit.compiled import compiled
from moondesk.kit.tenancy import current_organization_id

log = structlog.get_logger(__name__)

SMALL = 128 * 1024
"""Larger mails are processed by themselves, so that what is in memory at once stays little."""
_LONG = 2.0
"""Seconds that one mail may hold up the others."""
_LATER = timedelta(seconds=2)
_TRIED = "UPDATE channels_receivedmail SET attempts = 1 WHERE organization_id = %s AND id = ANY(%s::uuid[])"


def process_many(tenant: uuid.UUID, mail_ids: Sequence[uuid.UUID]) -> None:
    """Process some mails of an organization, the oldest first; what fails is tried again in a job of its own.

    Those that were tried before are tried by themselves: one that kills its worker takes no other with it twice.
    """
    begun = _begin(tenant, mail_ids)
    answers = _parse(begun)
    took = 0.0
    for mail_id in sorted(mail_ids):
        if took > _LONG:
            # What one waited for, a name server perhaps, must not hold up the others.
            _give_back(tenant, mail_id, is_counted=mail_id in begun)
            continue
        since = time.monotonic()
        if mail_id in begun:
            _one(tenant, begun[mail_id], answers.get(mail_id))
        else:
            _alone(tenant, mail_id)
        took = time.monotonic() - since


def _begin(tenant: uuid.UUID, mail_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Begun]:
    """Count the first attempt at all of them before any begins."""
    with tenancy.organization(tenant, lasts=False), context.reading_once():
        mails = _untried(list(mail_ids))
        prepared.run(_TRIED, [current_organization_id(), [mail.pk for mail in mails]])
        for mail in mails:
            mail.attempts = 1
        return {mail.pk: Begun(mail, bytes(mail.raw or b""), believed_servers(mail)) for mail in mails}


@compiled
def _untried(mail_ids: list[uuid.UUID]) -> QuerySet[ReceivedMail]:
    waiting = ReceivedMail.objects.filter(
        pk__any_of=mail_ids, outcome=Outcome.PENDING, attempts=0, size__lte=SMALL, raw__isnull=False
    )
    return waiting.select_for_update(of=("self",)).order_by("id")


def _parse(begun: dict[uuid.UUID, Begun]) -> dict[uuid.UUID, Answer]:
    contents = {}
    for mail_id, one in begun.items():
        try:
            contents[mail_id] = check(one.raw).content
        except Refused:
            continue
    return dict(zip(contents, parse_each(list(contents.values())), strict=True))


def _one(tenant: uuid.UUID, begun: Begun, answer: Answer | None) -> None:
    try:
        go_on(tenant, begun, answer)
    except Exception as error:
        _again(tenant, begun.mail.pk, error)


def _alone(tenant: uuid.UUID, mail_id: uuid.UUID) -> None:
    try:
        process(tenant, mail_id)
    except Exception as error:
        _again(tenant, mail_id, error)


def _again(tenant: uuid.UUID, mail_id: uuid.UUID, error: Exception) -> None:
    """Try a mail again later, behind what is new; while the database is away this fails and all are done again."""
    log.warning("a mail failed, trying again by itself", mail=str(mail_id), error=type(error).__name__)
    process_received_mail.ahead(-1).enqueue_at(now() + _LATER, tenant=str(tenant), mail_id=str(mail_id))


def _give_back(tenant: uuid.UUID, mail_id: uuid.UUID, *, is_counted: bool) -> None:
    with tenancy.organization(tenant):
        if is_counted:
            ReceivedMail.objects.filter(pk=mail_id, outcome=Outcome.PENDING).update(attempts=0)
        process_received_mail.enqueue(tenant=str(tenant), mail_id=str(mail_id))
