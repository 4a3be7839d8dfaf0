"""A number for saved views alone: one's own view changes nothing for the pages of everybody else."""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION organizations_views_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organizations_organization SET views_version = nextval('organizations_config_versions')
    WHERE id = nullif(current_setting('moondesk.organization', true), '')::uuid;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """One column with a constant for all rows, so that none is written, and what raises it."""

    dependencies = [("organizations", "0006_watch_mails")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="views_version",
            field=models.BigIntegerField(default=1, db_default=1, editable=False),
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION organizations_views_changed()"),
    ]
