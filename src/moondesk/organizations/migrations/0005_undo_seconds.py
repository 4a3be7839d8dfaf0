"""How long a reply written at the desk can be undone before it goes out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One number with a default."""

    dependencies = [("organizations", "0004_department_times")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="undo_seconds",
            field=models.PositiveSmallIntegerField(
                default=30, db_default=30, help_text="How long a reply is held before it goes out; 0 sends at once"
            ),
        ),
    ]
