"""Tidying the counters."""

from moondesk.jobs.app import periodic
from moondesk.limits import actions
from moondesk.limits.seats import sweep_seats


@periodic("17 * * * *")
def sweep_limits() -> None:
    """Drop counts and places whose time is over."""
    actions.sweep()
    sweep_seats()
