"""Carrying out what a directory says of many people, some at a time."""

import datetime
import uuid

from moondesk.directory.actions.applying import apply_part
from moondesk.directory.models import DirectoryEntry
from moondesk.jobs.app import job, periodic
from moondesk.jobs.rounds import each_organization
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
    """Forget what the directory brought about a year ago: it has names and addresses."""
    DirectoryEntry.objects.filter(created_at__lte=now() - ENTRIES_KEPT).delete()
