"""Work on tickets by the clock."""

from moondesk.jobs.app import periodic
from moondesk.kit import tenancy
from moondesk.kit.database import organization_ids
from moondesk.tickets.counts import fold_tallies


@periodic("*/5 * * * *")
def fold_all_tallies() -> None:
    """Keep the counts of every organization short, one short transaction each."""
    for organization_id in organization_ids():
        with tenancy.organization(organization_id):
            fold_tallies()
