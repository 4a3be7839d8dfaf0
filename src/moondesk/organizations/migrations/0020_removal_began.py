"""A removal that began is written down, and the end of an organization may move away."""

from django.db import migrations, models

WHEN = """
DROP TRIGGER deletion_waits ON organizations_organization;
CREATE TRIGGER deletion_waits BEFORE UPDATE OF deletion_due_at ON organizations_organization
FOR EACH ROW WHEN (NEW.deletion_due_at IS DISTINCT FROM OLD.deletion_due_at
    AND NEW.deletion_due_at < clock_timestamp() + interval '29 days'{})
EXECUTE FUNCTION organizations_deletion_waits();
"""


class Migration(migrations.Migration):
    """A column that is empty, and a trigger that still lets nobody bring the end nearer."""

    dependencies = [("organizations", "0019_help_domain")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="removal_began_at",
            field=models.DateTimeField(
                editable=False, help_text="Since when its rows are being removed: from then on nobody keeps it", null=True
            ),
        ),
        migrations.RunSQL(
            WHEN.format("\n    AND (OLD.deletion_due_at IS NULL OR NEW.deletion_due_at < OLD.deletion_due_at)"),
            WHEN.format(""),
        ),
    ]
