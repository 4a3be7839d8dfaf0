"""The tenant fences in Python: a model and a manager that cannot be used outside an organization.

The third fence, row level security, is in ``kit.fences``.
"""

import uuid
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from psycopg.pq import TransactionStatus

from moondesk.kit import context
from moondesk.kit.ids import new_id
from moondesk.kit.postgresql.base import Connection

SETTING = "moondesk.organization"
"""The PostgreSQL setting that the row level security policies read."""


PLANNING = (
    "set_config('join_collapse_limit', '1', true), set_config('statement_timeout', '30s', true), "
    "set_config('idle_in_transaction_session_timeout', '60s', true)"
)
"""SQL: joins are taken in the order in which they are written, from the ticket outwards, and nothing hangs for ever.

Looking for a better order takes PostgreSQL longer than answering (docs/performance.md). Local to the transaction.
"""

AT_DOORS = f"{PLANNING}, set_config('plan_cache_mode', 'force_generic_plan', true)"
"""SQL: the same for requests, which run the same statements again and again: the first plan of each is kept."""


_NOT_WAITED_FOR = "set_config('synchronous_commit', 'off', true)"
_MOST_KNOWN = 10_000


class NoOrganization(RuntimeError):
    """Tenant data was asked for outside of any organization: a bug, never a person's mistake."""


def current_organization_id() -> uuid.UUID:
    """Return the organization in whose name the code runs. Raises ``NoOrganization`` outside of one."""
    organization_id = context.organization_id.get()
    if organization_id is None:
        raise NoOrganization("No organization in context: wrap the work in tenancy.organization(...)")
    return organization_id


@contextmanager
def organization(organization_id: uuid.UUID, *, lasts: bool = True) -> Iterator[None]:
    """Run the block in one transaction in the name of an organization; if it need not last, as ``let_it_be_redone``."""

    def come_in() -> tuple[uuid.UUID, None]:
        enter(organization_id, lasts=lasts)
        return organization_id, None

    with entered(come_in):
        yield


@contextmanager
def entered[T](come_in: Callable[[], tuple[uuid.UUID, T]]) -> Iterator[T]:
    """Run the block in one transaction, in the organization that ``come_in`` enters; gives what else it found.

    The setting is local to the transaction, so a pooled connection never carries it to the next user of it. Inside of
    somebody else's transaction, what held before holds again afterwards.
    """
    is_inner = connection.in_atomic_block
    with transaction.atomic():
        organization_id, found = come_in()
        with named(organization_id):
            yield found
        if is_inner and not connection.needs_rollback:
            # After an error the way back to the savepoint does this; asking here would hide the error behind another.
            enter(context.organization_id.get())


@contextmanager
def named(organization_id: uuid.UUID) -> Iterator[None]:
    """Name the organization, which PostgreSQL was told already, as the one worked in; what is done is one operation."""
    outer = context.organization_id.set(organization_id)
    operation = context.operation.set(new_id())
    try:
        yield
    finally:
        context.operation.reset(operation)
        context.organization_id.reset(outer)


def enter(organization_id: uuid.UUID | None, *, lasts: bool = True) -> None:
    """Tell PostgreSQL, until the transaction ends, whose rows may be seen; for None, nobody's."""
    settings = PLANNING if lasts else f"{PLANNING}, {_NOT_WAITED_FOR}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config(%s, %s, true), {settings}", [SETTING, str(organization_id or "")])


def let_it_be_redone() -> None:
    """Have the transaction at hand end before it is on the disk: all that it does is done anew if that is lost.

    Only for what changes nothing but the database, and whose job or event is lost or kept with it
    (docs/decisions/lasting.md).
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_NOT_WAITED_FOR}")


class Known[K: Hashable]:
    """Which organizations keys led to: guesses, which whoever uses one has confirmed by what they read."""

    def __init__(self) -> None:
        self._ids: dict[K, uuid.UUID] = {}

    def get(self, key: K) -> uuid.UUID | None:
        """Return where a key led last time."""
        return self._ids.get(key)

    def put(self, key: K, organization_id: uuid.UUID) -> None:
        """Note where a key leads."""
        if len(self._ids) >= _MOST_KNOWN:
            self._ids.clear()
        self._ids[key] = organization_id


@contextmanager
def beginning_in(organization_id: uuid.UUID) -> Iterator[None]:
    """Enter an organization whose id is known, by a door: the statement inside begins the transaction with it.

    What begins a transaction and what says whose rows may be seen in it are one message then.
    """
    own: Any = connections[DEFAULT_DB_ALIAS]
    own.ensure_connection()
    bare = own.connection
    said = f"SELECT set_config('{SETTING}', '{uuid.UUID(str(organization_id))}', true), {AT_DOORS}"
    if not isinstance(bare, Connection) or bare.pgconn.transaction_status != TransactionStatus.IDLE:
        with connection.cursor() as cursor:
            cursor.execute(said)
        yield
        return
    bare.opening = said.encode()
    try:
        yield
    finally:
        # Never left for whoever has the connection next.
        bare.opening = b""


class TenantQuerySet[M: models.Model](models.QuerySet[M]):
    """A query set of one organization's rows."""

    def in_organization(self) -> Self:
        """Narrow to the current organization, so that indexes led by it are used."""
        return self.filter(organization_id=current_organization_id())


class TenantManager[M: models.Model](models.Manager[M]):
    """Gives only the current organization's rows, and raises outside of one."""

    def get_queryset(self) -> TenantQuerySet[M]:
        """Return the rows of the current organization."""
        return TenantQuerySet(self.model, using=self._db).in_organization()


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A reference to a row of the same organization.

    The constraint in the database is on ``(organization_id, id)`` and is made by ``kit.fences``, so a row can never
    point into another organization; Django's own single-column constraint would not see that.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave out the constraint flag, which is always the same."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class OrganizationKey(models.ForeignKey[Any, Any]):
    """The organization a row belongs to: the one in context when the row is made.

    Outside of any there is none, and the database refuses the row.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {
            "on_delete": models.CASCADE,
            "related_name": "+",
            "editable": False,
            "db_index": False,
        }
        super().__init__(*args, **kwargs)

    def get_default(self) -> uuid.UUID | None:
        """Return the organization in context."""
        return context.organization_id.get()

    def deconstruct(self) -> Any:
        """Leave out what is always the same."""
        name, path, args, kwargs = super().deconstruct()
        for constant in ("related_name", "editable", "db_index"):
            kwargs.pop(constant, None)
        return name, path, args, kwargs


class TenantModel(models.Model):
    """A row that belongs to exactly one organization."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = OrganizationKey("organizations.Organization", on_delete=models.CASCADE)

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
