"""Tidying the counters."""

from moondesk.jobs.app import periodic
from moondesk.limits import actions


@periodic("17 * * * *")
def sweep_limits() -> None:
    """Drop counts whose period is over."""
    actions.sweep()
