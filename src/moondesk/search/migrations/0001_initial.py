"""How far the building of search is."""

import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences


class Migration(migrations.Migration):
    initial = True
    dependencies = [("organizations", "0006_watch_mails")]

    operations = [
        migrations.CreateModel(
            name="SearchBuild",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "before",
                    models.UUIDField(help_text="Tickets from this one on are done; empty at the start", null=True),
                ),
                ("built", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    moondesk.kit.tenancy.OrganizationKey(
                        on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organization",), name="search_build_once")],
            },
        ),
        fences.FenceTables(),
    ]
