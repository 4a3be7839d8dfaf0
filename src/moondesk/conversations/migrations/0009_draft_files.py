"""Files that wait to be sent with what a member is writing."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column of a table that is fenced already; what is read through it is the member's own uploads."""

    dependencies = [("conversations", "0008_answers_index")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="file_ids",
            field=ArrayField(
                base_field=models.UUIDField(), db_default=[], default=list, help_text="The writer's unsent uploads"
            ),
        ),
    ]
