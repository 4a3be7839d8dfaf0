"""Contacts who got single replies and are not kept in copy."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, filled by its default."""

    dependencies = [("tickets", "0016_attention_behind_fences")]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="in_copy",
            field=models.BooleanField(
                db_default=True, default=True, help_text="Gets every reply, not only single ones"
            ),
        ),
    ]
