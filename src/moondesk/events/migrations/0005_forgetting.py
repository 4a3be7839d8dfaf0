"""The words of an event may go when its ticket is purged; that it happened, what, when and by whom of the team stays."""

from django.db import migrations

STAYS = """
CREATE OR REPLACE FUNCTION events_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.dispatched_at := OLD.dispatched_at;
    IF current_setting('moondesk.forgetting', true) = OLD.subject_id::text THEN
        NEW.data := OLD.data;
        NEW.actor_label := OLD.actor_label;
    END IF;
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'what happened cannot be changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION events_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.dispatched_at := OLD.dispatched_at;
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'what happened cannot be changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """Words go only by the function of the tables' owner that knows of purging; the application holds no right to."""

    dependencies = [("events", "0004_history_is_kept")]

    operations = [migrations.RunSQL(STAYS, BEFORE)]
