"""Owners can have their organization deleted, after a month to think."""

from django.db import migrations, models

WAITS = """
CREATE FUNCTION organizations_deletion_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an organization is removed a month after its owner asked, not before'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER deletion_waits BEFORE UPDATE OF deletion_due_at ON organizations_organization
FOR EACH ROW WHEN (NEW.deletion_due_at IS DISTINCT FROM OLD.deletion_due_at
    AND NEW.deletion_due_at < clock_timestamp() + interval '29 days')
EXECUTE FUNCTION organizations_deletion_waits();
CREATE TRIGGER deletion_is_asked BEFORE INSERT ON organizations_organization
FOR EACH ROW WHEN (NEW.deletion_due_at IS NOT NULL) EXECUTE FUNCTION organizations_deletion_waits();
CREATE FUNCTION events_forget_removed(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    here uuid := nullif(current_setting('moondesk.organization', true), '')::uuid;
    gone integer;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.organizations_organization o
        WHERE o.id = here AND o.deletion_due_at <= clock_timestamp()) THEN
        RAISE EXCEPTION 'the organization is not due to be removed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH gone_now AS (SELECT e.id FROM public.events_event e WHERE e.organization_id = here ORDER BY e.id LIMIT most)
    DELETE FROM public.events_event e USING gone_now g WHERE e.id = g.id;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION events_forget_removed(integer) FROM PUBLIC;
"""
BACK = """
DROP FUNCTION events_forget_removed(integer);
DROP TRIGGER deletion_is_asked ON organizations_organization;
DROP TRIGGER deletion_waits ON organizations_organization;
DROP FUNCTION organizations_deletion_waits();
"""


class Migration(migrations.Migration):
    """What happened in an organization goes with it: by this function alone, and never before its month is over."""

    dependencies = [
        ("organizations", "0015_suspended"),
        ("events", "0008_only_the_owner_forgets"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="deletion_due_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When it is removed, if its owners asked for that; until then it is closed",
                null=True,
            ),
        ),
        migrations.RunSQL(WAITS, BACK),
    ]
