"""Time as a table for spreadsheets: written piece by piece, however much there is, and nothing in it is a formula."""

import datetime
import uuid
from collections.abc import Iterator

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from moondesk.kit import spreadsheets, tenancy
from moondesk.organizations.actor import Actor
from moondesk.timekeeping.models import TimeEntry
from moondesk.timekeeping.queries import EntryFilter, visible_entries, with_people

PIECE = 500


def headings() -> list[str]:
    """Return the first line, in the reader's language."""
    return [
        _("Started"), _("Minutes"), _("Hours"), _("Billable"), _("Agent"), _("Ticket"), _("Subject"),
        _("Customer"), _("Company"), _("Department"), _("Note"), _("Id"),
    ]  # fmt: skip


def time_as_csv(actor: Actor, wanted: EntryFilter, *, zone: datetime.tzinfo, prefix: str, mark: bool) -> Iterator[str]:
    """Return the table in pieces, the latest work first; ``mark`` puts the mark before it that Excel needs.

    The words are chosen now; the rows are read as the pieces are taken, each in a transaction of its own.
    """
    first = (spreadsheets.MARK if mark else "") + spreadsheets.line(headings())
    yes_no = (_("yes"), _("no"))
    return _pieces(actor, wanted, first, lambda entry: _cells(entry, zone, prefix, yes_no))


def _pieces(actor: Actor, wanted: EntryFilter, first: str, cells: "spreadsheets.Cells[TimeEntry]") -> Iterator[str]:
    yield first
    last: tuple[datetime.datetime, uuid.UUID] | None = None
    while True:
        rows = _rows(actor, wanted, last)
        if rows:
            yield "".join(spreadsheets.line(cells(entry)) for entry in rows)
        if len(rows) < PIECE:
            return
        last = rows[-1].started_at, rows[-1].pk


def _rows(actor: Actor, wanted: EntryFilter, last: tuple[datetime.datetime, uuid.UUID] | None) -> list[TimeEntry]:
    with tenancy.organization(actor.organization_id):
        entries = with_people(visible_entries(actor, wanted))
        if last is not None:
            entries = entries.filter(Q(started_at__lt=last[0]) | Q(started_at=last[0], pk__lt=last[1]))
        found = list(entries.order_by("-started_at", "-id")[:PIECE])
    # A slow reader must not keep a connection to the database between two pieces.
    if not connection.in_atomic_block:
        connection.close()
    return found


def _cells(entry: TimeEntry, zone: datetime.tzinfo, prefix: str, yes_no: tuple[str, str]) -> list[str]:
    ticket, requester = entry.ticket, entry.ticket.requester
    return [
        entry.started_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        str(entry.minutes),
        f"{entry.minutes / 60:.2f}",
        yes_no[0] if entry.billable else yes_no[1],
        entry.member.name,
        f"{prefix}-{ticket.number}",
        ticket.subject,
        requester.shown_name,
        requester.company.name if requester.company else "",
        ticket.department.name if ticket.department else "",
        entry.note,
        str(entry.pk),
    ]
