"""Writing exports, one of an organization after the other and few at once, and letting old ones go."""

import datetime
import uuid

from moondesk.exports.actions.asking import clean_up
from moondesk.exports.actions.writing import write_export
from moondesk.exports.queries import next_of, stuck
from moondesk.jobs.app import Retry, job, periodic
from moondesk.jobs.rounds import each_organization
from moondesk.kit import tenancy

_STUCK = datetime.timedelta(minutes=10)


@job(queue_name="exports", retry=Retry(attempts=2, wait=2), in_organization=False, alone=True)
def run_export(tenant: str, export_id: str) -> None:
    """Write one export from its beginning."""
    write_export(uuid.UUID(tenant), uuid.UUID(export_id))
    with tenancy.organization(uuid.UUID(tenant)):
        following = next_of(uuid.UUID(export_id))
        if following is not None:
            run_export.enqueue(tenant=tenant, export_id=str(following))


@periodic("* * * * *")
@each_organization
def go_on_writing() -> None:
    """Take up exports whose job was lost, from their beginning."""
    for export_id in stuck(_STUCK):
        run_export.enqueue(tenant=str(tenancy.current_organization_id()), export_id=str(export_id))


@periodic("*/10 * * * *")
@each_organization
def let_exports_go() -> bool:
    """Remove files whose time is over; those that are lost otherwise are found by the daily sweep of files."""
    return clean_up()
