"""The colours of tags count as an organization's setting-up: pages keep them until one changes."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER config_changed AFTER UPDATE OR DELETE ON tickets_tag
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
"""


class Migration(migrations.Migration):
    """A new tag has no colour, so it changes nothing that is kept."""

    dependencies = [("tickets", "0010_life_indexes")]

    operations = [migrations.RunSQL(TRIGGER, "DROP TRIGGER config_changed ON tickets_tag")]
