"""The domain of the help pages, and when the record of a proven domain was looked for last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns, empty or filled by their default."""

    dependencies = [("organizations", "0018_own_tokens")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="help_domain",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="The proven domain that links to the help pages lead to; empty for the installation's own",
                max_length=253,
            ),
        ),
        migrations.AddField(
            model_name="provendomain",
            name="checked_at",
            field=models.DateTimeField(help_text="When the record was looked for last", null=True),
        ),
        migrations.AddField(
            model_name="provendomain",
            name="missing_since",
            field=models.DateTimeField(help_text="Since when the record is not in DNS any more", null=True),
        ),
    ]
