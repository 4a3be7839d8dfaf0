"""Removing an organization whose month is over: all rows that name it, its contents of files, its jobs; then it.

Rows go some at a time, each time in a transaction of its own and in the organization, so that row level security holds
the whole way. Whoever is stopped goes on where they were: the organization's own row goes last.
"""

import uuid
from dataclasses import asdict, dataclass

from django.db import connection

from moondesk.accounts.actions import forget_accounts_at
from moondesk.audit.actions import note_installation
from moondesk.files import storage
from moondesk.jobs.forgetting import forget_jobs_of
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.operating.actions.counting import count_here
from moondesk.operating.errors import StillThere
from moondesk.operating.models import Standing
from moondesk.operating.tables import HERE, Table, tenant_tables
from moondesk.organizations.actions.deletion import begin_removal
from moondesk.organizations.actor import Door
from moondesk.organizations.leaving import deletion_of
from moondesk.organizations.providers import provider_keys
from moondesk.organizations.queries import current_organization

REMOVED = "organization.removed"
BATCH = 2000
LAST = ("operating_standing", "events_event")
"""What is needed until the end: figures for the log of the installation, and who asked."""


@dataclass(frozen=True)
class Remains:
    """What the log of the installation keeps of an organization."""

    organization: str
    called: str
    founded_at: str
    asked_by: str
    asked_at: str
    members: int
    tickets: int
    bytes: int


def remove_organization(organization_id: uuid.UUID) -> bool:
    """Remove an organization that is due; says whether it was. May be stopped anywhere and run again."""
    remains = _begin(organization_id)
    if remains is None:
        return False
    tables = [one for one in tenant_tables() if one.name not in LAST]
    while sum(_empty(organization_id, table) for table in tables):
        pass  # a trigger that counts may have written again to a table that was empty
    _drop_contents(organization_id)
    forget_jobs_of(organization_id)
    _repeat(organization_id, "SELECT events_forget_removed(%s)", [BATCH])
    with tenancy.organization(organization_id), connection.cursor() as cursor:
        cursor.execute("DELETE FROM operating_standing WHERE organization_id = %s", [organization_id])
        cursor.execute("DELETE FROM organizations_organization WHERE id = %s", [organization_id])
        note_installation(
            REMOVED, user=None, door=Door.JOB, subject_id=organization_id, label="moondesk", **asdict(remains)
        )
    return True


def _begin(organization_id: uuid.UUID) -> Remains | None:
    """Return what is kept of it, and end what reaches out of it: accounts at its providers. None if it is not due."""
    with tenancy.organization(organization_id):
        if not begin_removal():
            return None
        own = current_organization()
        deletion = deletion_of(own)
        if deletion is None:
            return None
        for key in provider_keys():
            forget_accounts_at(str(key))
        before = Standing.objects.filter(organization_id=own.pk, day__lt=now().date()).order_by("-day").first()
        standing = before or count_here()
        return Remains(
            organization=own.slug,
            called=own.name,
            founded_at=own.created_at.isoformat(),
            asked_by=deletion.asked_by,
            asked_at=deletion.asked_at.isoformat() if deletion.asked_at else "",
            members=standing.members,
            tickets=standing.tickets,
            bytes=standing.bytes,
        )


def _empty(organization_id: uuid.UUID, table: Table) -> int:
    """Remove the organization's rows of a table; returns how many. What points to others of its own kind goes first."""
    gone = 0
    for column in table.own_kind:
        pointed = f'SELECT FROM "{table.name}" c WHERE c.organization_id = t.organization_id AND c."{column}" = t.id'
        gone += _repeat(
            organization_id, _delete(table.name, f'AND t."{column}" IS NOT NULL AND NOT EXISTS ({pointed})'), [BATCH]
        )
    return gone + _repeat(organization_id, _delete(table.name), [BATCH])


def _delete(table: str, which: str = "") -> str:
    some = f'SELECT t.ctid FROM "{table}" t WHERE t.organization_id = {HERE} {which} LIMIT %s'  # noqa: S608 - names of ours
    return f'WITH gone AS (DELETE FROM "{table}" WHERE ctid = ANY(ARRAY({some})) RETURNING 1) SELECT count(*) FROM gone'  # noqa: S608


def _repeat(organization_id: uuid.UUID, statement: str, values: list[int]) -> int:
    """Run a statement that says how many rows it removed, each time in its own transaction, until there are none."""
    gone = 0
    while True:
        with tenancy.organization(organization_id), connection.cursor() as cursor:
            cursor.execute(statement, values)
            some = int((cursor.fetchone() or (0,))[0])
        gone += some
        if not some:
            return gone


def _drop_contents(organization_id: uuid.UUID) -> None:
    """Remove all contents of files, and raise while the storage keeps any: the next round tries again."""
    prefixes = (organization_id.hex, f"{organization_id.hex}/mail")
    for prefix in prefixes:
        storage.drop(list(storage.keys_below(prefix)))
    if any(True for prefix in prefixes for _key in storage.keys_below(prefix)):
        raise StillThere("The storage of files keeps contents of an organization that is removed.")
