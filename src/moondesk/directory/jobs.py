"""Carrying out what a directory says of many people, some at a time."""

import datetime
import uuid

from moondesk.directory.actions.applying import apply_part
from moondesk.directory.models import DirectoryEntry, DirectoryRun
from moondesk.directory.pull.running import begin_due, perform
from moondesk.jobs.app import Retry, job, periodic
from moondesk.jobs.rounds import each_organization
from moondesk.kit import tenancy
from moondesk.kit.clock import now

ENTRIES_KEPT = datetime.timedelta(days=365)


@job()
def apply_directory(after: str, leavers: bool, unasked: bool) -> None:
    """Carry out what becomes of some people; the rest is the next job's. What was done already is not done twice."""
    last = apply_part(uuid.UUID(after) if after else None, leavers=leavers, unasked=unasked)
    if last is not None:
        apply_directory.enqueue(after=str(last), leavers=leavers, unasked=unasked)


@periodic("37 3 * * *")
@each_organization
def forget_entries() -> None:
    """Forget what the directory brought about and read a year ago: it has names and addresses."""
    for kept in (DirectoryEntry, DirectoryRun):
        kept.objects.filter(created_at__lte=now() - ENTRIES_KEPT).delete()


@job(queue_name="pulls", retry=Retry(attempts=3, wait=10), in_organization=False, alone=True)
def run_pull(tenant: str, run_id: str) -> None:
    """Read the other system once. A reading that was stopped begins anew; one that is over is not done again."""
    perform(uuid.UUID(tenant), uuid.UUID(run_id))


@periodic("*/5 * * * *")
@each_organization
def begin_due_pulls() -> None:
    """Begin the readings whose time has come, and give up those that nobody does any more."""
    run_id = begin_due()
    if run_id is not None:
        run_pull.enqueue(tenant=str(tenancy.current_organization_id()), run_id=str(run_id))
