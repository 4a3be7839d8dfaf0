"""A number that changes whenever something that pages keep is changed, so that nothing kept is ever stale.

It comes from a sequence, which never gives a number twice, also when the change is rolled back.
"""

from django.db import migrations, models

TRIGGERS = """
CREATE SEQUENCE organizations_config_versions START 2;
CREATE FUNCTION organizations_config_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organizations_organization SET config_version = nextval('organizations_config_versions')
    WHERE id = nullif(current_setting('moondesk.organization', true), '')::uuid;
    RETURN NULL;
END $$;
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON organizations_department
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON organizations_member
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON organizations_memberdepartment
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
"""


class Migration(migrations.Migration):
    """The version of an organization's own setting-up."""

    dependencies = [("organizations", "0002_fences")]

    operations = [
        migrations.AddField("organization", "config_version", models.BigIntegerField(default=1, editable=False)),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
