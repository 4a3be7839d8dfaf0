"""Seal the first tables of organizations."""

from django.db import migrations

from moondesk.kit import fences


SEAL_ORGANIZATION = fences.policy_sql("organizations_organization", "id")


class Migration(migrations.Migration):
    """The fences of organizations."""

    dependencies = [("organizations", "0001_initial")]

    operations = [
        *[migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in SEAL_ORGANIZATION],
        fences.FenceTables(),
        fences.CreateCrossing("organization_by_slug"),
        fences.CreateCrossing("organization_ids"),
        fences.CreateCrossing("memberships_of"),
        fences.CreateCrossing("token_by_digest"),
    ]
