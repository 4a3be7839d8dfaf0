"""Addresses to which mails do not arrive: counted, left alone by what goes out by itself, and lifted by a person."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moondesk.accounts.models import normal_email
from moondesk.channels.events import DeadAddressKeptAlone, DeadAddressLifted
from moondesk.channels.mail.reasons import reason_of
from moondesk.channels.models import DeadAddress
from moondesk.channels.ways.errors import DeadAddressKept, DeadAddressNotFound
from moondesk.contacts.actions import note_mail_trouble
from moondesk.events.actions import emit
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.kit.compiled import compiled
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

BOUNCES, COMPLAINT = "bounces", "complaint"
MOST_BOUNCES = 3
"""After how many mails in a row that came back for good nothing goes to an address by itself."""


def is_dead(email: str) -> bool:
    """Say whether nothing goes to an address by itself."""
    return bool(_dead(normal_email(email)))


@compiled
def _dead(email: str) -> QuerySet[DeadAddress]:
    return DeadAddress.objects.filter(email=email).exclude(stopped_at=None).only("pk")[:1]


def stopped(part: str = "") -> QuerySet[DeadAddress]:
    """Return the addresses to which nothing goes by itself, the latest first; those that have ``part`` in them."""
    rows = DeadAddress.objects.exclude(stopped_at=None).order_by("-stopped_at", "-id")
    return rows.filter(email__contains=part.strip().lower()) if part.strip() else rows


def stopped_among(emails: Collection[str]) -> dict[str, DeadAddress]:
    """Return those of the addresses to which nothing goes by itself."""
    return {row.email: row for row in stopped().filter(email__in=[normal_email(one) for one in emails])}


def why_stopped(row: DeadAddress) -> str:
    """Return in plain words why nothing goes to an address by itself; what its server said where no words are known."""
    if row.why == COMPLAINT:
        return _("The owner of this address does not want our mails.")
    return reason_of(row.code) or row.said or _("Mails to this address come back.")


def note_bounce(email: str, code: str, said: str) -> None:
    """Count a mail that came back for good; what may pass (4.x.x) does not count."""
    if code[:1] in ("4", "2"):
        return
    row = _row(email, BOUNCES)
    row.bounces, row.code, row.said, row.last_at = row.bounces + 1, code, said[:255], now()
    if row.bounces >= MOST_BOUNCES and row.stopped_at is None:
        row.stopped_at = now()
    row.save()
    if row.stopped_at is not None:
        note_mail_trouble(row.email, row.why)


def note_complaint(email: str) -> None:
    """Stop what goes to an address by itself: its owner reported a mail as unwanted."""
    row = _row(email, COMPLAINT)
    row.why, row.last_at, row.stopped_at = COMPLAINT, now(), row.stopped_at or now()
    row.save()
    note_mail_trouble(row.email, row.why)


def note_arrival(email: str) -> None:
    """Forget what came back: a mail arrived. A complaint stays."""
    address = normal_email(email)
    if DeadAddress.objects.filter(email=address, why=BOUNCES).delete()[0]:
        note_mail_trouble(address, "")


def lift(email: str, *, by: Actor) -> None:
    """Let mails go to an address by themselves again. Raises ``DeadAddressNotFound``."""
    by.require(Permission.CONTACT_MANAGE)
    address = normal_email(email)
    row = stopped().filter(email=address).select_for_update(of=("self",)).first()
    if row is None:
        raise DeadAddressNotFound(_("Mails go to this address already."))
    lifted = DeadAddressLifted(
        subject_id=row.pk,
        email=address,
        why=row.why,
        bounces=row.bounces,
        code=row.code,
        said=row.said,
        since=(row.stopped_at or row.last_at).isoformat(),
    )
    row.delete()
    note_mail_trouble(address, "")
    emit(lifted, by=by)


@undoes(DeadAddressLifted, soon=True)
def leave_alone_again(event: Event, by: Actor) -> None:
    """Let nothing go to an address by itself, as before it was lifted."""
    by.require(Permission.CONTACT_MANAGE)
    was = event.data
    row = _row(was["email"], was["why"])
    if row.stopped_at is not None:
        raise DeadAddressKept(_("Nothing goes to this address by itself already."))
    row.why, row.bounces, row.code, row.said = was["why"], was["bounces"], was["code"], was["said"]
    row.stopped_at = datetime.datetime.fromisoformat(was["since"])
    row.save()
    note_mail_trouble(row.email, row.why)
    emit(DeadAddressKeptAlone(subject_id=row.pk, email=row.email), by=by)


def _row(email: str, why: str) -> DeadAddress:
    with transaction.atomic():
        row, _made = DeadAddress.objects.get_or_create(email=normal_email(email), defaults={"why": why})
    return DeadAddress.objects.select_for_update(of=("self",)).get(pk=row.pk)
