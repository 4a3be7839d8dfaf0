"""The readers across organizations do what they say for whoever calls them, and nothing else."""

import pytest
from django.db import connection

from moondesk.kit import tenancy
from moondesk.organizations.queries import organization_id_of
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_a_temporary_table_cannot_stand_in_for_a_real_one(cast: Cast) -> None:
    """One who can run SQL as the application must not run it as the reader, who sees columns of every organization."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.members() RETURNS SETOF text LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN QUERY SELECT user_id::text FROM public.organizations_member; END $$"
        )
        cursor.execute(
            "CREATE TEMPORARY VIEW organizations_organization AS SELECT gen_random_uuid() AS id, "
            "(SELECT string_agg(x, ',') FROM pg_temp.members() x) AS slug"
        )
        cursor.execute("GRANT ALL ON pg_temp.organizations_organization TO PUBLIC")
    assert organization_id_of("acme") == cast.acme.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organization_ids()")
        assert cursor.fetchone()[0] >= 2
    with tenancy.organization(cast.globex.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_temp.members()")
        assert cursor.fetchone()[0] == 1
