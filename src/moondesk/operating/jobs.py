"""Keeping the figures of all organizations."""

from moondesk.jobs.app import periodic
from moondesk.jobs.rounds import each_organization
from moondesk.operating.actions import count_here


@periodic("23 * * * *")
@each_organization
def count_standing() -> None:
    """Write how each organization stands, one after the other."""
    count_here()
