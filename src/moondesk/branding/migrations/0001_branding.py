"""The logo and the words of help pages, with their fence; a change raises the version of what pages keep."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences

TRIGGER = """
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON branding_branding
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
"""


class Migration(migrations.Migration):
    """One row of an organization."""

    initial = True
    dependencies = [("organizations", "0014_logo_mark")]

    operations = [
        migrations.CreateModel(
            name="Branding",
            fields=[
                ("id", models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("logo", models.BinaryField(null=True)),
                ("texts", models.JSONField(default=dict, help_text="By language: the heading and the welcome of the help pages")),
                ("links", models.JSONField(default=list, help_text="Links at the foot: an address, and a label by language")),
                ("updated_at", models.DateTimeField(default=moondesk.kit.clock.now)),
                ("organization", moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to="organizations.organization")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["organization"], name="branding_once")],
            },
        ),
        fences.FenceTables("Branding"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER config_changed ON branding_branding"),
    ]
