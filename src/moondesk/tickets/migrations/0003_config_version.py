"""Statuses and categories count as an organization's setting-up too."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON tickets_status
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON tickets_category
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
"""


class Migration(migrations.Migration):
    """What pages keep of the workflow is dropped when it changes."""

    dependencies = [("tickets", "0002_fences"), ("organizations", "0003_config_version")]

    operations = [migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop)]
