"""Carrying out what a directory says of many people, some at a time."""

import uuid

from moondesk.directory.actions.applying import apply_part
from moondesk.jobs.app import job


@job()
def apply_directory(after: str, leavers: bool, unasked: bool) -> None:
    """Carry out what becomes of some people; the rest is the next job's. What was done already is not done twice."""
    last = apply_part(uuid.UUID(after) if after else None, leavers=leavers, unasked=unasked)
    if last is not None:
        apply_directory.enqueue(after=str(last), leavers=leavers, unasked=unasked)
