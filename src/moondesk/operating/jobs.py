"""Keeping the figures of all organizations, and removing those whose month is over."""

from moondesk.jobs.app import periodic
from moondesk.jobs.rounds import each_organization, going_on
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.database import organization_ids
from moondesk.operating.actions import count_here, remove_organization
from moondesk.organizations.actions.deletion import warn_of_deletion


@periodic("23 * * * *")
@each_organization
def count_standing() -> None:
    """Write how each organization stands, one after the other."""
    count_here()


@periodic("47 * * * *")
def watch_deletions() -> None:
    """Tell owners whose organization is removed soon, and remove those that are due."""
    for organization_id in organization_ids():
        with going_on("deleting an organization", organization=str(organization_id)):
            with tenancy.organization(organization_id):
                due_at = warn_of_deletion()
            if due_at is not None and due_at <= now():
                remove_organization(organization_id)
