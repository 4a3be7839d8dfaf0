"""Closing an organization for a while: only the operator of the installation does."""

import datetime

from moondesk.organizations.queries import current_organization


def set_suspended(moment: datetime.datetime | None) -> bool:
    """Close the organization in context, or with None open it again; says whether it was not so already."""
    own = current_organization()
    if (own.suspended_at is None) == (moment is None):
        return False
    own.suspended_at = moment
    own.save(update_fields=["suspended_at"])
    return True
