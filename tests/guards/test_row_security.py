"""Row level security as a query without any of our Python meets it: every tenant table, every way to have no tenant."""

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, models, transaction

from moondesk.kit import context, tenancy
from moondesk.kit.tenancy import NoOrganization, TenantForeignKey, TenantModel
from moondesk.organizations.models import Organization
from moondesk.tickets.models import Ticket
from tests.factories import FACTORIES
from tests.harness.people import Cast

TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantModel)]
SEALED_MODELS = [*TENANT_MODELS, Organization]
NOBODY: dict[str, str | None] = {
    "unset": None,
    "empty": "",
    "garbage": "not-a-uuid",
    "a deleted one": "01980000-0000-7000-8000-000000000000",
    "quotes": "' OR true --",
}


def name_of(model: type[models.Model]) -> str:
    return model._meta.db_table


@pytest.fixture
def full(cast: Cast) -> Cast:
    """A row of every tenant model in acme, which the factories of the models make."""
    with tenancy.organization(cast.acme.pk):
        for model in TENANT_MODELS:
            FACTORIES[model]()
    return cast


def become(setting: str | None) -> None:
    with connection.cursor() as cursor:
        if setting is None:
            cursor.execute("SELECT set_config('moondesk.organization', NULL, true)")
        else:
            cursor.execute("SELECT set_config('moondesk.organization', %s, true)", [setting])


def run(statement: str, values: list[Any] | None = None) -> int:
    """Run SQL as the application; return how many rows it met, or raise what PostgreSQL raises."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def met(statement: str, values: list[Any] | None = None) -> int:
    """Return how many rows a statement met; an error about the setting, or a right nobody has, met none."""
    try:
        return run(statement, values)
    except DatabaseError as error:
        allowed = (psycopg.errors.InvalidTextRepresentation, psycopg.errors.InsufficientPrivilege)
        assert isinstance(error.__cause__, allowed), error
        return 0


@pytest.mark.parametrize("who", [*NOBODY, "another"])
def test_nobody_meets_a_row_of_acme(full: Cast, who: str) -> None:
    for model in SEALED_MODELS:
        table = name_of(model)
        become(str(full.acme.pk))
        key = "id" if model is Organization else "organization_id"
        assert run(f'SELECT 1 FROM "{table}" WHERE {key} = %s', [full.acme.pk]) > 0, table
        become(str(full.globex.pk) if who == "another" else NOBODY[who])
        assert met(f'SELECT 1 FROM "{table}" WHERE {key} = %s', [full.acme.pk]) == 0, table
        assert met(f'UPDATE "{table}" SET id = id WHERE {key} = %s', [full.acme.pk]) == 0, table
        assert met(f'DELETE FROM "{table}" WHERE {key} = %s', [full.acme.pk]) == 0, table
        if who != "another":
            assert met(f'SELECT 1 FROM "{table}"') == 0, table


@pytest.mark.parametrize("who", [*NOBODY, "another"])
def test_nobody_writes_a_row_into_acme(full: Cast, who: str) -> None:
    for model in SEALED_MODELS:
        table = name_of(model)
        become(str(full.acme.pk))
        columns = ", ".join(f'"{field.column}"' for field in model._meta.local_fields if field.column != "id")
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE TEMPORARY TABLE "copy_{table}" ON COMMIT DROP AS SELECT * FROM "{table}" LIMIT 1')
        become(str(full.globex.pk) if who == "another" else NOBODY[who])
        with pytest.raises(Exception, match=r"row-level security|invalid input syntax for type uuid"):
            run(f'INSERT INTO "{table}" (id, {columns}) SELECT %s, {columns} FROM "copy_{table}"', [uuid.uuid4()])


def test_a_row_cannot_be_moved_to_another_organization(full: Cast) -> None:
    for model in TENANT_MODELS:
        become(str(full.acme.pk))
        with pytest.raises(ProgrammingError, match=r"row-level security|permission denied for table events_event"):
            run(f'UPDATE "{name_of(model)}" SET organization_id = %s', [full.globex.pk])


REFERENCES = [
    (model, field)
    for model in TENANT_MODELS
    for field in model._meta.local_fields
    if isinstance(field, TenantForeignKey)
]


EITHER_OR = {("MessageVote", "contact"): "member_id"}
"""A reference that a row has only if it has not another one, which would be refused before the reference is."""


def test_a_row_cannot_point_into_another_organization(full: Cast) -> None:
    """The answer is the same for a row of somebody else's as for one that does not exist."""
    for model, field in REFERENCES:
        target = name_of(field.related_model)
        with tenancy.organization(full.globex.pk):
            foreign = FACTORIES[field.related_model]().pk
        other = EITHER_OR.get((model.__name__, field.name))
        without = f', "{other}" = NULL' if other else ""
        for wanted in (foreign, uuid.uuid4()):
            become(str(full.acme.pk))
            with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f'UPDATE "{name_of(model)}" SET "{field.column}" = %s{without} WHERE id = '
                    f'(SELECT id FROM "{name_of(model)}" LIMIT 1)',
                    [wanted],
                )
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            assert f'is not present in table "{target}"' in str(caught.value), (model, field)


