"""Entries are only added. Old ones go by two functions of the tables' owner, which know how long they are kept."""

from django.db import migrations

AUDITED = (
    "(split_part(e.name, '.', 1) <> ALL ('{ticket,message,contact,time,bulk}') AND e.name <> ALL "
    "('{file.stored,file.examined,mail.waiting,mail.answers_stopped,mailbox.failing,mailbox.recovered,"
    "web_form.confirmation_asked,web_form.request_confirmed}') "
    "OR e.name = ANY ('{ticket.deleted,ticket.restored,ticket.purged}'))"
)
KEPT = f"""
CREATE FUNCTION audit_forget(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    here uuid := nullif(current_setting('moondesk.organization', true), '')::uuid;
    days integer;
    gone integer;
BEGIN
    SELECT greatest(90, coalesce(max(r.days), 730)) INTO days
    FROM public.audit_retention r WHERE r.organization_id = here;
    WITH old AS (
        SELECT e.id FROM public.events_event e
        WHERE e.organization_id = here AND e.created_at < now() - make_interval(days => days) AND {AUDITED}
        ORDER BY e.created_at LIMIT most
    )
    DELETE FROM public.events_event e USING old WHERE e.id = old.id;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION audit_forget(integer) FROM PUBLIC;
CREATE FUNCTION audit_forget_installation() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM public.audit_installationentry e WHERE e.created_at < now() - interval '730 days';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION audit_forget_installation() FROM PUBLIC;
CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what happened cannot be changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER history_stays BEFORE UPDATE ON audit_installationentry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_stay();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON audit_installationentry
FOR EACH STATEMENT EXECUTE FUNCTION only_the_owner_forgets();
"""
BACK = """
DROP TRIGGER stays ON audit_installationentry;
DROP TRIGGER history_stays ON audit_installationentry;
DROP FUNCTION audit_entries_stay();
DROP FUNCTION audit_forget_installation();
DROP FUNCTION audit_forget(integer);
"""


class Migration(migrations.Migration):
    """The application may not change or delete entries (``supervision.roles.seal``); triggers hold if it ever might."""

    dependencies = [("audit", "0001_initial"), ("events", "0008_only_the_owner_forgets")]

    operations = [migrations.RunSQL(KEPT, BACK)]
