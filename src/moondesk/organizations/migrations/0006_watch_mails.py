"""Of which news on watched tickets a member is told by mail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, filled by its default."""

    dependencies = [("organizations", "0005_undo_seconds")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="watch_mails",
            field=models.CharField(
                db_default="all",
                default="all",
                help_text="Of which news on watched tickets mails tell",
                max_length=8,
            ),
        ),
    ]
