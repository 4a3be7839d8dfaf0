"""Writing an export: what it has is found once and read some at a time, in transactions with the rights of then."""

import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.exports.actions.asking import close
from moondesk.exports.errors import ExportNotReady
from moondesk.exports.models import TicketExport
from moondesk.exports.permissions import may_export, rights_of
from moondesk.exports.queries import active_of
from moondesk.exports.rules import TRIES, Content, ExportFormat, ExportState
from moondesk.exports.sources import Source, source_of
from moondesk.exports.writers import writer_of
from moondesk.files import storage
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import DomainError
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor, Door, system_actor
from moondesk.organizations.askers import asker_of
from moondesk.organizations.features import Feature
from moondesk.organizations.queries import current_organization, is_leaving
from moondesk.organizations.switches import refuse_off

log = structlog.get_logger(__name__)

_FOLDER = "moondesk-export-"
_LOST_AFTER = 24 * 3600.0


class Stopped(Exception):
    """There is nothing more to write: it was cancelled, has failed, or somebody else writes it."""


@dataclass(frozen=True)
class Task:
    """One attempt at an export."""

    tenant: uuid.UUID
    export_id: uuid.UUID
    run: uuid.UUID
    format: ExportFormat
    source: Source
    mark: bool
    rights: str


def write_export(tenant: uuid.UUID, export_id: uuid.UUID) -> None:
    """Write an export from its beginning to its end, unless it is over, or not its turn."""
    sweep_folders()
    try:
        task = _begin(tenant, export_id)
        with tempfile.TemporaryDirectory(prefix=_FOLDER) as folder, closing(task.source):
            path = Path(folder) / f"export.{task.format}"
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
            if actor is None or not may_export(actor, Content(export.content)):
                failed = _("Who began this may not do it any more.")
            else:
                try:
                    _refuse_off(export)
                    yield export, actor
                except DomainError as error:
                    failed = error.message
        if failed:
            export.problem = failed[:300]
            close(export, ExportState.FAILED, by=system_actor(tenant))
    if failed:
        raise Stopped


def _refuse_off(export: TicketExport) -> None:
    # Owners who leave take their tickets along, whatever is switched off.
    if export.content == Content.TICKETS and not is_leaving(current_organization()):
        refuse_off(Feature.EXPORTS)


def _begin(tenant: uuid.UUID, export_id: uuid.UUID) -> Task:
    """Find what it has, and take it up: whoever wrote it before stops."""
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
            source=source_of(export),
            mark=export.door == Door.DESK,
            rights=export.rights,
        )
        export.total = task.source.open(actor)
        export.save()
    return task


def _write(task: Task, path: Path) -> None:
    writer = writer_of(task.format, path, task.source.columns, mark=task.mark)
    try:
        while (documents := _some(task)) is not None:
            writer.add(documents)
    finally:
        writer.close()


def _some(task: Task) -> list[str] | None:
    """Return those of the next that the asker sees by now, or None after the last."""
    with _at_work(task.tenant, task.export_id, task.run) as (export, actor):
        found = task.source.some(actor)
        export.done += len(found or ())
        export.save()
    return found


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
                raise ExportNotReady(_("What you may see has changed since. Export it again."))
            export.key, export.size = key, size
            close(export, ExportState.DONE, by=actor)
    except BaseException:
        storage.drop([key])
        raise
