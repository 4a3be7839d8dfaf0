"""Row level security as migration operations: the fence that holds when a query forgets the organization.

Every tenant table gets: forced row level security, one policy for reading and writing the current organization's
rows, a key ``(organization_id, id)``, and composite foreign keys to it.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from moondesk.kit.crossings import CROSSINGS, recreate_sql
from moondesk.kit.tenancy import SETTING, TenantForeignKey

CURRENT = f"(SELECT nullif(current_setting('{SETTING}', true), '')::uuid)"
"""SQL: the current organization's id, evaluated once a statement; null when unset, and null matches no row."""


def policy_sql(table: str, column: str = "organization_id") -> list[str]:
    """Return the statements that seal ``table`` by ``column``."""
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY organization ON "{table}" USING ("{column}" = {CURRENT}) WITH CHECK ("{column}" = {CURRENT})',
    ]


def _tenant_models(state: ProjectState, app_label: str) -> Iterator[type[models.Model]]:
    for model in state.apps.get_models():
        names = {field.name for field in model._meta.local_fields}
        if model._meta.app_label == app_label and "organization" in names:
            yield model


def _references(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    for field in model._meta.local_fields:
        if isinstance(field, TenantForeignKey):
            yield field.column, field.related_model._meta.db_table


def reference_sql(table: str, column: str, target: str) -> str:
    """Return the statement that makes ``column`` point only to rows of ``target`` in the same organization."""
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_fence" FOREIGN KEY (organization_id, "{column}") '
        f'REFERENCES "{target}" (organization_id, id) DEFERRABLE INITIALLY DEFERRED'
    )


class FenceTables(Operation):
    """Seal the tenant tables ``names`` of the app, or all of them; the last operation of a migration that adds any."""

    reversible = True

    def __init__(self, *names: str) -> None:
        self.names = {name.lower() for name in names}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in Django's picture: the fence is the database's own."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create keys first, then references and policies."""
        chosen = [
            model
            for model in _tenant_models(to_state, app_label)
            if not self.names or model._meta.model_name in self.names
        ]
        for model in chosen:
            table = model._meta.db_table
            schema_editor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_fence" UNIQUE (organization_id, id)')
        for model in chosen:
            table = model._meta.db_table
            for column, target in _references(model):
                schema_editor.execute(reference_sql(table, column, target))
            for statement in policy_sql(table):
                schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Do nothing: dropping the table drops its fence."""

    def describe(self) -> str:
        """Return what ``migrate`` prints."""
        return "Seal the tenant tables by row level security"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write this operation in a migration."""
        return self.__class__.__name__, sorted(self.names), {}


def _columns(schema_editor: BaseDatabaseSchemaEditor) -> set[tuple[str, str]]:
    """Return the (table, column) pairs of the database as it is now."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
        return {(table, column) for table, column in cursor.fetchall()}


class CreateCrossing(Operation):
    """Create one of the readers across organizations of ``kit.crossings``, by its name."""

    reversible = True

    def __init__(self, name: str) -> None:
        self.name = name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in Django's picture."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the function, its column grants and its policies.

        One that reads by now what a later migration makes is left to the ``RecreateCrossings`` after that.
        """
        crossing = next(crossing for crossing in CROSSINGS if crossing.name == self.name)
        if crossing.is_possible(_columns(schema_editor)):
            for statement in crossing.create_sql():
                schema_editor.execute(statement, None)  # without parameters an operator may have a %

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the function; its grants go with the table."""
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}")

    def describe(self) -> str:
        """Return what ``migrate`` prints."""
        return f"Create the reader across organizations {self.name}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write this operation in a migration."""
        return self.__class__.__name__, [self.name], {}


class RecreateCrossings(Operation):
    """Make all readers across organizations anew, as ``kit.crossings`` has them now.

    A database that was migrated before one of them changed gets the change by this. ``digest`` is that of the source
    for which the migration was written; a guard compares the latest one with the source.
    """

    reversible = True

    def __init__(self, digest: str) -> None:
        self.digest = digest

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in Django's picture."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop and create each whose tables there are; a later migration makes those of later tables."""
        for statement in recreate_sql(_columns(schema_editor)):
            schema_editor.execute(statement, None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Do nothing: the functions of now serve the code before."""

    def describe(self) -> str:
        """Return what ``migrate`` prints."""
        return "Make the readers across organizations anew"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write this operation in a migration."""
        return self.__class__.__name__, [self.digest], {}
