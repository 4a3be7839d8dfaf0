"""Seal the first tables of tickets."""

from django.db import migrations

from moondesk.kit import fences


TALLY = """
CREATE FUNCTION tickets_count() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER count_new AFTER INSERT OR DELETE ON tickets_ticket FOR EACH ROW EXECUTE FUNCTION tickets_count();
CREATE TRIGGER count_moved AFTER UPDATE OF stage, department_id, assignee_id, deleted_at ON tickets_ticket
FOR EACH ROW WHEN (
    (OLD.stage, OLD.department_id, OLD.assignee_id, OLD.deleted_at IS NULL)
    IS DISTINCT FROM (NEW.stage, NEW.department_id, NEW.assignee_id, NEW.deleted_at IS NULL))
EXECUTE FUNCTION tickets_count();
"""
"""Every change of a count becomes a row, whoever writes: a page, a job, or a bulk load (docs/decisions/counts.md)."""


class Migration(migrations.Migration):
    """The fences of tickets."""

    dependencies = [("tickets", "0001_initial"), ("organizations", "0002_fences"), ("contacts", "0002_fences")]

    operations = [
        fences.FenceTables(),
        migrations.RunSQL(TALLY, migrations.RunSQL.noop),
    ]
