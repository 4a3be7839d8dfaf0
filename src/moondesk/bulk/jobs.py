"""Changing many tickets, a short transaction for a few of them at a time."""

import time
import uuid

from moondesk.bulk.actions.working import Step, next_of, stuck_changes, work_batch
from moondesk.bulk.models import BulkChange
from moondesk.bulk.rules import KEPT
from moondesk.jobs.app import Retry, job, periodic
from moondesk.jobs.rounds import each_organization
from moondesk.kit import tenancy
from moondesk.kit.clock import now

_LANES = 2
_SLICE = 10.0
"""After so many seconds a change goes to the end of the queue, so that those of others and their mails get on too."""
_PAUSE = 0.25
_PATIENCE = 40
"""How often tickets that somebody else holds are tried again before they are skipped: ten seconds."""


@job(retry=Retry(attempts=8, wait=2), in_organization=False, lanes=_LANES)
def run_bulk(tenant: str, change_id: str) -> None:
    """Do a part of one change. Each batch writes down what was done, so going on after a failure is harmless."""
    waited, step, end = 0, Step.MORE, time.monotonic() + _SLICE
    while step is not Step.OVER:
        if not waited and time.monotonic() > end:
            return run_bulk.enqueue(tenant=tenant, change_id=change_id)
        with tenancy.organization(uuid.UUID(tenant)):
            step = work_batch(uuid.UUID(change_id), skip_busy=waited >= _PATIENCE)
        waited = waited + 1 if step is Step.BUSY else 0
        if step is Step.BUSY:
            time.sleep(_PAUSE)
    with tenancy.organization(uuid.UUID(tenant)):
        following = next_of(uuid.UUID(change_id))
        if following is not None:
            run_bulk.enqueue(tenant=tenant, change_id=str(following))
    return None


@periodic("* * * * *")
@each_organization
def go_on_working() -> None:
    """Take up changes whose job was lost."""
    for change_id in stuck_changes():
        run_bulk.enqueue(tenant=str(tenancy.current_organization_id()), change_id=str(change_id))


@periodic("41 3 * * *")
@each_organization
def forget_old_changes() -> None:
    """Forget what became of each ticket of changes of long ago; the tickets' own histories keep theirs."""
    BulkChange.objects.filter(finished_at__lte=now() - KEPT).delete()
