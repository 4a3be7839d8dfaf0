"""With which features new organizations begin."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table with one row, of the installation and of no organization."""

    dependencies = [("organizations", "0026_features_off")]

    operations = [
        migrations.CreateModel(
            name="StartingFeatures",
            fields=[
                ("id", models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                (
                    "off",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="starting_features_once"),
                ],
            },
        ),
    ]
