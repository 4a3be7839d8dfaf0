"""Make the readers across organizations anew, for databases that were migrated before these changed."""

from django.db import migrations

from moondesk.kit import fences


class Migration(migrations.Migration):
    """The readers of now."""

    dependencies = [
        ("channels", "0003_sending_and_robots"),
        ("contacts", "0002_fences"),
        ("events", "0004_history_is_kept"),
        ("organizations", "0003_config_version"),
    ]

    operations = [fences.RecreateCrossings("cd93aff43bb6f063")]
