"""Reading ways out."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moondesk.channels.models import MailAddress, OutgoingMail, WayOut
from moondesk.channels.rules import Kind, State
from moondesk.channels.ways.errors import WayNotFound


@dataclass(frozen=True)
class Shown:
    """A way out with the addresses that send by it, and how its last test ended."""

    way: WayOut
    addresses: tuple[MailAddress, ...]
    test: OutgoingMail | None
    waiting: int
    """How many mails wait for it."""


def ways() -> list[Shown]:
    """Return the organization's ways out by name."""
    found = list(WayOut.objects.order_by("name", "id"))
    by_way: dict[uuid.UUID | None, list[MailAddress]] = {}
    for address in MailAddress.objects.exclude(way_out=None).order_by("address"):
        by_way.setdefault(address.way_out_id, []).append(address)
    tests = OutgoingMail.objects.filter(kind=Kind.TEST).in_bulk([one.test_id for one in found if one.test_id])
    return [
        Shown(
            one,
            tuple(by_way.get(one.pk, ())),
            tests.get(one.test_id) if one.test_id else None,
            0 if one.is_active else waiting_for(one).count(),
        )
        for one in found
    ]


def get_way(way_id: uuid.UUID, *, lock: bool = False) -> WayOut:
    """Return one way out, locked to be changed if asked. Raises ``WayNotFound``."""
    rows = WayOut.objects.select_for_update(of=("self",)) if lock else WayOut.objects.all()
    found = rows.filter(pk=way_id).first()
    if found is None:
        raise WayNotFound(_("There is no such way out."))
    return found


def shown_way(way: WayOut) -> Shown:
    """Return one way out with what is shown of it."""
    return next(one for one in ways() if one.way.pk == way.pk)


def waiting_for(way: WayOut) -> QuerySet[OutgoingMail]:
    """Return the mails that wait to leave by a way."""
    return OutgoingMail.objects.filter(address__way_out=way, state=State.QUEUED)
