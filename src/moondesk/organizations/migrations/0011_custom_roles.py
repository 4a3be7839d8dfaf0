"""The roles that organizations make themselves, with their fence; a change of one raises the version of what is kept."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences

_WORDS = models.CharField(max_length=60)
TRIGGER = """
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON organizations_customrole
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
"""


class Migration(migrations.Migration):
    """Custom roles."""

    dependencies = [("organizations", "0010_invitation_places")]

    operations = [
        migrations.CreateModel(
            name="CustomRole",
            fields=[
                ("id", models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("key", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=60)),
                ("description", models.CharField(blank=True, max_length=200)),
                ("inherits", models.CharField(max_length=40)),
                ("adds", django.contrib.postgres.fields.ArrayField(base_field=_WORDS, blank=True, default=list, size=None)),
                ("removes", django.contrib.postgres.fields.ArrayField(base_field=_WORDS, blank=True, default=list, size=None)),
                ("created_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(default=moondesk.kit.clock.now)),
                ("organization", moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to="organizations.organization")),
            ],
            options={
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=["organization", "key"], name="custom_role_key"),
                    models.UniqueConstraint("organization", django.db.models.functions.text.Lower("name"), name="custom_role_name"),
                ],
            },
        ),
        fences.FenceTables("CustomRole"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER config_changed ON organizations_customrole"),
    ]
