"""Closing an organization for a while: only the operator of the installation does."""

import datetime

from moondesk.kit.clock import now
from moondesk.organizations.actions.offers import settle_offer
from moondesk.organizations.actor import system_actor
from moondesk.organizations.queries import hold_organization
from moondesk.organizations.rules import DELETION_PAUSE


def set_suspended(moment: datetime.datetime | None) -> bool:
    """Close the organization in context, or with None open it again; says whether it was not so already.

    While it is closed nobody can take its deletion back, so once it is open there is time for that again.
    """
    own = hold_organization()
    if (own.suspended_at is None) == (moment is None):
        return False
    own.suspended_at = moment
    if moment is None and own.deletion_due_at is not None and own.removal_began_at is None:
        own.deletion_due_at = max(own.deletion_due_at, now() + DELETION_PAUSE)
    own.save(update_fields=["suspended_at", "deletion_due_at"])
    settle_offer(by=system_actor(own.pk))
    return True
