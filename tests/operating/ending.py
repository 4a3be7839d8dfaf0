"""Deleting an organization in tests."""

from typing import Any

import psycopg

from moondesk.kit import tenancy
from moondesk.organizations.actions.deletion import begin_deletion
from moondesk.organizations.models import Organization
from tests.harness.people import Cast


def begin(cast: Cast) -> Organization:
    """Have the owner delete the organization."""
    with tenancy.organization(cast.acme.pk):
        return begin_deletion("Acme Travel", by=cast.owner.actor)


def move_end(superuser: "psycopg.Connection[Any]", organization: Organization, left: str) -> None:
    """Let so much be left until an organization is removed."""
    with superuser.transaction():
        superuser.execute("SET LOCAL session_replication_role = replica")
        superuser.execute(
            "UPDATE organizations_organization SET deletion_due_at = now() + %s::interval WHERE id = %s",
            [left, organization.pk],
        )