@pytest.mark.django_db(transaction=True)
def test_the_setting_ends_with_the_transaction(application: "psycopg.Connection[tuple[Any, ...]]") -> None:
    from tests.harness.people import make_cast

    cast = make_cast()
    for _round in range(2):
        with application.transaction():
            application.execute("SELECT set_config('moondesk.organization', %s, true)", [str(cast.acme.pk)])
            assert application.execute("SELECT count(*) FROM tickets_ticket").fetchone() == (2,)
        assert application.execute("SELECT count(*) FROM tickets_ticket").fetchone() == (0,)
    with pytest.raises(psycopg.errors.DivisionByZero), application.transaction():
        application.execute("SELECT set_config('moondesk.organization', %s, true)", [str(cast.acme.pk)])
        application.execute("SELECT 1 / 0")
    assert application.execute("SELECT count(*) FROM tickets_ticket").fetchone() == (0,)


def test_one_plan_serves_many_organizations(full: Cast) -> None:
    """A cached plan must read the setting anew: prepared statements live as long as the pooled connection."""
    with connection.cursor() as cursor:
        cursor.execute("PREPARE all_tickets AS SELECT count(*) FROM tickets_ticket")
        counts = []
        for organization in [full.acme, full.globex] * 6:
            become(str(organization.pk))
            cursor.execute("EXECUTE all_tickets")
            counts.append(cursor.fetchone()[0])
        cursor.execute("DEALLOCATE all_tickets")
    assert counts[1::2] == [1] * 6
    assert len(set(counts[::2])) == 1
    assert counts[0] > 1


@pytest.mark.parametrize("statement", [
    "TRUNCATE tickets_ticket", "ALTER TABLE tickets_ticket DISABLE ROW LEVEL SECURITY",
    "DROP POLICY organization ON tickets_ticket", "CREATE TABLE mine (id int)", "SET ROLE moondesk_owner",
    "SET ROLE moondesk_reader", "SET SESSION AUTHORIZATION postgres", "COPY tickets_ticket TO PROGRAM 'cat'",
    "CREATE TRIGGER t AFTER INSERT ON tickets_ticket EXECUTE FUNCTION tickets_count()",
    "DELETE FROM django_migrations"])  # fmt: skip
def test_the_application_cannot_open_the_fence(db: None, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner|must be|denied"):
        run(statement)


def test_row_security_cannot_be_switched_off_for_a_session(full: Cast) -> None:
    become(None)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")
        with pytest.raises(ProgrammingError, match="would be affected by row-level security"), transaction.atomic():
            cursor.execute("SELECT count(*) FROM tickets_ticket")
        cursor.execute("SET LOCAL row_security = on")


class TestThePythonFence:
    """The fence that speaks up before PostgreSQL has to hide anything."""

    def test_every_tenant_model_raises_outside_of_an_organization(self, full: Cast) -> None:
        for model in TENANT_MODELS:
            for ask in (
                lambda manager: manager.count(),
                lambda manager: manager.all(),
                lambda manager: manager.filter(pk=uuid.uuid4()).delete(),
            ):
                with pytest.raises(NoOrganization):
                    ask(model._default_manager)
                with pytest.raises(NoOrganization):
                    ask(model._base_manager)

    def test_a_new_row_has_no_organization_outside_of_one(self, cast: Cast) -> None:
        from moondesk.contacts.models import Company

        with pytest.raises((IntegrityError, ProgrammingError, NoOrganization)), transaction.atomic():
            Company.objects.create(name="Nobody's")

    def test_a_thread_does_not_inherit_the_organization(self, in_acme: Cast) -> None:
        import threading

        seen: list[Any] = []
        thread = threading.Thread(target=lambda: seen.append(context.organization_id.get()))
        thread.start()
        thread.join()
        assert seen == [None]

    def test_a_generator_read_too_late_raises(self, cast: Cast) -> None:
        def lines() -> Iterator[str]:
            for ticket in Ticket.objects.all():
                yield ticket.subject

        with tenancy.organization(cast.acme.pk):
            late = lines()
        with pytest.raises(NoOrganization):
            next(late)

    def test_a_query_made_inside_and_read_outside_meets_nothing(self, cast: Cast) -> None:
        with tenancy.organization(cast.acme.pk):
            tickets = Ticket.objects.all()
        assert list(tickets) == []

    def test_nested_organizations_restore_the_outer_one(self, cast: Cast) -> None:
        with tenancy.organization(cast.acme.pk):
            with tenancy.organization(cast.globex.pk):
                assert Ticket.objects.get() == cast.foreign_ticket
            assert Ticket.objects.count() == 2
            with pytest.raises(RuntimeError, match="inside"), tenancy.organization(cast.globex.pk):
                raise RuntimeError("inside")
            assert Ticket.objects.count() == 2
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('moondesk.organization', true)")
            assert cursor.fetchone() == ("",)
