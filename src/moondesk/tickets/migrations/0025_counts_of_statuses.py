"""Counts by status beside those by stage, for the columns of boards, which have more than one status of a stage.

What is counted is counted anew, while nobody writes tickets: a second for 100,000 of them.
"""

from importlib import import_module

from django.db import migrations, models

COUNTED = """
CREATE OR REPLACE FUNCTION tickets_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL AND OLD.merged_into_id IS NULL THEN
        INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, status_id, whole, tickets)
        SELECT gen_random_uuid(), OLD.organization_id, OLD.department_id, one.assignee,
            CASE WHEN OLD.snoozed_at IS NULL THEN OLD.stage ELSE 'snoozed' END, OLD.status_id, one.whole, -1
        FROM (VALUES (OLD.assignee_id, false), (NULL, true)) AS one (assignee, whole);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NEW.merged_into_id IS NULL THEN
        INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, status_id, whole, tickets)
        SELECT gen_random_uuid(), NEW.organization_id, NEW.department_id, one.assignee,
            CASE WHEN NEW.snoozed_at IS NULL THEN NEW.stage ELSE 'snoozed' END, NEW.status_id, one.whole, 1
        FROM (VALUES (NEW.assignee_id, false), (NULL, true)) AS one (assignee, whole);
    END IF;
    RETURN NULL;
END $$;
"""
BEFORE = import_module("moondesk.tickets.migrations.0018_counts_of_departments").COUNTED


def _trigger(column):
    """Return the trigger of a change, which also looks at this column."""
    return f"""
DROP TRIGGER count_moved ON tickets_ticket;
CREATE TRIGGER count_moved
AFTER UPDATE OF {column}stage, department_id, assignee_id, deleted_at, snoozed_at, merged_into_id ON tickets_ticket
FOR EACH ROW WHEN (
    ({column and "OLD." + column}OLD.stage, OLD.department_id, OLD.assignee_id, OLD.deleted_at IS NULL,
        OLD.snoozed_at IS NULL, OLD.merged_into_id IS NULL)
    IS DISTINCT FROM
    ({column and "NEW." + column}NEW.stage, NEW.department_id, NEW.assignee_id, NEW.deleted_at IS NULL,
        NEW.snoozed_at IS NULL, NEW.merged_into_id IS NULL))
EXECUTE FUNCTION tickets_count();
"""


def _counted_anew(status):
    """Return what counts everything again; the owner of the tables sees all organizations only without the force."""
    key = ", status_id" if status else ""
    return f"""
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE tickets_ticket NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets_tally NO FORCE ROW LEVEL SECURITY;
DELETE FROM tickets_tally;
INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage{key}, whole, tickets)
SELECT gen_random_uuid(), organization_id, department_id, whom, now{key}, whole, count(*) FROM (
    SELECT organization_id, department_id, status_id, one.whom, one.whole,
        CASE WHEN snoozed_at IS NULL THEN stage ELSE 'snoozed' END AS now
    FROM tickets_ticket, LATERAL (VALUES (assignee_id, false), (NULL, true)) AS one (whom, whole)
    WHERE deleted_at IS NULL AND merged_into_id IS NULL
) AS counted GROUP BY organization_id, department_id, whom, now{key}, whole;
ALTER TABLE tickets_tally FORCE ROW LEVEL SECURITY;
ALTER TABLE tickets_ticket FORCE ROW LEVEL SECURITY;
SET CONSTRAINTS ALL DEFERRED;
"""  # noqa: S608


class Migration(migrations.Migration):
    """A column, the function and the trigger that fill it."""

    dependencies = [("tickets", "0024_starts_at")]

    operations = [
        migrations.AddField(model_name="tally", name="status_id", field=models.UUIDField(null=True)),
        migrations.RunSQL(COUNTED, BEFORE),
        migrations.RunSQL(_trigger("status_id, "), _trigger("")),
        migrations.RunSQL(_counted_anew(status=True), _counted_anew(status=False)),
    ]
