"""Counts of departments beside those of assignees, so that reading them costs the same with ten agents and a thousand."""

from importlib import import_module

from django.db import migrations, models

COUNTED = """
CREATE OR REPLACE FUNCTION tickets_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL AND OLD.merged_into_id IS NULL THEN
        INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, whole, tickets)
        SELECT gen_random_uuid(), OLD.organization_id, OLD.department_id, one.assignee,
            CASE WHEN OLD.snoozed_at IS NULL THEN OLD.stage ELSE 'snoozed' END, one.whole, -1
        FROM (VALUES (OLD.assignee_id, false), (NULL, true)) AS one (assignee, whole);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NEW.merged_into_id IS NULL THEN
        INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, whole, tickets)
        SELECT gen_random_uuid(), NEW.organization_id, NEW.department_id, one.assignee,
            CASE WHEN NEW.snoozed_at IS NULL THEN NEW.stage ELSE 'snoozed' END, one.whole, 1
        FROM (VALUES (NEW.assignee_id, false), (NULL, true)) AS one (assignee, whole);
    END IF;
    RETURN NULL;
END $$;
"""
BEFORE = import_module("moondesk.tickets.migrations.0012_merges_and_links").COUNTED
WHOLE = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE tickets_tally NO FORCE ROW LEVEL SECURITY;
INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, whole, tickets)
SELECT gen_random_uuid(), organization_id, department_id, NULL, stage, true, sum(tickets)
FROM tickets_tally GROUP BY organization_id, department_id, stage HAVING sum(tickets) <> 0;
ALTER TABLE tickets_tally FORCE ROW LEVEL SECURITY;
SET CONSTRAINTS ALL DEFERRED;
"""
GONE = """
ALTER TABLE tickets_tally NO FORCE ROW LEVEL SECURITY;
DELETE FROM tickets_tally WHERE whole;
ALTER TABLE tickets_tally FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """A column that says which of the two a row counts."""

    dependencies = [("tickets", "0017_single_replies")]

    operations = [
        migrations.AddField(model_name="tally", name="whole", field=models.BooleanField(db_default=False)),
        migrations.RunSQL(WHOLE, GONE),
        migrations.RunSQL(COUNTED, BEFORE),
    ]
