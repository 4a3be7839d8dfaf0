"""Each member's own order and pins of views, their fence, and what tells pages that they changed.

Of the column of pins only the help changes: no rewrite.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences

TRIGGER = """
CREATE TRIGGER views_changed AFTER INSERT OR UPDATE OR DELETE ON views_ownplaces
FOR EACH STATEMENT EXECUTE FUNCTION organizations_views_changed();
"""


class Migration(migrations.Migration):
    """One row for each member who chose something."""

    dependencies = [
        ("organizations", "0007_views_version"),
        ("views", "0003_own_version"),
    ]

    operations = [
        migrations.AlterField(
            model_name="savedview",
            name="pinned",
            field=models.BooleanField(
                default=True, help_text="Whether it stands in the rail of all who chose nothing else"
            ),
        ),
        migrations.CreateModel(
            name="OwnPlaces",
            fields=[
                ("id", models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("order", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list)),
                ("pinned", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list)),
                ("unpinned", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list)),
                ("member", moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.member")),
                ("organization", moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to="organizations.organization")),
            ],
            options={
                "verbose_name_plural": "own places",
                "constraints": [models.UniqueConstraint(fields=("organization", "member"), name="own_places_once")],
            },
        ),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
        fences.FenceTables("OwnPlaces"),
    ]
