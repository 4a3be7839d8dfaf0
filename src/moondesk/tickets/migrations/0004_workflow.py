"""An organization's own workflow: colours, whom a status waits for, retired statuses, and moves not open to everybody.

What there is keeps its meaning: until now the default waiting status waited for the customer, any other for others.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from moondesk.kit import fences

WAITS = """
ALTER TABLE tickets_status NO FORCE ROW LEVEL SECURITY;
UPDATE tickets_status SET waits_for = CASE WHEN is_default THEN 'customer' ELSE 'someone_else' END
WHERE stage = 'waiting';
ALTER TABLE tickets_status FORCE ROW LEVEL SECURITY;
"""
TRIGGER = """
CREATE TRIGGER config_changed AFTER INSERT OR UPDATE OR DELETE ON tickets_transition
FOR EACH STATEMENT EXECUTE FUNCTION organizations_config_changed();
"""


def _status_key():
    return moondesk.kit.tenancy.TenantForeignKey(
        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.status"
    )


def _own_fields():
    return [
        (
            "id",
            models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False),
        ),
        ("old", _status_key()),
        ("new", _status_key()),
        (
            "organization",
            moondesk.kit.tenancy.OrganizationKey(
                on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"
            ),
        ),
    ]


class Migration(migrations.Migration):
    """Columns that may be empty, and two small tables."""

    dependencies = [("organizations", "0004_department_times"), ("tickets", "0003_config_version")]

    operations = [
        migrations.AddField(
            model_name="status",
            name="colour",
            field=models.CharField(
                blank=True,
                default="",
                db_default="",
                help_text="Empty for the colour of its stage",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="status",
            name="waits_for",
            field=models.CharField(
                blank=True, default="", db_default="", help_text="Whom a waiting ticket waits for", max_length=12
            ),
        ),
        migrations.AddField(
            model_name="status",
            name="retired_at",
            field=models.DateTimeField(
                help_text="Since when no ticket can take it; its name stays in history", null=True
            ),
        ),
        migrations.RunSQL(WAITS, migrations.RunSQL.noop),
        migrations.AddField(model_name="ticket", name="close_warned_at", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="StatusMove",
            fields=[
                *_own_fields(),
                ("event_id", models.UUIDField()),
                ("total", models.PositiveIntegerField(default=0)),
                ("moved", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "-started_at"], name="status_move_latest")],
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                *_own_fields(),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["organization", "old", "new"], name="transition_once")],
            },
        ),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
        fences.FenceTables("StatusMove", "Transition"),
    ]
