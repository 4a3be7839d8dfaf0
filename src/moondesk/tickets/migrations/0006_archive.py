"""Archived tickets, and the function that empties the words of the events of a ticket that was purged."""

from django.db import migrations, models

FORGET = """
CREATE FUNCTION tickets_forget_words(ticket uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    here uuid := nullif(current_setting('moondesk.organization', true), '')::uuid;
BEGIN
    IF EXISTS (SELECT 1 FROM public.tickets_ticket t WHERE t.organization_id = here AND t.id = ticket) OR NOT EXISTS (
        SELECT 1 FROM public.events_event e
        WHERE e.organization_id = here AND e.subject_id = ticket AND e.name = 'ticket.purged'
    ) THEN
        RAISE EXCEPTION 'only what was said of a purged ticket can be forgotten' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('moondesk.forgetting', ticket::text, true);
    UPDATE public.events_event e SET
        data = (SELECT coalesce(jsonb_object_agg(word.key, word.value), '{}') FROM jsonb_each(e.data) word WHERE word.key
            IN ('number', 'channel', 'old_stage', 'new_stage', 'message', 'first', 'held', 'quiet')),
        actor_label = CASE WHEN e.actor_kind = 'contact' THEN '' ELSE e.actor_label END
    WHERE e.organization_id = here AND e.subject_id = ticket AND e.name <> 'ticket.purged';
    PERFORM set_config('moondesk.forgetting', '', true);
END $$;
REVOKE ALL ON FUNCTION tickets_forget_words(uuid) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    """The application may not change events (``supervision.roles.seal``); this is the one way, and it takes none away."""

    dependencies = [("tickets", "0005_status_index"), ("events", "0005_forgetting")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="archived_at",
            field=models.DateTimeField(help_text="Since when lists leave it out; searching still finds it", null=True),
        ),
        migrations.RunSQL(FORGET, "DROP FUNCTION tickets_forget_words(uuid)"),
    ]
