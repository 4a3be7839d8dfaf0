"""Seal the first tables of events."""

from django.db import migrations

from moondesk.kit import fences


HISTORY_STAYS = """
CREATE FUNCTION events_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.dispatched_at := OLD.dispatched_at;
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'what happened cannot be changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER history_stays AFTER UPDATE ON events_event FOR EACH ROW EXECUTE FUNCTION events_history_stays();
"""
"""An event may be marked as dispatched and nothing else."""


class Migration(migrations.Migration):
    """The fences of events."""

    dependencies = [("events", "0001_initial")]

    operations = [
        fences.FenceTables(),
        fences.CreateCrossing("pending_events"),
        migrations.RunSQL(HISTORY_STAYS, migrations.RunSQL.noop),
    ]
