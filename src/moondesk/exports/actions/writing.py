"""Writing an export: which tickets it has is read once, what is in them some at a time, with the rights of then.

Their ids are kept by PostgreSQL in a cursor that outlives the transaction, so a ticket that is changed meanwhile is
neither left out nor there twice, nothing is locked, and nothing that grows is in memory.
"""

import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.exports.actions.asking import close
from moondesk.exports.columns import Column, columns_of
from moondesk.exports.errors import ExportNotReady
from moondesk.exports.models import TicketExport
from moondesk.exports.permissions import may_export, rights_of
from moondesk.exports.queries import active_of
from moondesk.exports.rules import BATCH, TRIES, ExportFormat, ExportState
from moondesk.exports.writers import writer_of
from moondesk.files import storage
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import DomainError
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor, Door, system_actor
from moondesk.organizations.askers import asker_of
from moondesk.tickets.documents import documents_among
from moondesk.tickets.field_lists import order_of
from moondesk.tickets.keyset import keys_of
from moondesk.tickets.list_query import parse_list_query
from moondesk.tickets.lists import matching
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import listed_to
from moondesk.tickets.search_ids import among

log = structlog.get_logger(__name__)

_FOLDER = "moondesk-export-"
_LOST_AFTER = 24 * 3600.0
_PATIENCE = "10min"
"""How long the question itself may take: a view of all there is, in an order that has to be sorted."""


class Stopped(Exception):
    """There is nothing more to write: it was cancelled, has failed, or somebody else writes it."""


@dataclass(frozen=True)
class Task:
    """One attempt at an export."""

    tenant: uuid.UUID
    export_id: uuid.UUID
    run: uuid.UUID
    format: ExportFormat
    columns: list[Column]
    mark: bool
    rights: str
    cursors: list[str]


def write_export(tenant: uuid.UUID, export_id: uuid.UUID) -> None:
    """Write an export from its beginning to its end, unless it is over, or not its turn."""
    sweep_folders()
    try:
        task = _begin(tenant, export_id)
        with tempfile.TemporaryDirectory(prefix=_FOLDER) as folder, _closed_at_last(task):
            path = Path(folder) / f"tickets.{task.format}"
            _write(task, path)
            _keep(task, path)
    except Stopped:
        log.info("export stopped", export=str(export_id))


def sweep_folders() -> None:
    """Remove what exports left on this machine's disk whose workers were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        with suppress(OSError):
            if time.time() - folder.lstat().st_mtime > _LOST_AFTER:
                shutil.rmtree(folder)


@contextmanager
def _at_work(tenant: uuid.UUID, export_id: uuid.UUID, run: uuid.UUID | None) -> Iterator[tuple[TicketExport, Actor]]:
    """Give the export, locked, and its asker as they are now, in a short transaction. Raises ``Stopped``."""
    failed = ""
    with tenancy.organization(tenant):
        export = TicketExport.objects.select_for_update(of=("self",)).filter(pk=export_id).first()
        if export is None or not export.is_active or (run is not None and export.run != run):
            raise Stopped
        export.worked_at = now()
        with translation.override(export.language):
            actor = asker_of(export)
            if actor is None or not may_export(actor):
                failed = _("Who began this may not do it any more.")
            else:
                try:
                    yield export, actor
                except DomainError as error:
                    failed = error.message
        if failed:
            export.problem = failed[:300]
            close(export, ExportState.FAILED, by=system_actor(tenant))
    if failed:
        raise Stopped


def _begin(tenant: uuid.UUID, export_id: uuid.UUID) -> Task:
    """Read which tickets it has, and take it up: whoever wrote it before stops."""
    run = new_id()
    with _at_work(tenant, export_id, None) as (export, actor):
        if active_of(export.member_id).values_list("pk", flat=True).first() != export.pk:
            raise Stopped  # its turn comes when that one is through
        if export.tries >= TRIES:
            raise ExportNotReady(_("It could not be written. Try again later."))
        export.run, export.tries, export.done = run, export.tries + 1, 0
        export.state, export.rights = ExportState.RUNNING.value, rights_of(actor)
        task = Task(
            tenant=tenant,
            export_id=export_id,
            run=run,
            format=ExportFormat(export.format),
            columns=columns_of(export.columns, export.time_zone),
            mark=export.door == Door.DESK,
            rights=export.rights,
            cursors=[],
        )
        export.total = sum(_open(part, task.cursors) for part in _parts(export, actor))
        export.save()
    return task


def _parts(export: TicketExport, actor: Actor) -> list[QuerySet[Ticket]]:
    """Return the tickets in their order: by a field, those with a value and then those without."""
    query = parse_list_query({name: [str(value)] for name, value in export.question.items()})
    chosen = None if export.chosen is None else listed_to(actor).filter(among(export.chosen))
    tickets, order = matching(actor, query) if chosen is None else chosen, order_of(actor, query)
    if order is not None:
        return [order.part(tickets, None, valued=valued, backward=False) for valued in (True, False)]
    return [tickets.order_by(*(key.order(backward=False) for key in keys_of(query.sort)))]


def _open(tickets: QuerySet[Ticket], cursors: list[str]) -> int:
    """Have PostgreSQL keep the ids of tickets; returns how many."""
    try:
        sql, params = tickets.values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    name = f"export_{new_id().hex}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config('statement_timeout', '{_PATIENCE}', true)")
        cursor.execute(f"DECLARE {name} SCROLL CURSOR WITH HOLD FOR {sql}", params)
        cursors.append(name)
        cursor.execute(f"MOVE FORWARD ALL IN {name}")
        count = int(cursor.rowcount)
        cursor.execute(f"MOVE ABSOLUTE 0 IN {name}")
    return count


@contextmanager
def _closed_at_last(task: Task) -> Iterator[None]:
    try:
        yield
    finally:
        # A connection that broke has taken its cursors with it; one in a failed transaction is closed by its owner.
        if connection.connection is not None and connection.is_usable():
            with connection.cursor() as cursor:
                for name in task.cursors:
                    cursor.execute(f"CLOSE {name}")


def _write(task: Task, path: Path) -> None:
    writer = writer_of(task.format, path, task.columns, mark=task.mark)
    try:
        for name in task.cursors:
            while (documents := _some(task, name)) is not None:
                writer.add(documents)
    finally:
        writer.close()


def _some(task: Task, name: str) -> list[str] | None:
    """Return those of the next tickets that the asker sees by now, or None after the last."""
    with _at_work(task.tenant, task.export_id, task.run) as (export, actor):
        with connection.cursor() as cursor:
            cursor.execute(f"FETCH {BATCH} FROM {name}")
            ids = [row[0] for row in cursor.fetchall()]
        found = documents_among(actor, ids)
        export.done += len(found)
        export.save()
    return found if ids else None


def _keep(task: Task, path: Path) -> None:
    """Put the file where it can be fetched, if nothing that decides about it has changed meanwhile."""
    size = path.stat().st_size
    with tenancy.organization(task.tenant):
        key = storage.new_key()
    with path.open("rb") as content:
        storage.put(key, content, size)
    try:
        with _at_work(task.tenant, task.export_id, task.run) as (export, actor):
            if rights_of(actor) != task.rights:
                raise ExportNotReady(_("What you may see has changed since. Export the tickets again."))
            export.key, export.size = key, size
            close(export, ExportState.DONE, by=actor)
    except BaseException:
        storage.drop([key])
        raise
