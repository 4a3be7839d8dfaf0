"""What an export has: counted once, then read some at a time, each with the rights of then.

Tickets change while they are read. Their ids are kept by PostgreSQL in a cursor that outlives the transaction, so a
ticket that is changed meanwhile is neither left out nor there twice. Entries of the audit log stay as and where they
are: they are walked by moment and id, and nothing is kept. Either way nothing is locked, and nothing that grows is in
memory.
"""

import datetime
import json
import uuid
from abc import ABC, abstractmethod

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from moondesk.audit.queries import found, read_question
from moondesk.audit.schemas import document_of
from moondesk.events.models import Event
from moondesk.exports.columns import Column, columns_of, log_columns
from moondesk.exports.models import TicketExport
from moondesk.exports.rules import BATCH
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor
from moondesk.tickets.documents import documents_among
from moondesk.tickets.field_lists import order_of
from moondesk.tickets.keyset import keys_of
from moondesk.tickets.list_query import parse_list_query
from moondesk.tickets.lists import matching
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import listed_to
from moondesk.tickets.search_ids import among

_PATIENCE = "10min"
"""How long a question may take: a view of all there is, in an order that has to be sorted, or words in a long log."""


class Source(ABC):
    """Gives what one attempt at an export writes."""

    columns: list[Column]
    """Those of a table of it."""

    @abstractmethod
    def open(self, actor: Actor) -> int:
        """Find what there is by now; returns how much."""

    @abstractmethod
    def some(self, actor: Actor) -> list[str] | None:
        """Return those of the next that the asker sees by now, as JSON, or None after the last."""

    @abstractmethod
    def close(self) -> None:
        """Let go what was kept for it."""


def source_of(export: TicketExport) -> Source:
    """Return what gives an export's content."""
    return LogSource(export) if export.is_log else TicketSource(export)


class TicketSource(Source):
    """Tickets, in the order of their list."""

    def __init__(self, export: TicketExport) -> None:
        self.columns = columns_of(export.columns, export.time_zone)
        self._query = parse_list_query({name: [str(value)] for name, value in export.question.items()})
        self._chosen: list[uuid.UUID] | None = export.chosen
        self._cursors: list[str] = []
        self._read = 0

    def open(self, actor: Actor) -> int:
        """Have PostgreSQL keep which there are."""
        return sum(self._keep(part) for part in self._parts(actor))

    def _parts(self, actor: Actor) -> list[QuerySet[Ticket]]:
        """Return the tickets in their order: by a field, those with a value and then those without."""
        chosen = None if self._chosen is None else listed_to(actor).filter(among(self._chosen))
        tickets, order = matching(actor, self._query) if chosen is None else chosen, order_of(actor, self._query)
        if order is not None:
            return [order.part(tickets, None, valued=valued, backward=False) for valued in (True, False)]
        return [tickets.order_by(*(key.order(backward=False) for key in keys_of(self._query.sort)))]

    def _keep(self, tickets: QuerySet[Ticket]) -> int:
        """Have PostgreSQL keep the ids of tickets; returns how many."""
        try:
            sql, params = tickets.values_list("pk").query.sql_with_params()
        except EmptyResultSet:
            return 0
        name = f"export_{new_id().hex}"
        _be_patient()
        with connection.cursor() as cursor:
            cursor.execute(f"DECLARE {name} SCROLL CURSOR WITH HOLD FOR {sql}", params)
            self._cursors.append(name)
            cursor.execute(f"MOVE FORWARD ALL IN {name}")
            count = int(cursor.rowcount)
            cursor.execute(f"MOVE ABSOLUTE 0 IN {name}")
        return count

    def some(self, actor: Actor) -> list[str] | None:
        """Return the next tickets that the asker sees by now."""
        while self._read < len(self._cursors):
            with connection.cursor() as cursor:
                cursor.execute(f"FETCH {BATCH} FROM {self._cursors[self._read]}")
                ids = [row[0] for row in cursor.fetchall()]
            if ids:
                return documents_among(actor, ids)
            self._read += 1
        return None

    def close(self) -> None:
        """Close the cursors."""
        # A connection that broke has taken its cursors with it; one in a failed transaction is closed by its owner.
        if connection.connection is not None and connection.is_usable():
            with connection.cursor() as cursor:
                for name in self._cursors:
                    cursor.execute(f"CLOSE {name}")


class LogSource(Source):
    """Entries of the audit log, the latest first."""

    def __init__(self, export: TicketExport) -> None:
        self.columns = log_columns(export.columns)
        self._question = read_question(export.question)
        self._begun = now()
        self._after: tuple[datetime.datetime, uuid.UUID] | None = None

    def _entries(self, actor: Actor) -> QuerySet[Event]:
        """Return what fits and was there when the work began."""
        _be_patient()
        return found(self._question, by=actor).filter(created_at__lte=self._begun)

    def open(self, actor: Actor) -> int:
        """Count them."""
        return self._entries(actor).count()

    def some(self, actor: Actor) -> list[str] | None:
        """Return the entries that follow the last one."""
        rows = self._entries(actor)
        if self._after is not None:
            moment, key = self._after
            # The first limit alone is one that the index knows to begin at.
            rows = rows.filter(Q(created_at__lte=moment), Q(created_at__lt=moment) | Q(pk__lt=key))
        next_ones = list(rows.order_by("-created_at", "-pk")[:BATCH])
        if not next_ones:
            return None
        self._after = next_ones[-1].created_at, next_ones[-1].pk
        return [json.dumps(document_of(one), ensure_ascii=False) for one in next_ones]

    def close(self) -> None:
        """Nothing is kept."""


def _be_patient() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [_PATIENCE])
