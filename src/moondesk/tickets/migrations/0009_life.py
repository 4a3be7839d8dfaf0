"""Snoozed tickets, which count apart from all others, reminders, and tags as rows of their own."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


COUNT = """
CREATE OR REPLACE FUNCTION tickets_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL THEN
        INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, tickets)
        VALUES (gen_random_uuid(), OLD.organization_id, OLD.department_id, OLD.assignee_id,
            CASE WHEN OLD.snoozed_at IS NULL THEN OLD.stage ELSE 'snoozed' END, -1);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN
        INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, tickets)
        VALUES (gen_random_uuid(), NEW.organization_id, NEW.department_id, NEW.assignee_id,
            CASE WHEN NEW.snoozed_at IS NULL THEN NEW.stage ELSE 'snoozed' END, 1);
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER count_moved ON tickets_ticket;
CREATE TRIGGER count_moved AFTER UPDATE OF stage, department_id, assignee_id, deleted_at, snoozed_at ON tickets_ticket
FOR EACH ROW WHEN (
    (OLD.stage, OLD.department_id, OLD.assignee_id, OLD.deleted_at IS NULL, OLD.snoozed_at IS NULL)
    IS DISTINCT FROM (NEW.stage, NEW.department_id, NEW.assignee_id, NEW.deleted_at IS NULL, NEW.snoozed_at IS NULL))
EXECUTE FUNCTION tickets_count();
"""
BEFORE = """
CREATE OR REPLACE FUNCTION tickets_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL THEN
        INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, tickets)
        VALUES (gen_random_uuid(), OLD.organization_id, OLD.department_id, OLD.assignee_id, OLD.stage, -1);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN
        INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, tickets)
        VALUES (gen_random_uuid(), NEW.organization_id, NEW.department_id, NEW.assignee_id, NEW.stage, 1);
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER count_moved ON tickets_ticket;
CREATE TRIGGER count_moved AFTER UPDATE OF stage, department_id, assignee_id, deleted_at ON tickets_ticket
FOR EACH ROW WHEN (
    (OLD.stage, OLD.department_id, OLD.assignee_id, OLD.deleted_at IS NULL)
    IS DISTINCT FROM (NEW.stage, NEW.department_id, NEW.assignee_id, NEW.deleted_at IS NULL))
EXECUTE FUNCTION tickets_count();
"""


class Migration(migrations.Migration):
    """Snoozing, reminders, tags."""

    dependencies = [
        ('organizations', '0005_undo_seconds'),
        ('tickets', '0008_fields'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='snoozed_at',
            field=models.DateTimeField(help_text='Since when it is put aside', null=True),
        ),
        migrations.AddField(
            model_name='ticket',
            name='snoozed_until',
            field=models.DateTimeField(help_text='Empty while snoozed: until the customer writes', null=True),
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('colour', models.CharField(blank=True, default='', help_text='Empty for none', max_length=12)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='TagMove',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('old', models.CharField(max_length=40)),
                ('event_id', models.UUIDField()),
                ('moved', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('finished_at', models.DateTimeField(null=True)),
                ('new', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.tag')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('told_at', models.DateTimeField(null=True)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('ticket', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='tickets.ticket')),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'ticket', 'at'], name='reminder_ticket'), models.Index(condition=models.Q(('told_at', None)), fields=['organization', 'at'], name='reminder_due')],
            },
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(fields=('organization', 'name'), name='tag_name'),
        ),
        migrations.AddIndex(
            model_name='tagmove',
            index=models.Index(fields=['organization', '-started_at'], name='tag_move_latest'),
        ),
        migrations.RunSQL(COUNT, BEFORE),
        fences.FenceTables("Reminder", "Tag", "TagMove"),
    ]
