"""Time that the demo's agents worked: written in bulk beside the events that tell of it."""

import datetime
import random

from moondesk.demo.cast import House
from moondesk.demo.tickets import id_at
from moondesk.events.models import Event
from moondesk.organizations.actor import ActorKind, Door
from moondesk.tickets.models import Ticket
from moondesk.timekeeping.actions.entries import values_of
from moondesk.timekeeping.models import TimeEntry

_NOTES = {
    "en": ("Called the customer", "Looked up the booking", "Wrote to the supplier", "", "", "Checked the refund"),
    "es": ("Llamada al cliente", "Revisado el pedido", "Escrito al proveedor", "", "", "Comprobado el reembolso"),
}
_LENGTHS = (5, 10, 10, 15, 20, 25, 30, 40, 55, 80)


def book_time(house: House) -> None:
    """Book time on about every third ticket that somebody answered."""
    pick = random.Random(f"moondesk-time-{house.slug}")  # noqa: S311 - demo data, not secrets
    notes = _NOTES.get(house.language, _NOTES["en"])
    entries: list[TimeEntry] = []
    answered = Ticket.objects.filter(first_response_at__isnull=False, assignee__isnull=False)
    for ticket in answered.select_related("assignee").order_by("number"):
        for _number in range(pick.choice((0, 0, 1, 1, 2))):
            minutes = pick.choice(_LENGTHS)
            first = ticket.first_response_at or ticket.created_at
            started = max(ticket.created_at, first - datetime.timedelta(minutes=minutes + pick.randint(0, 20)))
            entries.append(
                TimeEntry(
                    id=id_at(started, pick),
                    ticket=ticket,
                    member=ticket.assignee,
                    started_at=started,
                    minutes=minutes,
                    billable=pick.random() < 0.7,
                    note=pick.choice(notes),
                    from_timer=pick.random() < 0.6,
                    created_at=first,
                    updated_at=first,
                )
            )
    TimeEntry.objects.bulk_create(entries, batch_size=1000)
    Event.objects.bulk_create([_told(entry, pick) for entry in entries], batch_size=1000)


def _told(entry: TimeEntry, pick: random.Random) -> Event:
    at, member = entry.created_at, entry.member
    data = {"member": str(member.pk), "member_label": member.name, "entry": str(entry.pk), "timer": None}
    return Event(
        id=id_at(at, pick),
        name="time.entry_added",
        subject_id=entry.ticket_id,
        actor_kind=ActorKind.MEMBER,
        actor_id=member.pk,
        actor_label=member.name,
        door=Door.DESK,
        data=data | {"values": values_of(entry)},
        created_at=at,
        dispatched_at=at,
    )
