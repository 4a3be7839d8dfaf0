"""The fences as PostgreSQL holds them, and that the check sees a hole in them."""

import pytest
from django.apps import apps

from moondesk.kit.tenancy import TenantForeignKey
from tests.guards.catalogue import Connection, fenced_columns, problems

SEALED = (
    "CREATE TABLE holes (id uuid PRIMARY KEY, organization_id uuid REFERENCES organizations_organization, "
    "UNIQUE (organization_id, id));"
    "ALTER TABLE holes OWNER TO moondesk_owner;"
    "GRANT SELECT ON holes TO moondesk_app;"
    "ALTER TABLE holes ENABLE ROW LEVEL SECURITY; ALTER TABLE holes FORCE ROW LEVEL SECURITY;"
    "CREATE POLICY organization ON holes USING "
    "(organization_id = (SELECT nullif(current_setting('moondesk.organization', true), '')::uuid)) WITH CHECK "
    "(organization_id = (SELECT nullif(current_setting('moondesk.organization', true), '')::uuid));"
)


def test_the_fences_have_no_hole(db: None, superuser: Connection) -> None:
    assert problems(superuser) == []


def test_every_reference_between_tenant_tables_carries_the_organization(db: None, superuser: Connection) -> None:
    wanted: dict[str, dict[str, str]] = {}
    held: dict[str, dict[str, str]] = {}
    for model in apps.get_models():
        references = {
            field.column: field.related_model._meta.db_table
            for field in model._meta.local_fields
            if isinstance(field, TenantForeignKey)
        }
        if references:
            wanted[model._meta.db_table] = references
            held[model._meta.db_table] = fenced_columns(superuser, model._meta.db_table)
    assert held == wanted
    assert "tickets_ticket" in wanted


def test_a_sealed_table_passes_the_check(db: None, superuser: Connection) -> None:
    with superuser.transaction(force_rollback=True):
        superuser.execute(SEALED)
        assert problems(superuser) == []


@pytest.mark.parametrize(
    ("hole", "found"),
    [
        ("CREATE TABLE open (id uuid PRIMARY KEY, organization_id uuid)", "open: row level security is not enabled"),
        (
            "CREATE TABLE plain (id int); ALTER TABLE plain OWNER TO moondesk_owner",
            "plain: row level security is not enabled",
        ),
        (SEALED + "ALTER TABLE holes DISABLE ROW LEVEL SECURITY", "holes: row level security is not enabled"),
        (SEALED + "ALTER TABLE holes NO FORCE ROW LEVEL SECURITY", "holes: row level security is not forced"),
        (SEALED + "DROP POLICY organization ON holes", "holes: 0 policies by organization instead of one"),
        (SEALED + "CREATE POLICY more ON holes USING (true)", "holes: 2 policies by organization instead of one"),
        (SEALED + "ALTER POLICY organization ON holes WITH CHECK (true)", "has WITH CHECK true"),
        (
            SEALED + "ALTER POLICY organization ON holes USING "
            "(current_setting('moondesk.organization', true) IS NULL OR true)",
            "has USING",
        ),
        (SEALED + "GRANT TRUNCATE ON holes TO moondesk_app", "moondesk_app holds TRUNCATE"),
        (SEALED + "GRANT REFERENCES ON holes TO moondesk_app", "moondesk_app holds REFERENCES"),
        (SEALED + "GRANT TRIGGER ON holes TO moondesk_app", "moondesk_app holds TRIGGER"),
        (SEALED + "GRANT SELECT ON holes TO PUBLIC", "PUBLIC holds SELECT"),
        (SEALED + "ALTER TABLE holes OWNER TO moondesk_app", "holes belongs to moondesk_app"),
        (
            SEALED + "ALTER TABLE holes ADD ticket uuid; ALTER TABLE tickets_ticket ADD CONSTRAINT t UNIQUE (id);"
            "ALTER TABLE holes ADD CONSTRAINT bare FOREIGN KEY (ticket) REFERENCES tickets_ticket (id)",
            "bare refers to tickets_ticket",
        ),
        ("ALTER TABLE tickets_status DROP CONSTRAINT tickets_status_fence CASCADE", "no key (organization_id, id)"),
        ("CREATE VIEW all_tickets AS SELECT * FROM tickets_ticket", "the view all_tickets reads past"),
        ("CREATE MATERIALIZED VIEW kept AS SELECT * FROM tickets_ticket", "the view kept reads past"),
        (
            "CREATE FUNCTION peep() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
            "the function peep() runs with its owner's rights",
        ),
        ("CREATE FUNCTION free() RETURNS int LANGUAGE sql AS 'SELECT 1'", "everybody may call the function free"),
        ("GRANT EXECUTE ON FUNCTION organization_ids TO PUBLIC", "everybody may call the function organization_ids"),
        ("ALTER FUNCTION organization_ids RESET search_path", "has no fixed search_path"),
        ("DROP FUNCTION organization_ids", "organization_ids of kit.crossings is missing"),
        ("GRANT SELECT (language) ON tickets_ticket TO moondesk_reader", "may SELECT tickets_ticket.language"),
        ("GRANT SELECT ON tickets_ticket TO moondesk_reader", "moondesk_reader holds SELECT"),
        ("GRANT CREATE ON SCHEMA public TO moondesk_app", "moondesk_app may create in the schema"),
        ("ALTER ROLE moondesk_app BYPASSRLS", "moondesk_app has powers"),
        ("GRANT moondesk_owner TO moondesk_app", "unexpected membership"),
    ],
)
def test_the_check_sees_a_hole(db: None, superuser: Connection, hole: str, found: str) -> None:
    with superuser.transaction(force_rollback=True):
        superuser.execute(hole)
        assert any(found in line for line in problems(superuser)), problems(superuser)
