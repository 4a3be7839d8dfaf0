"""Tidying what nobody confirmed."""

from moondesk.jobs.app import periodic
from moondesk.jobs.rounds import each_organization


@periodic("23 * * * *")
@each_organization
def drop_unconfirmed_requests() -> None:
    """Remove what was sent with a form and not confirmed in time; its files go with the daily round."""
    from moondesk.webforms.actions.receiving import drop_expired

    drop_expired()
