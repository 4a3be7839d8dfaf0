"""How organizations ask their customers whether the answers helped."""

import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("channels", "0023_domains_of_organizations"),
        ("organizations", "0007_views_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="SurveyAsking",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_on", models.BooleanField(default=False)),
                ("hours", models.PositiveSmallIntegerField(default=24)),
                (
                    "organization",
                    moondesk.kit.tenancy.OrganizationKey(
                        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organization",), name="survey_asking_once")],
            },
        ),
        fences.FenceTables("SurveyAsking"),
    ]
