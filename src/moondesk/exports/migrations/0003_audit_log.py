"""Exports of the audit log. A column with a default that the database knows: no rewrite."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("exports", "0002_chosen")]

    operations = [
        migrations.AddField(
            model_name="ticketexport",
            name="content",
            field=models.CharField(
                choices=[("tickets", "tickets"), ("audit", "audit")],
                db_default="tickets",
                default="tickets",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="ticketexport",
            name="total",
            field=models.PositiveIntegerField(help_text="Tickets or entries that fit when the work began", null=True),
        ),
    ]
