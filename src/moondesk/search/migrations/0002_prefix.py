"""With which prefix numbers were written. A column with a constant: no rewrite."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="searchbuild",
            name="prefix",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Of the numbers that were written; empty: any",
                max_length=6,
            ),
        ),
    ]
