"""Merged tickets go on in another one, and tickets are linked. A merged ticket is in no count and no queue."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import moondesk.kit.clock
import moondesk.kit.ids
from moondesk.kit import fences
from moondesk.kit.tenancy import OrganizationKey, TenantForeignKey

COUNTED = """
CREATE OR REPLACE FUNCTION tickets_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL AND OLD.merged_into_id IS NULL THEN
        INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, tickets)
        VALUES (gen_random_uuid(), OLD.organization_id, OLD.department_id, OLD.assignee_id,
            CASE WHEN OLD.snoozed_at IS NULL THEN OLD.stage ELSE 'snoozed' END, -1);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NEW.merged_into_id IS NULL THEN
        INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, tickets)
        VALUES (gen_random_uuid(), NEW.organization_id, NEW.department_id, NEW.assignee_id,
            CASE WHEN NEW.snoozed_at IS NULL THEN NEW.stage ELSE 'snoozed' END, 1);
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER count_moved ON tickets_ticket;
CREATE TRIGGER count_moved
AFTER UPDATE OF stage, department_id, assignee_id, deleted_at, snoozed_at, merged_into_id ON tickets_ticket
FOR EACH ROW WHEN (
    (OLD.stage, OLD.department_id, OLD.assignee_id, OLD.deleted_at IS NULL, OLD.snoozed_at IS NULL,
        OLD.merged_into_id IS NULL)
    IS DISTINCT FROM
    (NEW.stage, NEW.department_id, NEW.assignee_id, NEW.deleted_at IS NULL, NEW.snoozed_at IS NULL,
        NEW.merged_into_id IS NULL))
EXECUTE FUNCTION tickets_count();
"""


def _key(**options):
    return TenantForeignKey(
        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket", **options
    )


def _own():
    return [
        ("id", models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
        (
            "organization",
            OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to="organizations.organization"),
        ),
    ]


class Migration(migrations.Migration):
    """Two columns, two tables, and the counts."""

    dependencies = [("organizations", "0005_undo_seconds"), ("tickets", "0011_tag_colours")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="merged_into",
            field=TenantForeignKey(
                db_index=False,
                help_text="Where it goes on",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="tickets.ticket",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="merged_count",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text="How many go on in this one"),
        ),
        migrations.RunSQL(
            fences.reference_sql("tickets_ticket", "merged_into_id", "tickets_ticket"), migrations.RunSQL.noop
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                *_own(),
                ("ticket", _key()),
                ("into", _key()),
                ("merged_by", models.CharField(max_length=254)),
                ("merged_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "into"], name="merge_into")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_at=None), fields=("organization", "ticket"), name="merge_once"
                    ),
                    models.CheckConstraint(condition=~Q(ticket=F("into")), name="merge_into_another"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketLink",
            fields=[
                *_own(),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("relates_to", "RELATES"),
                            ("duplicates", "DUPLICATES"),
                            ("blocks", "BLOCKS"),
                            ("parent_of", "PARENT"),
                            ("causes", "CAUSES"),
                        ],
                        max_length=12,
                    ),
                ),
                ("first", _key()),
                ("second", _key()),
                ("made_by", models.CharField(max_length=254)),
                ("made_at", models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "second"], name="ticket_link_second")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "first", "second", "kind"), name="ticket_link_once"
                    ),
                    models.CheckConstraint(condition=~Q(first=F("second")), name="ticket_link_to_another"),
                ],
            },
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        fences.FenceTables("Merge", "TicketLink"),
    ]
