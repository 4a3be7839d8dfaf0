"""The readers across organizations in a migrated database are those of the source; a change comes with a migration."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from moondesk.kit import crossings
from moondesk.kit.crossings import CROSSINGS, READER, Crossing
from moondesk.kit.fences import RecreateCrossings
from tests.guards.catalogue import Connection, problems

pytestmark = pytest.mark.django_db
MADE = "DROP FUNCTION organization_ids(); CREATE FUNCTION organization_ids()"
HOW = "LANGUAGE sql STABLE SECURITY DEFINER"


def bodies(superuser: Connection) -> dict[str, str]:
    """Return what the functions of the reader do in the database."""
    rows = superuser.execute("SELECT proname, prosrc FROM pg_proc WHERE proowner = %s::regrole", [READER])
    return {name: source.strip() for name, source in rows}


def present(superuser: Connection) -> set[tuple[str, str]]:
    """Return the columns of the database."""
    rows = superuser.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    return {(row[0], row[1]) for row in rows}


def test_the_database_has_the_functions_of_the_source(superuser: Connection) -> None:
    assert bodies(superuser) == {crossing.name: crossing.body for crossing in CROSSINGS}


def test_the_last_migration_that_makes_them_was_written_for_this_source() -> None:
    """When this fails, add a migration with ``fences.RecreateCrossings`` and the digest of now."""
    loader = MigrationLoader(connection)
    plan = {key: at for at, key in enumerate(loader.graph._generate_plan(loader.graph.leaf_nodes(), True))}
    written = [
        (plan[key], operation.digest)
        for key, migration in loader.disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, RecreateCrossings)
    ]
    assert max(written)[1] == crossings.digest()


def test_a_change_of_the_source_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    before = crossings.digest()
    first, *others = CROSSINGS
    changed = Crossing(first.name, first.arguments, first.returns, f"{first.body} LIMIT 1", first.reads)
    monkeypatch.setattr(crossings, "CROSSINGS", (changed, *others))
    assert crossings.digest() != before


@pytest.mark.parametrize(
    "old",
    [
        f"{MADE} RETURNS TABLE (id uuid) {HOW} SET search_path = public AS 'SELECT id FROM organizations_organization'",
        f"{MADE} RETURNS TABLE (id uuid, name text) {HOW} AS 'SELECT id, name FROM organizations_organization'",
        f"GRANT SELECT (mail_key) ON organizations_organization TO {READER}",
        f"GRANT SELECT ON organizations_apitoken TO {READER}",
        "DROP FUNCTION organization_ids()",
    ],
)
def test_an_older_database_gets_those_of_now(superuser: Connection, old: str) -> None:
    with superuser.transaction(force_rollback=True):
        superuser.execute(old)
        assert problems(superuser)
        for statement in crossings.recreate_sql(present(superuser)):
            superuser.execute(statement)
        superuser.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO moondesk_app")
        assert problems(superuser) == []
        assert bodies(superuser) == {crossing.name: crossing.body for crossing in CROSSINGS}


def test_readers_of_tables_that_come_later_are_left_to_later_migrations(superuser: Connection) -> None:
    columns = {pair for pair in present(superuser) if pair != ("contacts_contact", "user_id")}
    statements = "\n".join(crossings.recreate_sql(columns))
    assert "FUNCTION organization_ids(" in statements
    assert "portals_of" not in statements
