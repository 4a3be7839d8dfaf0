"""Domains that organizations proved to be theirs."""

import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("channels", "0021_ignored_bytes"),
        ("organizations", "0007_views_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProvenDomain",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("domain", models.CharField(max_length=253)),
                ("proven_at", models.DateTimeField(default=moondesk.kit.clock.now)),
                (
                    "organization",
                    moondesk.kit.tenancy.OrganizationKey(
                        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "domain"), name="proven_domain_once")
                ],
            },
        ),
        fences.FenceTables("ProvenDomain"),
    ]
