"""Views raise a number of their own: a page looks again as a whole only when the organization is set up otherwise."""

from django.db import migrations

_TRIGGER = """
DROP TRIGGER {old} ON views_savedview;
CREATE TRIGGER {new} AFTER INSERT OR UPDATE OR DELETE ON views_savedview
FOR EACH STATEMENT EXECUTE FUNCTION organizations_{new}();
"""


class Migration(migrations.Migration):
    """Another trigger in place of the one before."""

    dependencies = [("views", "0002_list_look"), ("organizations", "0007_views_version")]

    operations = [
        migrations.RunSQL(
            _TRIGGER.format(old="config_changed", new="views_changed"),
            _TRIGGER.format(old="views_changed", new="config_changed"),
        ),
    ]
