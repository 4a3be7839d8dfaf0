"""Who has a change taken back. Columns that are empty, or a constant, for what there is: no rewrite."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns."""

    dependencies = [("bulk", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="bulkchange",
            name="undo_member",
            field=models.UUIDField(help_text="The member who has it taken back", null=True),
        ),
        migrations.AddField(
            model_name="bulkchange",
            name="undo_token",
            field=models.UUIDField(help_text="The API token that has it taken back", null=True),
        ),
        migrations.AddField(
            model_name="bulkchange",
            name="undo_door",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
    ]
