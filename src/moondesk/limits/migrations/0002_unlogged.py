"""Counts need not survive a crash."""

from django.db import migrations


class Migration(migrations.Migration):
    """Unlogged counts."""

    dependencies = [("limits", "0001_initial")]

    operations = [
        migrations.RunSQL("ALTER TABLE limits_window SET UNLOGGED", migrations.RunSQL.noop),
    ]
