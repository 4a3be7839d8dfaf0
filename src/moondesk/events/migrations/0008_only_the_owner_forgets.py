"""Nobody but the tables' owner, so only its functions, takes an event away: also where somebody granted too much."""

from django.db import migrations

STAYS = """
CREATE FUNCTION only_the_owner_forgets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION 'what happened cannot be taken away' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON events_event
FOR EACH STATEMENT EXECUTE FUNCTION only_the_owner_forgets();
"""
BACK = """
DROP TRIGGER stays ON events_event;
DROP FUNCTION only_the_owner_forgets();
"""


class Migration(migrations.Migration):
    """The application has no right to delete either (``supervision.roles.seal``); this holds if it ever had."""

    dependencies = [("events", "0007_audited_index")]

    operations = [migrations.RunSQL(STAYS, BACK)]
