"""Work with files outside of requests. ``examine_file`` enters the organization itself, in several transactions."""

import datetime
import uuid

import structlog

from moondesk.jobs.app import Retry, job, periodic
from moondesk.jobs.rounds import each_organization, going_on
from moondesk.kit import database, tenancy
from moondesk.kit.clock import now

log = structlog.get_logger(__name__)
_UNKNOWN_AFTER = datetime.timedelta(hours=24)


@job(queue_name="files", retry=Retry(attempts=12, wait=2), in_organization=False)
def examine_file(tenant: str, file_id: str) -> None:
    """Have a file scanned and drawn."""
    from moondesk.files.examining import examine

    examine(uuid.UUID(tenant), uuid.UUID(file_id))


@periodic("41 3 * * *")
def clean_up_files() -> None:
    """Remove uploads that nobody sent within a day, and contents that belong to no file."""
    from moondesk.files.actions import remove_files
    from moondesk.files.queries import left_behind

    for tenant in database.organization_ids():
        with going_on("clean up files", organization=str(tenant)):
            with tenancy.organization(tenant):
                remove_files(left_behind())
            sweep(tenant)


def sweep(tenant: uuid.UUID) -> int:
    """Remove contents of an organization that no file names; returns how many. Young ones may still get their file."""
    from moondesk.files import storage
    from moondesk.files.queries import known_keys

    removed = 0
    keys = list(storage.keys_below(tenant.hex))
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        with tenancy.organization(tenant):
            known = known_keys({key.partition(".")[0] for key in some})
        lost = [key for key in some if key.partition(".")[0] not in known]
        old = [key for key in lost if storage.store().get_modified_time(key) < now() - _UNKNOWN_AFTER]
        storage.drop(old)
        removed += len(old)
    if removed:
        log.info("contents without a file removed", organization=str(tenant), count=removed)
    return removed


@periodic("*/10 * * * *")
@each_organization
def take_up_left_files() -> None:
    """Examine files again whose scanner or storage was away for longer than the queue tries."""
    from moondesk.files.queries import unexamined

    for file_id in unexamined(older_than=datetime.timedelta(minutes=30)):
        examine_file.enqueue(tenant=str(tenancy.current_organization_id()), file_id=str(file_id))
