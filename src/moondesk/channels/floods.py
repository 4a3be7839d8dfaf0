"""Keeping back what goes out by itself where too much of it goes: a machine may be answering a machine."""

import uuid

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.accounts.addresses import mailbox_of
from moondesk.channels.events import AnswersStopped
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.events.actions import emit
from moondesk.events.models import Event
from moondesk.kit.compiled import compiled
from moondesk.limits.actions import Limit, Step, count, first_over
from moondesk.organizations.actor import system_actor
from moondesk.organizations.queries import current_organization

CONFIRMATIONS = Limit("mail-confirmation", 1, 3600)
AUTOMATIC = Limit("mail-automatic", 10, 3600)
FLOOD_TOLD = Limit("mail-flood-told", 1, 24 * 3600)
TO_ONE_RECIPIENT = Limit("mail-automatic-recipient", 20, 3600)


def why_withheld(email: str, event: Event, kind: Kind) -> str:
    """Return why a mail that goes out by itself is not sent, or nothing. Counts as it looks."""
    if _written(event.pk, kind.value, email):
        return ""
    organization, box = current_organization(), mailbox_of(email)
    with translation.override(organization.language):
        steps = [Step(AUTOMATIC, (str(organization.pk), box)), Step(TO_ONE_RECIPIENT, (box,))]
        if kind == Kind.CONFIRMATION:
            steps.insert(0, Step(CONFIRMATIONS, (str(organization.pk), email)))
        over = first_over(*steps)
        if over is not None and steps[over].limit == CONFIRMATIONS:
            return _("This address got a confirmation within the last hour.")
        if over is not None:
            _tell_of_flood(organization.pk, box)
            return _("Too many mails went to this address by themselves. A machine may be answering.")
    return ""


@compiled
def _written(event_id: uuid.UUID, kind: str, recipient: str) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(event_id=event_id, kind=kind, recipient=recipient).only("pk")[:1]


def _tell_of_flood(organization: uuid.UUID, box: str) -> None:
    """Tell once a day that an address is not answered any more; each address is a subject of its own."""
    if not count(FLOOD_TOLD, str(organization), box).over:
        stopped = AnswersStopped(subject_id=uuid.uuid5(organization, box), label=box)
        emit(stopped, by=system_actor(organization))
