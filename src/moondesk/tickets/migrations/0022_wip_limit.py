"""How many tickets the column of a status should hold on a board."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty: no row is written."""

    dependencies = [("tickets", "0021_search_indexes")]

    operations = [
        migrations.AddField(
            model_name="status",
            name="wip_limit",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How many tickets a board says it should hold; more are told, not refused",
                null=True,
            ),
        )
    ]
