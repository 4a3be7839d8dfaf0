"""No event is ever taken away, but with a whole demo organization; and none becomes a demo to be taken away."""

from django.db import migrations

KEPT = """
CREATE FUNCTION organizations_demo_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an organization is a demo from its beginning' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER demo_is_born BEFORE UPDATE OF is_demo ON organizations_organization
FOR EACH ROW WHEN (NEW.is_demo AND NOT OLD.is_demo) EXECUTE FUNCTION organizations_demo_is_born();
CREATE FUNCTION events_forget_demo() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    here uuid := nullif(current_setting('moondesk.organization', true), '')::uuid;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.organizations_organization o WHERE o.id = here AND o.is_demo) THEN
        RAISE EXCEPTION 'only the events of a demo can be forgotten' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM public.events_event e WHERE e.organization_id = here;
END $$;
REVOKE ALL ON FUNCTION events_forget_demo() FROM PUBLIC;
"""

BACK = """
DROP FUNCTION events_forget_demo();
DROP TRIGGER demo_is_born ON organizations_organization;
DROP FUNCTION organizations_demo_is_born();
"""


class Migration(migrations.Migration):
    """The application may not delete events (``supervision.roles.seal``); this is the one way."""

    dependencies = [("events", "0003_undo"), ("organizations", "0003_config_version")]

    operations = [migrations.RunSQL(KEPT, BACK)]
