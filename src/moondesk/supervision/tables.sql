-- Written by scripts/tables.py from the migrations; change those.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
ALTER TYPE public.procrastinate_job_event_type OWNER TO moondesk_owner;
CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
ALTER TYPE public.procrastinate_job_status OWNER TO moondesk_owner;
CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
ALTER TYPE public.procrastinate_job_to_defer_v1 OWNER TO moondesk_owner;
CREATE FUNCTION public.audit_entries_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what happened cannot be changed' USING ERRCODE = 'insufficient_privilege';
END $$;
ALTER FUNCTION public.audit_entries_stay() OWNER TO moondesk_owner;
CREATE FUNCTION public.audit_forget(most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    here uuid := nullif(current_setting('moondesk.organization', true), '')::uuid;
    days integer;
    gone integer;
BEGIN
    SELECT greatest(90, coalesce(max(r.days), 730)) INTO days
    FROM public.audit_retention r WHERE r.organization_id = here;
    WITH old AS (
        SELECT e.id FROM public.events_event e
        WHERE e.organization_id = here AND e.created_at < now() - make_interval(days => days) AND (split_part(e.name, '.', 1) <> ALL ('{ticket,message,contact,time,bulk}') AND e.name <> ALL ('{file.stored,file.examined,mail.waiting,mail.answers_stopped,mailbox.failing,mailbox.recovered,web_form.confirmation_asked,web_form.request_confirmed}') OR e.name = ANY ('{ticket.deleted,ticket.restored,ticket.purged}'))
        ORDER BY e.created_at LIMIT most
    )
    DELETE FROM public.events_event e USING old WHERE e.id = old.id;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
ALTER FUNCTION public.audit_forget(most integer) OWNER TO moondesk_owner;
CREATE FUNCTION public.audit_forget_installation() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM public.audit_installationentry e WHERE e.created_at < now() - interval '730 days';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
ALTER FUNCTION public.audit_forget_installation() OWNER TO moondesk_owner;
CREATE FUNCTION public.contacts_like(words text[], most integer) RETURNS TABLE(id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ WITH found AS MATERIALIZED (SELECT c.id, translate(lower(name || ' ' || coalesce(email, '') || ' ' || phone), 'áàâäãåéèêëíìîïóòôöõúùûüñçýš', 'aaaaaaeeeeiiiiooooouuuuncys') AS text FROM contacts_contact c WHERE c.organization_id = nullif(current_setting('moondesk.organization', true), '')::uuid AND words[1] <% translate(lower(name || ' ' || coalesce(email, '') || ' ' || phone), 'áàâäãåéèêëíìîïóòôöõúùûüñçýš', 'aaaaaaeeeeiiiiooooouuuuncys') AND coalesce(words[2], words[1]) <% translate(lower(name || ' ' || coalesce(email, '') || ' ' || phone), 'áàâäãåéèêëíìîïóòôöõúùûüñçýš', 'aaaaaaeeeeiiiiooooouuuuncys') LIMIT 2000), near AS (SELECT f.id, (SELECT min(word_similarity(w, f.text)) FROM unnest(words) w) AS likeness FROM found f) SELECT n.id FROM near n WHERE n.likeness >= 0.4 ORDER BY n.likeness DESC, n.id LIMIT most $$;
ALTER FUNCTION public.contacts_like(words text[], most integer) OWNER TO moondesk_reader;
CREATE FUNCTION public.contacts_named(patterns text[], most integer) RETURNS TABLE(id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ WITH found AS MATERIALIZED (SELECT c.id FROM contacts_contact c WHERE c.organization_id = nullif(current_setting('moondesk.organization', true), '')::uuid AND translate(lower(name || ' ' || coalesce(email, '') || ' ' || phone), 'áàâäãåéèêëíìîïóòôöõúùûüñçýš', 'aaaaaaeeeeiiiiooooouuuuncys') LIKE patterns[1] AND translate(lower(name || ' ' || coalesce(email, '') || ' ' || phone), 'áàâäãåéèêëíìîïóòôöõúùûüñçýš', 'aaaaaaeeeeiiiiooooouuuuncys') LIKE coalesce(patterns[2], patterns[1]) AND translate(lower(name || ' ' || coalesce(email, '') || ' ' || phone), 'áàâäãåéèêëíìîïóòôöõúùûüñçýš', 'aaaaaaeeeeiiiiooooouuuuncys') LIKE ALL (patterns) LIMIT most) SELECT f.id FROM found f $$;
ALTER FUNCTION public.contacts_named(patterns text[], most integer) OWNER TO moondesk_reader;
CREATE FUNCTION public.events_forget_demo() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    here uuid := nullif(current_setting('moondesk.organization', true), '')::uuid;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.organizations_organization o WHERE o.id = here AND o.is_demo) THEN
        RAISE EXCEPTION 'only the events of a demo can be forgotten' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM public.events_event e WHERE e.organization_id = here;
END $$;
ALTER FUNCTION public.events_forget_demo() OWNER TO moondesk_owner;
CREATE FUNCTION public.events_forget_removed(most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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
ALTER FUNCTION public.events_forget_removed(most integer) OWNER TO moondesk_owner;
CREATE FUNCTION public.events_history_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
ALTER FUNCTION public.events_history_stays() OWNER TO moondesk_owner;
CREATE FUNCTION public.inbox_by_address(wanted text) RETURNS TABLE(organization_id uuid, id uuid, is_open boolean)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT a.organization_id, a.id, o.deletion_due_at IS NULL FROM channels_mailaddress a JOIN organizations_organization o ON o.id = a.organization_id WHERE a.address = wanted AND a.is_active $$;
ALTER FUNCTION public.inbox_by_address(wanted text) OWNER TO moondesk_reader;
CREATE FUNCTION public.mail_hook_by_digest(wanted bytea) RETURNS TABLE(organization_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT h.organization_id, h.id FROM channels_mailhook h JOIN organizations_organization o ON o.id = h.organization_id WHERE h.digest = wanted AND o.deletion_due_at IS NULL $$;
ALTER FUNCTION public.mail_hook_by_digest(wanted bytea) OWNER TO moondesk_reader;
CREATE FUNCTION public.mail_standing() RETURNS TABLE(pending bigint, waiting bigint, failing bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT coalesce(sum(p.many), 0)::bigint, coalesce(sum(w.many), 0)::bigint, (SELECT count(*) FROM channels_mailbox b WHERE b.failures >= 3 AND NOT b.is_paused) FROM organizations_organization o CROSS JOIN LATERAL (SELECT count(*) AS many FROM channels_receivedmail m WHERE m.organization_id = o.id AND m.outcome = 'pending') p CROSS JOIN LATERAL (SELECT count(*) AS many FROM channels_receivedmail m WHERE m.organization_id = o.id AND m.outcome = 'quarantined') w $$;
ALTER FUNCTION public.mail_standing() OWNER TO moondesk_reader;
CREATE FUNCTION public.mailboxes_to_read() RETURNS TABLE(organization_id uuid, id uuid, revision integer)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT m.organization_id, m.id, m.revision FROM channels_mailbox m JOIN organizations_organization o ON o.id = m.organization_id WHERE NOT m.is_paused AND o.deletion_due_at IS NULL ORDER BY m.id $$;
ALTER FUNCTION public.mailboxes_to_read() OWNER TO moondesk_reader;
CREATE FUNCTION public.mails_with_words(wanted tsquery, most integer) RETURNS TABLE(id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT m.id FROM channels_receivedmail m WHERE m.organization_id = nullif(current_setting('moondesk.organization', true), '')::uuid AND to_tsvector('simple', translate(lower(sender || ' ' || recipient || ' ' || subject), 'áàâäãéèêëíìîïóòôöõúùûüñç@.+-_', 'aaaaaeeeeiiiiooooouuuunc     ')) @@ wanted ORDER BY m.received_at DESC LIMIT most $$;
ALTER FUNCTION public.mails_with_words(wanted tsquery, most integer) OWNER TO moondesk_reader;
CREATE FUNCTION public.memberships_of(wanted uuid) RETURNS TABLE(organization_id uuid, slug text, name text, brand_hue smallint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT o.id, o.slug, o.name, o.brand_hue FROM organizations_member m JOIN organizations_organization o ON o.id = m.organization_id WHERE m.user_id = wanted AND m.is_active ORDER BY o.name $$;
ALTER FUNCTION public.memberships_of(wanted uuid) OWNER TO moondesk_reader;
CREATE FUNCTION public.only_the_owner_forgets() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION 'what happened cannot be taken away' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION public.only_the_owner_forgets() OWNER TO moondesk_owner;
CREATE FUNCTION public.open_tickets_like(wanted text, most integer) RETURNS TABLE(id uuid, likeness real)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ WITH found AS MATERIALIZED (SELECT t.id, t.subject FROM tickets_ticket t WHERE t.organization_id = nullif(current_setting('moondesk.organization', true), '')::uuid AND t.stage IN ('open', 'in_progress', 'waiting') AND t.deleted_at IS NULL AND wanted <% t.subject), few AS MATERIALIZED (SELECT f.id, word_similarity(wanted, f.subject) AS likeness FROM found f LIMIT 2000) SELECT s.id, s.likeness FROM few s ORDER BY 2 DESC, 1 DESC LIMIT most $$;
ALTER FUNCTION public.open_tickets_like(wanted text, most integer) OWNER TO moondesk_reader;
CREATE FUNCTION public.organization_by_slug(wanted text) RETURNS TABLE(id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT o.id FROM organizations_organization o WHERE o.slug = wanted $$;
ALTER FUNCTION public.organization_by_slug(wanted text) OWNER TO moondesk_reader;
CREATE FUNCTION public.organization_ids() RETURNS TABLE(id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT o.id FROM organizations_organization o ORDER BY o.id $$;
ALTER FUNCTION public.organization_ids() OWNER TO moondesk_reader;
CREATE FUNCTION public.organizations_config_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE organizations_organization SET config_version = nextval('organizations_config_versions')
    WHERE id = nullif(current_setting('moondesk.organization', true), '')::uuid;
    RETURN NULL;
END $$;
ALTER FUNCTION public.organizations_config_changed() OWNER TO moondesk_owner;
CREATE FUNCTION public.organizations_deletion_waits() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'an organization is removed a month after its owner asked, not before'
        USING ERRCODE = 'insufficient_privilege';
END $$;
ALTER FUNCTION public.organizations_deletion_waits() OWNER TO moondesk_owner;
CREATE FUNCTION public.organizations_demo_is_born() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'an organization is a demo from its beginning' USING ERRCODE = 'insufficient_privilege';
END $$;
ALTER FUNCTION public.organizations_demo_is_born() OWNER TO moondesk_owner;
CREATE FUNCTION public.organizations_views_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE organizations_organization SET views_version = nextval('organizations_config_versions')
    WHERE id = nullif(current_setting('moondesk.organization', true), '')::uuid;
    RETURN NULL;
END $$;
ALTER FUNCTION public.organizations_views_changed() OWNER TO moondesk_owner;
CREATE FUNCTION public.pending_events(most integer) RETURNS TABLE(organization_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT e.organization_id, e.id FROM events_event e WHERE e.dispatched_at IS NULL ORDER BY e.id LIMIT most $$;
ALTER FUNCTION public.pending_events(most integer) OWNER TO moondesk_reader;
CREATE FUNCTION public.portal_by_domain(wanted text) RETURNS TABLE(organization_id uuid, slug text)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT o.id, o.slug FROM portals_portal p JOIN organizations_organization o ON o.id = p.organization_id WHERE p.domain = wanted AND p.proven_at IS NOT NULL $$;
ALTER FUNCTION public.portal_by_domain(wanted text) OWNER TO moondesk_reader;
CREATE FUNCTION public.portals_of(wanted uuid) RETURNS TABLE(organization_id uuid, slug text, name text)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT o.id, o.slug, o.name FROM contacts_contact c JOIN organizations_organization o ON o.id = c.organization_id WHERE c.user_id = wanted ORDER BY o.name $$;
ALTER FUNCTION public.portals_of(wanted uuid) OWNER TO moondesk_reader;
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
ALTER FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;
    RETURN job_ids;
END;
$$;
ALTER FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;
    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;
    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;
    RETURN _job_id;
END;
$$;
ALTER FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) OWNER TO moondesk_owner;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);
ALTER TABLE public.procrastinate_jobs OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    SET enable_sort TO 'off'
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                (jobs.lock IS NULL OR NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                ) AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;
 RETURN found_jobs;
END;
$$;
ALTER FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
ALTER FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_notify_queue_abort_job_v1() OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_notify_queue_job_inserted_v1() OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
ALTER FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
ALTER FUNCTION public.procrastinate_register_worker_v1() OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
ALTER FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;
END;
$$;
ALTER FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
ALTER FUNCTION public.procrastinate_trigger_function_status_events_update_v1() OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
ALTER FUNCTION public.procrastinate_unlink_periodic_defers_v1() OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
ALTER FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) OWNER TO moondesk_owner;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
ALTER FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) OWNER TO moondesk_owner;
CREATE FUNCTION public.sign_in_by_domain(wanted text) RETURNS TABLE(slug text)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT DISTINCT o.slug FROM organizations_identityprovider p JOIN organizations_organization o ON o.id = p.organization_id JOIN channels_provendomain d ON d.organization_id = p.organization_id AND d.domain = wanted WHERE p.is_on AND wanted = ANY (p.domains) ORDER BY o.slug LIMIT 20 $$;
ALTER FUNCTION public.sign_in_by_domain(wanted text) OWNER TO moondesk_reader;
CREATE FUNCTION public.tickets_count() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
ALTER FUNCTION public.tickets_count() OWNER TO moondesk_owner;
CREATE FUNCTION public.tickets_fitting(wanted tsquery, worth real[], most integer) RETURNS TABLE(id uuid, fit real)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ WITH found AS MATERIALIZED (SELECT w.ticket_id, ts_rank(worth, w.words, wanted) AS fit FROM tickets_ticketwords w WHERE w.organization_id = nullif(current_setting('moondesk.organization', true), '')::uuid AND w.words @@ wanted) SELECT f.ticket_id, f.fit FROM found f LIMIT most $$;
ALTER FUNCTION public.tickets_fitting(wanted tsquery, worth real[], most integer) OWNER TO moondesk_reader;
CREATE FUNCTION public.tickets_forget_words(ticket uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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
ALTER FUNCTION public.tickets_forget_words(ticket uuid) OWNER TO moondesk_owner;
CREATE FUNCTION public.tickets_with_names_like(wanted text, most integer) RETURNS TABLE(id uuid, likeness real)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ WITH found AS MATERIALIZED (SELECT w.ticket_id, w.names FROM tickets_ticketwords w WHERE w.organization_id = nullif(current_setting('moondesk.organization', true), '')::uuid AND wanted <% w.names), few AS MATERIALIZED (SELECT f.ticket_id, word_similarity(wanted, f.names) AS likeness FROM found f LIMIT 2000) SELECT s.ticket_id, s.likeness FROM few s ORDER BY 2 DESC, 1 DESC LIMIT most $$;
ALTER FUNCTION public.tickets_with_names_like(wanted text, most integer) OWNER TO moondesk_reader;
CREATE FUNCTION public.tickets_with_tags(wanted text[], most integer) RETURNS TABLE(id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ WITH found AS MATERIALIZED (SELECT t.id FROM tickets_ticket t WHERE t.organization_id = nullif(current_setting('moondesk.organization', true), '')::uuid AND t.tags && wanted::varchar[]) SELECT f.id FROM found f LIMIT most $$;
ALTER FUNCTION public.tickets_with_tags(wanted text[], most integer) OWNER TO moondesk_reader;
CREATE FUNCTION public.tickets_with_words(wanted tsquery, most integer) RETURNS TABLE(id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ WITH found AS MATERIALIZED (SELECT w.ticket_id FROM tickets_ticketwords w WHERE w.organization_id = nullif(current_setting('moondesk.organization', true), '')::uuid AND w.words @@ wanted) SELECT f.ticket_id FROM found f LIMIT most $$;
ALTER FUNCTION public.tickets_with_words(wanted tsquery, most integer) OWNER TO moondesk_reader;
CREATE FUNCTION public.token_by_digest(wanted bytea) RETURNS TABLE(organization_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT t.organization_id, t.id FROM organizations_apitoken t WHERE t.digest = wanted $$;
ALTER FUNCTION public.token_by_digest(wanted bytea) OWNER TO moondesk_reader;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.account_emailaddress OWNER TO moondesk_owner;
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation OWNER TO moondesk_owner;
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_signin (
    id uuid NOT NULL,
    session_key character varying(40) NOT NULL,
    address inet,
    agent character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.accounts_signin OWNER TO moondesk_owner;
CREATE TABLE public.accounts_user (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(120) NOT NULL,
    language character varying(10) NOT NULL,
    time_zone character varying(60) NOT NULL,
    theme character varying(10) NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    has_shortcuts boolean DEFAULT true NOT NULL,
    is_operator boolean DEFAULT false NOT NULL
);
ALTER TABLE public.accounts_user OWNER TO moondesk_owner;
CREATE TABLE public.api_idempotencykey (
    id uuid NOT NULL,
    actor_id uuid NOT NULL,
    key character varying(255) NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT api_idempotencykey_status_check CHECK ((status >= 0))
);
ALTER TABLE ONLY public.api_idempotencykey FORCE ROW LEVEL SECURITY;
ALTER TABLE public.api_idempotencykey OWNER TO moondesk_owner;
CREATE TABLE public.audit_installationentry (
    id uuid NOT NULL,
    name character varying(60) NOT NULL,
    actor_kind character varying(10) NOT NULL,
    actor_id uuid,
    actor_label character varying(254) NOT NULL,
    door character varying(10) NOT NULL,
    address inet,
    client character varying(120) NOT NULL,
    subject_id uuid,
    data jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE public.audit_installationentry OWNER TO moondesk_owner;
CREATE TABLE public.audit_retention (
    id uuid NOT NULL,
    days smallint NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT audit_retention_days_check CHECK ((days >= 0)),
    CONSTRAINT audit_retention_long_enough CHECK ((days >= 90))
);
ALTER TABLE ONLY public.audit_retention FORCE ROW LEVEL SECURITY;
ALTER TABLE public.audit_retention OWNER TO moondesk_owner;
CREATE TABLE public.audit_viewing (
    id uuid NOT NULL,
    operator_id uuid,
    viewer_label character varying(254) NOT NULL,
    reason character varying(300) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    member_id uuid,
    organization_id uuid NOT NULL,
    viewer_id uuid
);
ALTER TABLE ONLY public.audit_viewing FORCE ROW LEVEL SECURITY;
ALTER TABLE public.audit_viewing OWNER TO moondesk_owner;
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group OWNER TO moondesk_owner;
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions OWNER TO moondesk_owner;
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission OWNER TO moondesk_owner;
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.branding_branding (
    id uuid NOT NULL,
    logo bytea,
    texts jsonb NOT NULL,
    links jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.branding_branding FORCE ROW LEVEL SECURITY;
ALTER TABLE public.branding_branding OWNER TO moondesk_owner;
CREATE TABLE public.bulk_bulkchange (
    id uuid NOT NULL,
    token_id uuid,
    door character varying(10) NOT NULL,
    language character varying(10) NOT NULL,
    operation character varying(20) NOT NULL,
    given jsonb NOT NULL,
    question jsonb,
    state character varying(10) NOT NULL,
    problem character varying(300) NOT NULL,
    gathered boolean NOT NULL,
    total integer NOT NULL,
    changed integer NOT NULL,
    unchanged integer NOT NULL,
    skipped integer NOT NULL,
    failed integer NOT NULL,
    undone integer NOT NULL,
    kept integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    worked_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    undo_member uuid,
    undo_token uuid,
    undo_door character varying(10) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT bulk_bulkchange_changed_check CHECK ((changed >= 0)),
    CONSTRAINT bulk_bulkchange_failed_check CHECK ((failed >= 0)),
    CONSTRAINT bulk_bulkchange_kept_check CHECK ((kept >= 0)),
    CONSTRAINT bulk_bulkchange_skipped_check CHECK ((skipped >= 0)),
    CONSTRAINT bulk_bulkchange_total_check CHECK ((total >= 0)),
    CONSTRAINT bulk_bulkchange_unchanged_check CHECK ((unchanged >= 0)),
    CONSTRAINT bulk_bulkchange_undone_check CHECK ((undone >= 0))
);
ALTER TABLE ONLY public.bulk_bulkchange FORCE ROW LEVEL SECURITY;
ALTER TABLE public.bulk_bulkchange OWNER TO moondesk_owner;
CREATE TABLE public.bulk_bulkresult (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    number character varying(12) NOT NULL,
    outcome character varying(10) NOT NULL,
    code character varying(60) NOT NULL,
    reason character varying(300) NOT NULL,
    change_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.bulk_bulkresult FORCE ROW LEVEL SECURITY;
ALTER TABLE public.bulk_bulkresult OWNER TO moondesk_owner;
CREATE TABLE public.channels_deadaddress (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    why character varying(12) NOT NULL,
    bounces smallint NOT NULL,
    code character varying(12) NOT NULL,
    said character varying(255) NOT NULL,
    stopped_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT channels_deadaddress_bounces_check CHECK ((bounces >= 0))
);
ALTER TABLE ONLY public.channels_deadaddress FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_deadaddress OWNER TO moondesk_owner;
CREATE TABLE public.channels_fetchedmail (
    id uuid NOT NULL,
    uidvalidity bigint NOT NULL,
    uid bigint NOT NULL,
    note character varying(12) NOT NULL,
    content_hash bytea,
    size bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    mail_id uuid,
    organization_id uuid NOT NULL,
    mailbox_id uuid NOT NULL
);
ALTER TABLE ONLY public.channels_fetchedmail FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_fetchedmail OWNER TO moondesk_owner;
CREATE TABLE public.channels_hookdelivery (
    id uuid NOT NULL,
    name character varying(255) NOT NULL,
    mail_id uuid,
    organization_id uuid NOT NULL,
    hook_id uuid NOT NULL
);
ALTER TABLE ONLY public.channels_hookdelivery FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_hookdelivery OWNER TO moondesk_owner;
CREATE TABLE public.channels_ledgerkeeping (
    id uuid NOT NULL,
    waiting_days smallint NOT NULL,
    told_at timestamp with time zone,
    organization_id uuid NOT NULL,
    CONSTRAINT channels_ledgerkeeping_waiting_days_check CHECK ((waiting_days >= 0))
);
ALTER TABLE ONLY public.channels_ledgerkeeping FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_ledgerkeeping OWNER TO moondesk_owner;
CREATE TABLE public.channels_listedsender (
    id uuid NOT NULL,
    sender character varying(255) NOT NULL,
    kind character varying(5) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by character varying(254) NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.channels_listedsender FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_listedsender OWNER TO moondesk_owner;
CREATE TABLE public.channels_mailaddress (
    id uuid NOT NULL,
    address character varying(254) NOT NULL,
    name character varying(120) NOT NULL,
    is_default boolean NOT NULL,
    is_active boolean NOT NULL,
    department_id uuid,
    organization_id uuid NOT NULL,
    signature text DEFAULT ''::text NOT NULL,
    way_out_id uuid
);
ALTER TABLE ONLY public.channels_mailaddress FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailaddress OWNER TO moondesk_owner;
CREATE TABLE public.channels_mailbox (
    id uuid NOT NULL,
    host character varying(253) NOT NULL,
    port integer NOT NULL,
    security character varying(8) NOT NULL,
    username character varying(254) NOT NULL,
    sign_in character varying(8) NOT NULL,
    sealed_secret bytea NOT NULL,
    client_id character varying(254) NOT NULL,
    sealed_client_secret bytea,
    token_url character varying(500) NOT NULL,
    folder character varying(200) NOT NULL,
    after character varying(8) NOT NULL,
    move_to character varying(200) NOT NULL,
    delete_days smallint NOT NULL,
    past character varying(8) NOT NULL,
    is_paused boolean NOT NULL,
    revision integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    uidvalidity bigint,
    last_uid bigint NOT NULL,
    past_uid bigint NOT NULL,
    past_until bigint NOT NULL,
    stuck_tries smallint NOT NULL,
    trouble character varying(12) NOT NULL,
    failures integer NOT NULL,
    last_success_at timestamp with time zone,
    last_failure_at timestamp with time zone,
    address_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT channels_mailbox_delete_days_check CHECK ((delete_days >= 0)),
    CONSTRAINT channels_mailbox_failures_check CHECK ((failures >= 0)),
    CONSTRAINT channels_mailbox_port_check CHECK ((port >= 0)),
    CONSTRAINT channels_mailbox_revision_check CHECK ((revision >= 0)),
    CONSTRAINT channels_mailbox_stuck_tries_check CHECK ((stuck_tries >= 0))
);
ALTER TABLE ONLY public.channels_mailbox FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailbox OWNER TO moondesk_owner;
CREATE TABLE public.channels_mailhook (
    id uuid NOT NULL,
    provider character varying(16) NOT NULL,
    digest bytea NOT NULL,
    sealed_key bytea,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    address_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.channels_mailhook FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailhook OWNER TO moondesk_owner;
CREATE TABLE public.channels_mailpage (
    id uuid NOT NULL,
    html text NOT NULL,
    text text NOT NULL,
    pictures jsonb NOT NULL,
    message_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    quoted text DEFAULT ''::text NOT NULL
);
ALTER TABLE ONLY public.channels_mailpage FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailpage OWNER TO moondesk_owner;
CREATE TABLE public.channels_mailpicture (
    id uuid NOT NULL,
    address_hash bytea NOT NULL,
    content bytea NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.channels_mailpicture FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailpicture OWNER TO moondesk_owner;
CREATE TABLE public.channels_mailtemplate (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    language character varying(10) NOT NULL,
    subject character varying(200) NOT NULL,
    heading character varying(200) NOT NULL,
    body text NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    category_id uuid,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.channels_mailtemplate FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailtemplate OWNER TO moondesk_owner;
CREATE TABLE public.channels_outgoingmail (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    event_id uuid NOT NULL,
    recipient character varying(254) NOT NULL,
    header_id character varying(255) NOT NULL,
    state character varying(12) NOT NULL,
    attempts smallint NOT NULL,
    error character varying(255) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    message_id uuid,
    organization_id uuid NOT NULL,
    participant_id uuid,
    ticket_id uuid,
    invitation_id uuid,
    reply_token character varying(40) NOT NULL,
    sealed bytea,
    member_id uuid,
    address_id uuid,
    way_id uuid,
    code character varying(12) DEFAULT ''::character varying NOT NULL,
    reported_at timestamp with time zone,
    CONSTRAINT channels_outgoingmail_attempts_check CHECK ((attempts >= 0))
);
ALTER TABLE ONLY public.channels_outgoingmail FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_outgoingmail OWNER TO moondesk_owner;
CREATE TABLE public.channels_provendomain (
    id uuid NOT NULL,
    domain character varying(253) NOT NULL,
    proven_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    checked_at timestamp with time zone,
    missing_since timestamp with time zone,
    unseen_since timestamp with time zone
);
ALTER TABLE ONLY public.channels_provendomain FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_provendomain OWNER TO moondesk_owner;
CREATE TABLE public.channels_receivedmail (
    id uuid NOT NULL,
    recipient character varying(320) NOT NULL,
    envelope_from character varying(320) NOT NULL,
    content_hash bytea NOT NULL,
    raw bytea,
    size integer NOT NULL,
    received_at timestamp with time zone NOT NULL,
    header_id character varying(255) NOT NULL,
    sender character varying(320) NOT NULL,
    subject character varying(255) NOT NULL,
    attempts smallint NOT NULL,
    outcome character varying(12) NOT NULL,
    reason character varying(40) NOT NULL,
    done_at timestamp with time zone,
    address_id uuid NOT NULL,
    message_id uuid,
    organization_id uuid NOT NULL,
    ticket_id uuid,
    is_automatic boolean NOT NULL,
    is_historic boolean DEFAULT false NOT NULL,
    decided_at timestamp with time zone,
    decided_by character varying(254) DEFAULT ''::character varying NOT NULL,
    decision character varying(12) DEFAULT ''::character varying NOT NULL,
    given_sender character varying(254) DEFAULT ''::character varying NOT NULL,
    raw_key character varying(120) DEFAULT ''::character varying NOT NULL,
    evidence jsonb DEFAULT '{}'::jsonb NOT NULL,
    helo character varying(255) DEFAULT ''::character varying NOT NULL,
    peer inet,
    proof character varying(12) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT channels_receivedmail_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT channels_receivedmail_size_check CHECK ((size >= 0))
);
ALTER TABLE ONLY public.channels_receivedmail FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_receivedmail OWNER TO moondesk_owner;
CREATE TABLE public.channels_surveyasking (
    id uuid NOT NULL,
    is_on boolean NOT NULL,
    hours smallint NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT channels_surveyasking_hours_check CHECK ((hours >= 0))
);
ALTER TABLE ONLY public.channels_surveyasking FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_surveyasking OWNER TO moondesk_owner;
CREATE TABLE public.channels_wayout (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(12) NOT NULL,
    host character varying(253) NOT NULL,
    port integer,
    security character varying(8) NOT NULL,
    username character varying(254) NOT NULL,
    domain character varying(253) NOT NULL,
    region character varying(4) NOT NULL,
    sealed bytea,
    has_return_path boolean NOT NULL,
    is_active boolean NOT NULL,
    problem character varying(255) NOT NULL,
    problem_at timestamp with time zone,
    test_id uuid,
    created_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT channels_wayout_port_check CHECK ((port >= 0))
);
ALTER TABLE ONLY public.channels_wayout FORCE ROW LEVEL SECURITY;
ALTER TABLE public.channels_wayout OWNER TO moondesk_owner;
CREATE TABLE public.contacts_company (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    domain character varying(253) NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.contacts_company FORCE ROW LEVEL SECURITY;
ALTER TABLE public.contacts_company OWNER TO moondesk_owner;
CREATE TABLE public.contacts_contact (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    email character varying(254),
    phone character varying(40) NOT NULL,
    language character varying(10) NOT NULL,
    time_zone character varying(60) NOT NULL,
    email_verified_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    company_id uuid,
    organization_id uuid NOT NULL,
    user_id uuid,
    mail_trouble character varying(12) DEFAULT ''::character varying NOT NULL,
    surveys_off boolean DEFAULT false NOT NULL
);
ALTER TABLE ONLY public.contacts_contact FORCE ROW LEVEL SECURITY;
ALTER TABLE public.contacts_contact OWNER TO moondesk_owner;
CREATE TABLE public.conversations_attachment (
    id uuid NOT NULL,
    "position" smallint NOT NULL,
    current_id uuid NOT NULL,
    file_id uuid NOT NULL,
    message_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT conversations_attachment_position_check CHECK (("position" >= 0))
);
ALTER TABLE ONLY public.conversations_attachment FORCE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_attachment OWNER TO moondesk_owner;
CREATE TABLE public.conversations_draft (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    body text NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    file_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL
);
ALTER TABLE ONLY public.conversations_draft FORCE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_draft OWNER TO moondesk_owner;
CREATE TABLE public.conversations_mention (
    id uuid NOT NULL,
    label character varying(120) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    member_id uuid NOT NULL,
    message_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.conversations_mention FORCE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_mention OWNER TO moondesk_owner;
CREATE TABLE public.conversations_message (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    author_kind character varying(10) NOT NULL,
    author_name character varying(254) NOT NULL,
    channel character varying(10) NOT NULL,
    body text NOT NULL,
    html text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    author_contact_id uuid,
    author_member_id uuid,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    held_until timestamp with time zone,
    recipients jsonb,
    version smallint DEFAULT 0 NOT NULL,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone,
    deleted_by character varying(254) DEFAULT ''::character varying NOT NULL,
    reply_to_id uuid,
    depth smallint DEFAULT 0 NOT NULL,
    votes_up smallint DEFAULT 0 NOT NULL,
    votes_down smallint DEFAULT 0 NOT NULL,
    quotes boolean DEFAULT false NOT NULL,
    CONSTRAINT conversations_message_depth_check CHECK ((depth >= 0)),
    CONSTRAINT conversations_message_version_check CHECK ((version >= 0)),
    CONSTRAINT conversations_message_votes_down_check CHECK ((votes_down >= 0)),
    CONSTRAINT conversations_message_votes_up_check CHECK ((votes_up >= 0))
);
ALTER TABLE ONLY public.conversations_message FORCE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_message OWNER TO moondesk_owner;
CREATE TABLE public.conversations_messageversion (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    message_id uuid NOT NULL,
    number smallint NOT NULL,
    change character varying(8) NOT NULL,
    body text NOT NULL,
    member_id uuid,
    name character varying(254) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT conversations_messageversion_number_check CHECK ((number >= 0))
);
ALTER TABLE ONLY public.conversations_messageversion FORCE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_messageversion OWNER TO moondesk_owner;
CREATE TABLE public.conversations_messagevote (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    message_id uuid NOT NULL,
    member_id uuid,
    contact_id uuid,
    is_up boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT message_vote_of_one CHECK ((((member_id IS NULL) OR (contact_id IS NULL)) AND (1 = (
CASE
    WHEN (member_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (contact_id IS NULL) THEN 1
    ELSE 0
END))))
);
ALTER TABLE ONLY public.conversations_messagevote FORCE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_messagevote OWNER TO moondesk_owner;
CREATE TABLE public.directory_directoryentry (
    id uuid NOT NULL,
    done character varying(8) NOT NULL,
    name character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    old jsonb NOT NULL,
    new jsonb NOT NULL,
    unasked boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    member_id uuid,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.directory_directoryentry FORCE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directoryentry OWNER TO moondesk_owner;
CREATE TABLE public.directory_directorygroup (
    id uuid NOT NULL,
    source character varying(8) NOT NULL,
    name character varying(254) NOT NULL,
    external_id character varying(254) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    was_pulled boolean DEFAULT false NOT NULL,
    CONSTRAINT directory_directorygroup_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.directory_directorygroup FORCE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directorygroup OWNER TO moondesk_owner;
CREATE TABLE public.directory_directorymembership (
    id uuid NOT NULL,
    group_id uuid NOT NULL,
    display character varying(254) NOT NULL,
    organization_id uuid NOT NULL,
    person_id uuid NOT NULL
);
ALTER TABLE ONLY public.directory_directorymembership FORCE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directorymembership OWNER TO moondesk_owner;
CREATE TABLE public.directory_directoryperson (
    id uuid NOT NULL,
    source character varying(8) NOT NULL,
    user_name character varying(254) NOT NULL,
    external_id character varying(254) NOT NULL,
    email character varying(254) NOT NULL,
    document jsonb NOT NULL,
    invited_at timestamp with time zone,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    member_id uuid,
    organization_id uuid NOT NULL,
    gone_at timestamp with time zone,
    left_out boolean DEFAULT false NOT NULL,
    sent_away boolean DEFAULT false NOT NULL,
    said_at timestamp with time zone,
    was_pulled boolean DEFAULT false NOT NULL,
    CONSTRAINT directory_directoryperson_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.directory_directoryperson FORCE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directoryperson OWNER TO moondesk_owner;
CREATE TABLE public.directory_directorypull (
    id uuid NOT NULL,
    url character varying(1000) NOT NULL,
    proof character varying(8) NOT NULL,
    name character varying(254) NOT NULL,
    sealed_secret bytea NOT NULL,
    schedule character varying(9) NOT NULL,
    daily_at time without time zone NOT NULL,
    is_on boolean NOT NULL,
    revision integer NOT NULL,
    etag character varying(300) NOT NULL,
    etag_of character varying(4000) NOT NULL,
    as_of character varying(500) NOT NULL,
    whole_at timestamp with time zone,
    running uuid,
    next_at timestamp with time zone,
    failures integer NOT NULL,
    trouble character varying(12) NOT NULL,
    detail character varying(300) NOT NULL,
    last_success_at timestamp with time zone,
    last_failure_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT directory_directorypull_failures_check CHECK ((failures >= 0)),
    CONSTRAINT directory_directorypull_revision_check CHECK ((revision >= 0))
);
ALTER TABLE ONLY public.directory_directorypull FORCE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directorypull OWNER TO moondesk_owner;
CREATE TABLE public.directory_directoryrule (
    id uuid NOT NULL,
    "position" smallint NOT NULL,
    kind character varying(10) NOT NULL,
    attribute character varying(20) NOT NULL,
    value character varying(254) NOT NULL,
    role character varying(40) NOT NULL,
    department_id uuid,
    organization_id uuid NOT NULL,
    CONSTRAINT directory_directoryrule_position_check CHECK (("position" >= 0))
);
ALTER TABLE ONLY public.directory_directoryrule FORCE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directoryrule OWNER TO moondesk_owner;
CREATE TABLE public.directory_directoryrun (
    id uuid NOT NULL,
    state character varying(8) NOT NULL,
    takes_fewer boolean NOT NULL,
    is_full boolean NOT NULL,
    pages integer NOT NULL,
    read integer NOT NULL,
    joined integer NOT NULL,
    moved integer NOT NULL,
    "left" integer NOT NULL,
    conflicts integer NOT NULL,
    skipped integer NOT NULL,
    trouble character varying(12) NOT NULL,
    detail character varying(300) NOT NULL,
    notes jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    asked_by_id uuid,
    organization_id uuid NOT NULL,
    began_at timestamp with time zone,
    was_asked boolean DEFAULT false NOT NULL,
    CONSTRAINT directory_directoryrun_conflicts_check CHECK ((conflicts >= 0)),
    CONSTRAINT directory_directoryrun_joined_check CHECK ((joined >= 0)),
    CONSTRAINT directory_directoryrun_left_check CHECK (("left" >= 0)),
    CONSTRAINT directory_directoryrun_moved_check CHECK ((moved >= 0)),
    CONSTRAINT directory_directoryrun_pages_check CHECK ((pages >= 0)),
    CONSTRAINT directory_directoryrun_read_check CHECK ((read >= 0)),
    CONSTRAINT directory_directoryrun_skipped_check CHECK ((skipped >= 0))
);
ALTER TABLE ONLY public.directory_directoryrun FORCE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directoryrun OWNER TO moondesk_owner;
CREATE TABLE public.directory_directorysetup (
    id uuid NOT NULL,
    is_on boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    set_up_by_id uuid
);
ALTER TABLE ONLY public.directory_directorysetup FORCE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directorysetup OWNER TO moondesk_owner;
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type OWNER TO moondesk_owner;
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations OWNER TO moondesk_owner;
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
ALTER TABLE public.django_session OWNER TO moondesk_owner;
CREATE TABLE public.events_event (
    id uuid NOT NULL,
    name character varying(60) NOT NULL,
    subject_id uuid NOT NULL,
    actor_kind character varying(10) NOT NULL,
    actor_id uuid,
    actor_label character varying(254) NOT NULL,
    door character varying(10) NOT NULL,
    data jsonb NOT NULL,
    caused_by uuid,
    depth smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    dispatched_at timestamp with time zone,
    organization_id uuid NOT NULL,
    operation uuid,
    reverts uuid,
    address inet,
    client character varying(120) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT events_event_depth_check CHECK ((depth >= 0))
);
ALTER TABLE ONLY public.events_event FORCE ROW LEVEL SECURITY;
ALTER TABLE public.events_event OWNER TO moondesk_owner;
CREATE TABLE public.exports_ticketexport (
    id uuid NOT NULL,
    token_id uuid,
    door character varying(10) NOT NULL,
    language character varying(10) NOT NULL,
    time_zone character varying(64) NOT NULL,
    format character varying(4) NOT NULL,
    question jsonb NOT NULL,
    columns jsonb NOT NULL,
    state character varying(10) NOT NULL,
    problem character varying(300) NOT NULL,
    total integer,
    done integer NOT NULL,
    run uuid,
    tries smallint NOT NULL,
    size bigint NOT NULL,
    key character varying(120) NOT NULL,
    rights character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    worked_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    expires_at timestamp with time zone,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    chosen uuid[],
    content character varying(10) DEFAULT 'tickets'::character varying NOT NULL,
    CONSTRAINT exports_ticketexport_done_check CHECK ((done >= 0)),
    CONSTRAINT exports_ticketexport_total_check CHECK ((total >= 0)),
    CONSTRAINT exports_ticketexport_tries_check CHECK ((tries >= 0))
);
ALTER TABLE ONLY public.exports_ticketexport FORCE ROW LEVEL SECURITY;
ALTER TABLE public.exports_ticketexport OWNER TO moondesk_owner;
CREATE TABLE public.fields_field (
    id uuid NOT NULL,
    key character varying(40) NOT NULL,
    kind character varying(12) NOT NULL,
    labels jsonb NOT NULL,
    help jsonb NOT NULL,
    options jsonb NOT NULL,
    "least" numeric(21,6),
    most numeric(21,6),
    places smallint NOT NULL,
    "position" smallint NOT NULL,
    retired_at timestamp with time zone,
    organization_id uuid NOT NULL,
    CONSTRAINT field_kind_known CHECK (((kind)::text = ANY ((ARRAY['text'::character varying, 'long_text'::character varying, 'number'::character varying, 'date'::character varying, 'checkbox'::character varying, 'select'::character varying, 'multi_select'::character varying, 'tree_select'::character varying, 'url'::character varying, 'user'::character varying])::text[]))),
    CONSTRAINT fields_field_places_check CHECK ((places >= 0)),
    CONSTRAINT fields_field_position_check CHECK (("position" >= 0))
);
ALTER TABLE ONLY public.fields_field FORCE ROW LEVEL SECURITY;
ALTER TABLE public.fields_field OWNER TO moondesk_owner;
CREATE TABLE public.files_file (
    id uuid NOT NULL,
    name character varying(150) NOT NULL,
    declared_type character varying(100) NOT NULL,
    type character varying(100) NOT NULL,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    key character varying(120) NOT NULL,
    state character varying(10) NOT NULL,
    finding character varying(120) NOT NULL,
    preview character varying(8) NOT NULL,
    pictures smallint NOT NULL,
    width integer,
    height integer,
    pages integer,
    purpose character varying(10) NOT NULL,
    owner_kind character varying(8) NOT NULL,
    owner_id uuid,
    claim bytea,
    created_by character varying(254) NOT NULL,
    version smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    attached_at timestamp with time zone,
    organization_id uuid NOT NULL,
    original_id uuid,
    CONSTRAINT files_file_height_check CHECK ((height >= 0)),
    CONSTRAINT files_file_pages_check CHECK ((pages >= 0)),
    CONSTRAINT files_file_pictures_check CHECK ((pictures >= 0)),
    CONSTRAINT files_file_version_check CHECK ((version >= 0)),
    CONSTRAINT files_file_width_check CHECK ((width >= 0))
);
ALTER TABLE ONLY public.files_file FORCE ROW LEVEL SECURITY;
ALTER TABLE public.files_file OWNER TO moondesk_owner;
CREATE TABLE public.files_filelimits (
    id uuid NOT NULL,
    most bigint NOT NULL,
    quota bigint NOT NULL,
    allowed character varying(20)[] NOT NULL,
    blocked character varying(20)[] NOT NULL,
    from_forms boolean NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.files_filelimits FORCE ROW LEVEL SECURITY;
ALTER TABLE public.files_filelimits OWNER TO moondesk_owner;
CREATE TABLE public.files_fileuse (
    id uuid NOT NULL,
    used bigint NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.files_fileuse FORCE ROW LEVEL SECURITY;
ALTER TABLE public.files_fileuse OWNER TO moondesk_owner;
CREATE UNLOGGED TABLE public.limits_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
ALTER TABLE public.limits_cache OWNER TO moondesk_owner;
CREATE UNLOGGED TABLE public.limits_seat (
    id uuid NOT NULL,
    key character varying(64) NOT NULL,
    holder uuid NOT NULL,
    ends_at timestamp with time zone NOT NULL
);
ALTER TABLE public.limits_seat OWNER TO moondesk_owner;
CREATE UNLOGGED TABLE public.limits_window (
    key character varying(64) NOT NULL,
    count integer NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT limits_window_count_check CHECK ((count >= 0))
);
ALTER TABLE public.limits_window OWNER TO moondesk_owner;
CREATE TABLE public.macros_macro (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    category character varying(60) NOT NULL,
    shortcut character varying(30) NOT NULL,
    scope character varying(12) NOT NULL,
    kind character varying(8) NOT NULL,
    bodies jsonb NOT NULL,
    changes jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    department_id uuid,
    organization_id uuid NOT NULL,
    owner_id uuid,
    CONSTRAINT macro_scope_fits CHECK ((((owner_id IS NOT NULL) AND ((scope)::text = 'personal'::text)) OR ((department_id IS NOT NULL) AND ((scope)::text = 'department'::text)) OR ((scope)::text = 'organization'::text)))
);
ALTER TABLE ONLY public.macros_macro FORCE ROW LEVEL SECURITY;
ALTER TABLE public.macros_macro OWNER TO moondesk_owner;
CREATE TABLE public.macros_tickettemplate (
    id uuid NOT NULL,
    names jsonb NOT NULL,
    subjects jsonb NOT NULL,
    bodies jsonb NOT NULL,
    type character varying(12) NOT NULL,
    priority smallint,
    tags jsonb NOT NULL,
    field_values jsonb NOT NULL,
    in_form boolean NOT NULL,
    "position" smallint NOT NULL,
    retired_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    category_id uuid,
    department_id uuid,
    organization_id uuid NOT NULL,
    CONSTRAINT macros_tickettemplate_position_check CHECK (("position" >= 0)),
    CONSTRAINT macros_tickettemplate_priority_check CHECK ((priority >= 0))
);
ALTER TABLE ONLY public.macros_tickettemplate FORCE ROW LEVEL SECURITY;
ALTER TABLE public.macros_tickettemplate OWNER TO moondesk_owner;
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator OWNER TO moondesk_owner;
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notifications_mutedticket (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);
ALTER TABLE ONLY public.notifications_mutedticket FORCE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_mutedticket OWNER TO moondesk_owner;
CREATE TABLE public.notifications_notification (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    actor_label character varying(254) NOT NULL,
    message_id uuid,
    internal boolean NOT NULL,
    count smallint NOT NULL,
    events uuid[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid,
    bulk uuid,
    subject_id uuid,
    CONSTRAINT notifications_notification_count_check CHECK ((count >= 0))
);
ALTER TABLE ONLY public.notifications_notification FORCE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_notification OWNER TO moondesk_owner;
CREATE TABLE public.notifications_notificationchoice (
    id uuid NOT NULL,
    off character varying(12)[] NOT NULL,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.notifications_notificationchoice FORCE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_notificationchoice OWNER TO moondesk_owner;
CREATE TABLE public.operating_standing (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    day date NOT NULL,
    slug character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    is_demo boolean NOT NULL,
    founded_at timestamp with time zone NOT NULL,
    suspended_at timestamp with time zone,
    members integer NOT NULL,
    tickets integer NOT NULL,
    open_tickets integer NOT NULL,
    bytes bigint NOT NULL,
    active_at timestamp with time zone,
    counted_at timestamp with time zone NOT NULL,
    deletion_due_at timestamp with time zone,
    CONSTRAINT operating_standing_members_check CHECK ((members >= 0)),
    CONSTRAINT operating_standing_open_tickets_check CHECK ((open_tickets >= 0)),
    CONSTRAINT operating_standing_tickets_check CHECK ((tickets >= 0))
);
ALTER TABLE public.operating_standing OWNER TO moondesk_owner;
CREATE TABLE public.organizations_apitoken (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    prefix character varying(12) NOT NULL,
    digest bytea NOT NULL,
    scopes character varying(60)[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    member_id uuid,
    organization_id uuid NOT NULL,
    networks character varying(43)[] DEFAULT '{}'::character varying(43)[] NOT NULL,
    last_used_from inet,
    warned_days smallint,
    made_by uuid,
    CONSTRAINT organizations_apitoken_warned_days_check CHECK ((warned_days >= 0))
);
ALTER TABLE ONLY public.organizations_apitoken FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_apitoken OWNER TO moondesk_owner;
CREATE SEQUENCE public.organizations_config_versions
    START WITH 2
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.organizations_config_versions OWNER TO moondesk_owner;
CREATE TABLE public.organizations_customrole (
    id uuid NOT NULL,
    key character varying(40) NOT NULL,
    name character varying(60) NOT NULL,
    description character varying(200) NOT NULL,
    inherits character varying(40) NOT NULL,
    adds character varying(60)[] NOT NULL,
    removes character varying(60)[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.organizations_customrole FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_customrole OWNER TO moondesk_owner;
CREATE TABLE public.organizations_department (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    icon character varying(30) NOT NULL,
    "position" smallint NOT NULL,
    parent_id uuid,
    organization_id uuid NOT NULL,
    reopen_days smallint,
    close_days smallint,
    CONSTRAINT organizations_department_close_days_check CHECK ((close_days >= 0)),
    CONSTRAINT organizations_department_position_check CHECK (("position" >= 0)),
    CONSTRAINT organizations_department_reopen_days_check CHECK ((reopen_days >= 0))
);
ALTER TABLE ONLY public.organizations_department FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_department OWNER TO moondesk_owner;
CREATE TABLE public.organizations_identityprovider (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    issuer character varying(500) NOT NULL,
    client_id character varying(200) NOT NULL,
    secret bytea NOT NULL,
    domains character varying(253)[] NOT NULL,
    default_role character varying(40) NOT NULL,
    is_on boolean NOT NULL,
    is_forced boolean NOT NULL,
    tested_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.organizations_identityprovider FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_identityprovider OWNER TO moondesk_owner;
CREATE TABLE public.organizations_invitation (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    role character varying(40) NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    department_id uuid,
    invited_by_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    name character varying(120) DEFAULT ''::character varying NOT NULL,
    departments uuid[] DEFAULT '{}'::uuid[] NOT NULL
);
ALTER TABLE ONLY public.organizations_invitation FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_invitation OWNER TO moondesk_owner;
CREATE TABLE public.organizations_member (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    roles character varying(40)[] NOT NULL,
    managed_categories uuid[] NOT NULL,
    managed_types character varying(20)[] NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    watch_mails character varying(8) DEFAULT 'all'::character varying NOT NULL,
    mails_off character varying(20)[] DEFAULT '{}'::character varying(20)[] NOT NULL,
    role_rules text[] DEFAULT '{}'::text[] NOT NULL
);
ALTER TABLE ONLY public.organizations_member FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_member OWNER TO moondesk_owner;
CREATE TABLE public.organizations_memberdepartment (
    id uuid NOT NULL,
    department_id uuid NOT NULL,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.organizations_memberdepartment FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_memberdepartment OWNER TO moondesk_owner;
CREATE TABLE public.organizations_organization (
    id uuid NOT NULL,
    slug character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    language character varying(10) NOT NULL,
    time_zone character varying(60) NOT NULL,
    brand_hue smallint NOT NULL,
    icon character varying(30) NOT NULL,
    number_prefix character varying(6) NOT NULL,
    reopen_days smallint NOT NULL,
    close_days smallint NOT NULL,
    mail_key bytea NOT NULL,
    is_demo boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    config_version bigint NOT NULL,
    undo_seconds smallint DEFAULT 30 NOT NULL,
    views_version bigint DEFAULT 1 NOT NULL,
    forced_sign_in character varying(300)[] DEFAULT '{}'::character varying(300)[] NOT NULL,
    logo_mark character varying(16) DEFAULT ''::character varying NOT NULL,
    suspended_at timestamp with time zone,
    deletion_due_at timestamp with time zone,
    second_factor_roles character varying(40)[] DEFAULT '{}'::character varying(40)[] NOT NULL,
    second_factor_days smallint DEFAULT 0 NOT NULL,
    second_factor_since timestamp with time zone,
    help_domain character varying(253) DEFAULT ''::character varying NOT NULL,
    removal_began_at timestamp with time zone,
    features_off character varying(40)[] DEFAULT '{}'::character varying(40)[] NOT NULL,
    CONSTRAINT organizations_organization_brand_hue_check CHECK ((brand_hue >= 0)),
    CONSTRAINT organizations_organization_close_days_check CHECK ((close_days >= 0)),
    CONSTRAINT organizations_organization_reopen_days_check CHECK ((reopen_days >= 0)),
    CONSTRAINT organizations_organization_second_factor_days_check CHECK ((second_factor_days >= 0)),
    CONSTRAINT organizations_organization_undo_seconds_check CHECK ((undo_seconds >= 0))
);
ALTER TABLE ONLY public.organizations_organization FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_organization OWNER TO moondesk_owner;
CREATE TABLE public.organizations_ownershipoffer (
    id uuid NOT NULL,
    keeps character varying(40) NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ending character varying(12) NOT NULL,
    offered_by_id uuid NOT NULL,
    offered_to_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.organizations_ownershipoffer FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_ownershipoffer OWNER TO moondesk_owner;
CREATE TABLE public.portals_portal (
    id uuid NOT NULL,
    sign_in_links boolean NOT NULL,
    domain character varying(253) NOT NULL,
    is_used boolean NOT NULL,
    proven_at timestamp with time zone,
    checked_at timestamp with time zone,
    missing_since timestamp with time zone,
    organization_id uuid NOT NULL,
    unseen_since timestamp with time zone
);
ALTER TABLE ONLY public.portals_portal FORCE ROW LEVEL SECURITY;
ALTER TABLE public.portals_portal OWNER TO moondesk_owner;
CREATE TABLE public.portals_signinlink (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    digest bytea NOT NULL,
    language character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    ended_at timestamp with time zone,
    address inet,
    agent character varying(300) NOT NULL,
    contact_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.portals_signinlink FORCE ROW LEVEL SECURITY;
ALTER TABLE public.portals_signinlink OWNER TO moondesk_owner;
CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
ALTER TABLE public.procrastinate_events OWNER TO moondesk_owner;
CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNER TO moondesk_owner;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNER TO moondesk_owner;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE public.procrastinate_periodic_defers OWNER TO moondesk_owner;
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNER TO moondesk_owner;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.procrastinate_workers OWNER TO moondesk_owner;
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.search_searchbuild (
    id uuid NOT NULL,
    before uuid,
    built integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    organization_id uuid NOT NULL,
    prefix character varying(6) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT search_searchbuild_built_check CHECK ((built >= 0))
);
ALTER TABLE ONLY public.search_searchbuild FORCE ROW LEVEL SECURITY;
ALTER TABLE public.search_searchbuild OWNER TO moondesk_owner;
CREATE TABLE public.socialaccount_socialaccount (
    id integer NOT NULL,
    provider character varying(200) NOT NULL,
    uid character varying(191) NOT NULL,
    last_login timestamp with time zone NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    extra_data jsonb NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.socialaccount_socialaccount OWNER TO moondesk_owner;
ALTER TABLE public.socialaccount_socialaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.socialaccount_socialapp (
    id integer NOT NULL,
    provider character varying(30) NOT NULL,
    name character varying(40) NOT NULL,
    client_id character varying(191) NOT NULL,
    secret character varying(191) NOT NULL,
    key character varying(191) NOT NULL,
    provider_id character varying(200) NOT NULL,
    settings jsonb NOT NULL
);
ALTER TABLE public.socialaccount_socialapp OWNER TO moondesk_owner;
ALTER TABLE public.socialaccount_socialapp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialapp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.socialaccount_socialtoken (
    id integer NOT NULL,
    token text NOT NULL,
    token_secret text NOT NULL,
    expires_at timestamp with time zone,
    account_id integer NOT NULL,
    app_id integer
);
ALTER TABLE public.socialaccount_socialtoken OWNER TO moondesk_owner;
ALTER TABLE public.socialaccount_socialtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.tickets_accesslink (
    id uuid NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    organization_id uuid NOT NULL,
    participant_id uuid NOT NULL
);
ALTER TABLE ONLY public.tickets_accesslink FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_accesslink OWNER TO moondesk_owner;
CREATE TABLE public.tickets_category (
    id uuid NOT NULL,
    key character varying(40) NOT NULL,
    labels jsonb NOT NULL,
    "position" smallint NOT NULL,
    department_id uuid,
    organization_id uuid NOT NULL,
    parent_id uuid,
    CONSTRAINT tickets_category_position_check CHECK (("position" >= 0))
);
ALTER TABLE ONLY public.tickets_category FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_category OWNER TO moondesk_owner;
CREATE TABLE public.tickets_fieldvalue (
    id uuid NOT NULL,
    word character varying(250),
    number numeric(21,6),
    field_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);
ALTER TABLE ONLY public.tickets_fieldvalue FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_fieldvalue OWNER TO moondesk_owner;
CREATE TABLE public.tickets_merge (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    into_id uuid NOT NULL,
    merged_by character varying(254) NOT NULL,
    merged_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT merge_into_another CHECK ((NOT (ticket_id = into_id)))
);
ALTER TABLE ONLY public.tickets_merge FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_merge OWNER TO moondesk_owner;
CREATE TABLE public.tickets_participant (
    id uuid NOT NULL,
    is_requester boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    contact_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    in_copy boolean DEFAULT true NOT NULL
);
ALTER TABLE ONLY public.tickets_participant FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_participant OWNER TO moondesk_owner;
CREATE TABLE public.tickets_reminder (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    note character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);
ALTER TABLE ONLY public.tickets_reminder FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_reminder OWNER TO moondesk_owner;
CREATE TABLE public.tickets_status (
    id uuid NOT NULL,
    key character varying(40) NOT NULL,
    stage character varying(12) NOT NULL,
    labels jsonb NOT NULL,
    customer_labels jsonb NOT NULL,
    "position" smallint NOT NULL,
    is_default boolean NOT NULL,
    needs_note boolean NOT NULL,
    organization_id uuid NOT NULL,
    colour character varying(12) DEFAULT ''::character varying NOT NULL,
    waits_for character varying(12) DEFAULT ''::character varying NOT NULL,
    retired_at timestamp with time zone,
    wip_limit smallint,
    CONSTRAINT tickets_status_position_check CHECK (("position" >= 0)),
    CONSTRAINT tickets_status_wip_limit_check CHECK ((wip_limit >= 0))
);
ALTER TABLE ONLY public.tickets_status FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_status OWNER TO moondesk_owner;
CREATE TABLE public.tickets_statusmove (
    id uuid NOT NULL,
    old_id uuid NOT NULL,
    new_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    event_id uuid NOT NULL,
    total integer NOT NULL,
    moved integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT tickets_statusmove_moved_check CHECK ((moved >= 0)),
    CONSTRAINT tickets_statusmove_total_check CHECK ((total >= 0))
);
ALTER TABLE ONLY public.tickets_statusmove FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_statusmove OWNER TO moondesk_owner;
CREATE TABLE public.tickets_tag (
    id uuid NOT NULL,
    name character varying(40) NOT NULL,
    colour character varying(12) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.tickets_tag FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_tag OWNER TO moondesk_owner;
CREATE TABLE public.tickets_tagmove (
    id uuid NOT NULL,
    old character varying(40) NOT NULL,
    event_id uuid NOT NULL,
    moved integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    new_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT tickets_tagmove_moved_check CHECK ((moved >= 0))
);
ALTER TABLE ONLY public.tickets_tagmove FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_tagmove OWNER TO moondesk_owner;
CREATE TABLE public.tickets_tally (
    id uuid NOT NULL,
    department_id uuid,
    assignee_id uuid,
    stage character varying(12) NOT NULL,
    tickets integer NOT NULL,
    organization_id uuid NOT NULL,
    whole boolean DEFAULT false NOT NULL,
    status_id uuid
);
ALTER TABLE ONLY public.tickets_tally FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_tally OWNER TO moondesk_owner;
CREATE TABLE public.tickets_ticket (
    id uuid NOT NULL,
    number character varying(12) NOT NULL,
    subject character varying(200) NOT NULL,
    stage character varying(12) NOT NULL,
    priority smallint NOT NULL,
    type character varying(12) NOT NULL,
    channel character varying(10) NOT NULL,
    tags character varying(40)[] NOT NULL,
    language character varying(10) NOT NULL,
    version integer NOT NULL,
    message_count integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    assigned_at timestamp with time zone,
    first_response_at timestamp with time zone,
    last_message_at timestamp with time zone NOT NULL,
    last_message_by_customer boolean NOT NULL,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    deleted_at timestamp with time zone,
    assignee_id uuid,
    category_id uuid,
    department_id uuid,
    follows_id uuid,
    organization_id uuid NOT NULL,
    requester_id uuid NOT NULL,
    status_id uuid NOT NULL,
    close_warned_at timestamp with time zone,
    archived_at timestamp with time zone,
    field_values jsonb DEFAULT '{}'::jsonb NOT NULL,
    snoozed_at timestamp with time zone,
    snoozed_until timestamp with time zone,
    merged_into_id uuid,
    merged_count smallint DEFAULT 0 NOT NULL,
    snoozed_by uuid,
    watchers uuid[],
    mentioned uuid[],
    starts_at timestamp with time zone,
    CONSTRAINT ticket_priority_known CHECK (((priority >= 1) AND (priority <= 4))),
    CONSTRAINT ticket_stage_known CHECK (((stage)::text = ANY ((ARRAY['open'::character varying, 'in_progress'::character varying, 'waiting'::character varying, 'resolved'::character varying, 'closed'::character varying])::text[]))),
    CONSTRAINT tickets_ticket_merged_count_check CHECK ((merged_count >= 0)),
    CONSTRAINT tickets_ticket_message_count_check CHECK ((message_count >= 0)),
    CONSTRAINT tickets_ticket_priority_check CHECK ((priority >= 0)),
    CONSTRAINT tickets_ticket_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.tickets_ticket FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_ticket OWNER TO moondesk_owner;
CREATE TABLE public.tickets_ticketform (
    id uuid NOT NULL,
    type character varying(12) NOT NULL,
    items jsonb NOT NULL,
    category_id uuid,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.tickets_ticketform FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_ticketform OWNER TO moondesk_owner;
CREATE TABLE public.tickets_ticketlink (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    first_id uuid NOT NULL,
    second_id uuid NOT NULL,
    made_by character varying(254) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT ticket_link_to_another CHECK ((NOT (first_id = second_id)))
);
ALTER TABLE ONLY public.tickets_ticketlink FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_ticketlink OWNER TO moondesk_owner;
CREATE TABLE public.tickets_ticketwords (
    id uuid NOT NULL,
    words tsvector NOT NULL,
    names text NOT NULL,
    indexed_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);
ALTER TABLE ONLY public.tickets_ticketwords FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_ticketwords OWNER TO moondesk_owner;
CREATE TABLE public.tickets_transition (
    id uuid NOT NULL,
    old_id uuid NOT NULL,
    new_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    roles character varying(40)[] NOT NULL
);
ALTER TABLE ONLY public.tickets_transition FORCE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_transition OWNER TO moondesk_owner;
CREATE TABLE public.timekeeping_timeentry (
    id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    minutes smallint NOT NULL,
    billable boolean NOT NULL,
    note character varying(500) NOT NULL,
    from_timer boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT time_minutes_known CHECK (((minutes >= 1) AND (minutes <= 1440))),
    CONSTRAINT timekeeping_timeentry_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT timekeeping_timeentry_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.timekeeping_timeentry FORCE ROW LEVEL SECURITY;
ALTER TABLE public.timekeeping_timeentry OWNER TO moondesk_owner;
CREATE TABLE public.timekeeping_timer (
    id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    running_since timestamp with time zone,
    seconds integer NOT NULL,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT timekeeping_timer_seconds_check CHECK ((seconds >= 0))
);
ALTER TABLE ONLY public.timekeeping_timer FORCE ROW LEVEL SECURITY;
ALTER TABLE public.timekeeping_timer OWNER TO moondesk_owner;
CREATE TABLE public.views_listlook (
    id uuid NOT NULL,
    columns character varying(60)[] NOT NULL,
    widths jsonb NOT NULL,
    density character varying(8) NOT NULL,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.views_listlook FORCE ROW LEVEL SECURITY;
ALTER TABLE public.views_listlook OWNER TO moondesk_owner;
CREATE TABLE public.views_ownplaces (
    id uuid NOT NULL,
    "order" uuid[] NOT NULL,
    pinned uuid[] NOT NULL,
    unpinned uuid[] NOT NULL,
    member_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.views_ownplaces FORCE ROW LEVEL SECURITY;
ALTER TABLE public.views_ownplaces OWNER TO moondesk_owner;
CREATE TABLE public.views_savedview (
    id uuid NOT NULL,
    name character varying(60) NOT NULL,
    scope character varying(12) NOT NULL,
    question jsonb NOT NULL,
    sort character varying(60) NOT NULL,
    layout character varying(12) NOT NULL,
    columns character varying(60)[] NOT NULL,
    "grouping" character varying(20) NOT NULL,
    pinned boolean NOT NULL,
    "position" smallint NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    department_id uuid,
    organization_id uuid NOT NULL,
    owner_id uuid,
    CONSTRAINT view_scope_fits CHECK ((((owner_id IS NOT NULL) AND ((scope)::text = 'personal'::text)) OR ((department_id IS NOT NULL) AND ((scope)::text = 'department'::text)) OR ((scope)::text = 'organization'::text))),
    CONSTRAINT views_savedview_position_check CHECK (("position" >= 0)),
    CONSTRAINT views_savedview_version_check CHECK ((version >= 0))
);
ALTER TABLE ONLY public.views_savedview FORCE ROW LEVEL SECURITY;
ALTER TABLE public.views_savedview OWNER TO moondesk_owner;
CREATE TABLE public.webforms_apisites (
    id uuid NOT NULL,
    origins character varying(300)[] NOT NULL,
    organization_id uuid NOT NULL
);
ALTER TABLE ONLY public.webforms_apisites FORCE ROW LEVEL SECURITY;
ALTER TABLE public.webforms_apisites OWNER TO moondesk_owner;
CREATE TABLE public.webforms_unconfirmedrequest (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(120) NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL,
    field_values jsonb NOT NULL,
    file_ids uuid[] NOT NULL,
    claim character varying(200) NOT NULL,
    language character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    category_id uuid,
    organization_id uuid NOT NULL,
    ticket_id uuid,
    form_id uuid NOT NULL
);
ALTER TABLE ONLY public.webforms_unconfirmedrequest FORCE ROW LEVEL SECURITY;
ALTER TABLE public.webforms_unconfirmedrequest OWNER TO moondesk_owner;
CREATE TABLE public.webforms_webform (
    id uuid NOT NULL,
    key character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    titles jsonb NOT NULL,
    intros jsonb NOT NULL,
    thanks jsonb NOT NULL,
    asks_category boolean NOT NULL,
    field_keys character varying(40)[],
    sites character varying(300)[] NOT NULL,
    takes_files boolean NOT NULL,
    confirms boolean NOT NULL,
    retired_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    category_id uuid,
    department_id uuid,
    organization_id uuid NOT NULL,
    asks_proof boolean DEFAULT false NOT NULL
);
ALTER TABLE ONLY public.webforms_webform FORCE ROW LEVEL SECURITY;
ALTER TABLE public.webforms_webform OWNER TO moondesk_owner;
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
INSERT INTO public.auth_permission VALUES (1, 'Can add permission', 2, 'add_permission');
INSERT INTO public.auth_permission VALUES (2, 'Can change permission', 2, 'change_permission');
INSERT INTO public.auth_permission VALUES (3, 'Can delete permission', 2, 'delete_permission');
INSERT INTO public.auth_permission VALUES (4, 'Can view permission', 2, 'view_permission');
INSERT INTO public.auth_permission VALUES (5, 'Can add group', 1, 'add_group');
INSERT INTO public.auth_permission VALUES (6, 'Can change group', 1, 'change_group');
INSERT INTO public.auth_permission VALUES (7, 'Can delete group', 1, 'delete_group');
INSERT INTO public.auth_permission VALUES (8, 'Can view group', 1, 'view_group');
INSERT INTO public.auth_permission VALUES (9, 'Can add content type', 3, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (10, 'Can change content type', 3, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (11, 'Can delete content type', 3, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (12, 'Can view content type', 3, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (13, 'Can add session', 4, 'add_session');
INSERT INTO public.auth_permission VALUES (14, 'Can change session', 4, 'change_session');
INSERT INTO public.auth_permission VALUES (15, 'Can delete session', 4, 'delete_session');
INSERT INTO public.auth_permission VALUES (16, 'Can view session', 4, 'view_session');
INSERT INTO public.auth_permission VALUES (17, 'Can add email address', 5, 'add_emailaddress');
INSERT INTO public.auth_permission VALUES (18, 'Can change email address', 5, 'change_emailaddress');
INSERT INTO public.auth_permission VALUES (19, 'Can delete email address', 5, 'delete_emailaddress');
INSERT INTO public.auth_permission VALUES (20, 'Can view email address', 5, 'view_emailaddress');
INSERT INTO public.auth_permission VALUES (21, 'Can add email confirmation', 6, 'add_emailconfirmation');
INSERT INTO public.auth_permission VALUES (22, 'Can change email confirmation', 6, 'change_emailconfirmation');
INSERT INTO public.auth_permission VALUES (23, 'Can delete email confirmation', 6, 'delete_emailconfirmation');
INSERT INTO public.auth_permission VALUES (24, 'Can view email confirmation', 6, 'view_emailconfirmation');
INSERT INTO public.auth_permission VALUES (25, 'Can add social account', 7, 'add_socialaccount');
INSERT INTO public.auth_permission VALUES (26, 'Can change social account', 7, 'change_socialaccount');
INSERT INTO public.auth_permission VALUES (27, 'Can delete social account', 7, 'delete_socialaccount');
INSERT INTO public.auth_permission VALUES (28, 'Can view social account', 7, 'view_socialaccount');
INSERT INTO public.auth_permission VALUES (29, 'Can add social application', 8, 'add_socialapp');
INSERT INTO public.auth_permission VALUES (30, 'Can change social application', 8, 'change_socialapp');
INSERT INTO public.auth_permission VALUES (31, 'Can delete social application', 8, 'delete_socialapp');
INSERT INTO public.auth_permission VALUES (32, 'Can view social application', 8, 'view_socialapp');
INSERT INTO public.auth_permission VALUES (33, 'Can add social application token', 9, 'add_socialtoken');
INSERT INTO public.auth_permission VALUES (34, 'Can change social application token', 9, 'change_socialtoken');
INSERT INTO public.auth_permission VALUES (35, 'Can delete social application token', 9, 'delete_socialtoken');
INSERT INTO public.auth_permission VALUES (36, 'Can view social application token', 9, 'view_socialtoken');
INSERT INTO public.auth_permission VALUES (37, 'Can add authenticator', 10, 'add_authenticator');
INSERT INTO public.auth_permission VALUES (38, 'Can change authenticator', 10, 'change_authenticator');
INSERT INTO public.auth_permission VALUES (39, 'Can delete authenticator', 10, 'delete_authenticator');
INSERT INTO public.auth_permission VALUES (40, 'Can view authenticator', 10, 'view_authenticator');
INSERT INTO public.auth_permission VALUES (41, 'Can add procrastinate event', 11, 'add_procrastinateevent');
INSERT INTO public.auth_permission VALUES (42, 'Can change procrastinate event', 11, 'change_procrastinateevent');
INSERT INTO public.auth_permission VALUES (43, 'Can delete procrastinate event', 11, 'delete_procrastinateevent');
INSERT INTO public.auth_permission VALUES (44, 'Can view procrastinate event', 11, 'view_procrastinateevent');
INSERT INTO public.auth_permission VALUES (45, 'Can add procrastinate job', 12, 'add_procrastinatejob');
INSERT INTO public.auth_permission VALUES (46, 'Can change procrastinate job', 12, 'change_procrastinatejob');
INSERT INTO public.auth_permission VALUES (47, 'Can delete procrastinate job', 12, 'delete_procrastinatejob');
INSERT INTO public.auth_permission VALUES (48, 'Can view procrastinate job', 12, 'view_procrastinatejob');
INSERT INTO public.auth_permission VALUES (49, 'Can add procrastinate periodic defer', 13, 'add_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (50, 'Can change procrastinate periodic defer', 13, 'change_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (51, 'Can delete procrastinate periodic defer', 13, 'delete_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (52, 'Can view procrastinate periodic defer', 13, 'view_procrastinateperiodicdefer');
INSERT INTO public.auth_permission VALUES (53, 'Can add procrastinate worker', 14, 'add_procrastinateworker');
INSERT INTO public.auth_permission VALUES (54, 'Can change procrastinate worker', 14, 'change_procrastinateworker');
INSERT INTO public.auth_permission VALUES (55, 'Can delete procrastinate worker', 14, 'delete_procrastinateworker');
INSERT INTO public.auth_permission VALUES (56, 'Can view procrastinate worker', 14, 'view_procrastinateworker');
INSERT INTO public.auth_permission VALUES (57, 'Can add window', 16, 'add_window');
INSERT INTO public.auth_permission VALUES (58, 'Can change window', 16, 'change_window');
INSERT INTO public.auth_permission VALUES (59, 'Can delete window', 16, 'delete_window');
INSERT INTO public.auth_permission VALUES (60, 'Can view window', 16, 'view_window');
INSERT INTO public.auth_permission VALUES (61, 'Can add seat', 15, 'add_seat');
INSERT INTO public.auth_permission VALUES (62, 'Can change seat', 15, 'change_seat');
INSERT INTO public.auth_permission VALUES (63, 'Can delete seat', 15, 'delete_seat');
INSERT INTO public.auth_permission VALUES (64, 'Can view seat', 15, 'view_seat');
INSERT INTO public.auth_permission VALUES (65, 'Can add event', 17, 'add_event');
INSERT INTO public.auth_permission VALUES (66, 'Can change event', 17, 'change_event');
INSERT INTO public.auth_permission VALUES (67, 'Can delete event', 17, 'delete_event');
INSERT INTO public.auth_permission VALUES (68, 'Can view event', 17, 'view_event');
INSERT INTO public.auth_permission VALUES (69, 'Can add user', 19, 'add_user');
INSERT INTO public.auth_permission VALUES (70, 'Can change user', 19, 'change_user');
INSERT INTO public.auth_permission VALUES (71, 'Can delete user', 19, 'delete_user');
INSERT INTO public.auth_permission VALUES (72, 'Can view user', 19, 'view_user');
INSERT INTO public.auth_permission VALUES (73, 'Can add sign in', 18, 'add_signin');
INSERT INTO public.auth_permission VALUES (74, 'Can change sign in', 18, 'change_signin');
INSERT INTO public.auth_permission VALUES (75, 'Can delete sign in', 18, 'delete_signin');
INSERT INTO public.auth_permission VALUES (76, 'Can view sign in', 18, 'view_signin');
INSERT INTO public.auth_permission VALUES (77, 'Can add organization', 27, 'add_organization');
INSERT INTO public.auth_permission VALUES (78, 'Can change organization', 27, 'change_organization');
INSERT INTO public.auth_permission VALUES (79, 'Can delete organization', 27, 'delete_organization');
INSERT INTO public.auth_permission VALUES (80, 'Can view organization', 27, 'view_organization');
INSERT INTO public.auth_permission VALUES (81, 'Can add department', 22, 'add_department');
INSERT INTO public.auth_permission VALUES (82, 'Can change department', 22, 'change_department');
INSERT INTO public.auth_permission VALUES (83, 'Can delete department', 22, 'delete_department');
INSERT INTO public.auth_permission VALUES (84, 'Can view department', 22, 'view_department');
INSERT INTO public.auth_permission VALUES (85, 'Can add member', 25, 'add_member');
INSERT INTO public.auth_permission VALUES (86, 'Can change member', 25, 'change_member');
INSERT INTO public.auth_permission VALUES (87, 'Can delete member', 25, 'delete_member');
INSERT INTO public.auth_permission VALUES (88, 'Can view member', 25, 'view_member');
INSERT INTO public.auth_permission VALUES (89, 'Can add member department', 26, 'add_memberdepartment');
INSERT INTO public.auth_permission VALUES (90, 'Can change member department', 26, 'change_memberdepartment');
INSERT INTO public.auth_permission VALUES (91, 'Can delete member department', 26, 'delete_memberdepartment');
INSERT INTO public.auth_permission VALUES (92, 'Can view member department', 26, 'view_memberdepartment');
INSERT INTO public.auth_permission VALUES (93, 'Can add invitation', 24, 'add_invitation');
INSERT INTO public.auth_permission VALUES (94, 'Can change invitation', 24, 'change_invitation');
INSERT INTO public.auth_permission VALUES (95, 'Can delete invitation', 24, 'delete_invitation');
INSERT INTO public.auth_permission VALUES (96, 'Can view invitation', 24, 'view_invitation');
INSERT INTO public.auth_permission VALUES (97, 'Can add api token', 20, 'add_apitoken');
INSERT INTO public.auth_permission VALUES (98, 'Can change api token', 20, 'change_apitoken');
INSERT INTO public.auth_permission VALUES (99, 'Can delete api token', 20, 'delete_apitoken');
INSERT INTO public.auth_permission VALUES (100, 'Can view api token', 20, 'view_apitoken');
INSERT INTO public.auth_permission VALUES (101, 'Can add proven domain', 29, 'add_provendomain');
INSERT INTO public.auth_permission VALUES (102, 'Can change proven domain', 29, 'change_provendomain');
INSERT INTO public.auth_permission VALUES (103, 'Can delete proven domain', 29, 'delete_provendomain');
INSERT INTO public.auth_permission VALUES (104, 'Can view proven domain', 29, 'view_provendomain');
INSERT INTO public.auth_permission VALUES (105, 'Can add identity provider', 23, 'add_identityprovider');
INSERT INTO public.auth_permission VALUES (106, 'Can change identity provider', 23, 'change_identityprovider');
INSERT INTO public.auth_permission VALUES (107, 'Can delete identity provider', 23, 'delete_identityprovider');
INSERT INTO public.auth_permission VALUES (108, 'Can view identity provider', 23, 'view_identityprovider');
INSERT INTO public.auth_permission VALUES (109, 'Can add custom role', 21, 'add_customrole');
INSERT INTO public.auth_permission VALUES (110, 'Can change custom role', 21, 'change_customrole');
INSERT INTO public.auth_permission VALUES (111, 'Can delete custom role', 21, 'delete_customrole');
INSERT INTO public.auth_permission VALUES (112, 'Can view custom role', 21, 'view_customrole');
INSERT INTO public.auth_permission VALUES (113, 'Can add ownership offer', 28, 'add_ownershipoffer');
INSERT INTO public.auth_permission VALUES (114, 'Can change ownership offer', 28, 'change_ownershipoffer');
INSERT INTO public.auth_permission VALUES (115, 'Can delete ownership offer', 28, 'delete_ownershipoffer');
INSERT INTO public.auth_permission VALUES (116, 'Can view ownership offer', 28, 'view_ownershipoffer');
INSERT INTO public.auth_permission VALUES (117, 'Can add installation entry', 30, 'add_installationentry');
INSERT INTO public.auth_permission VALUES (118, 'Can change installation entry', 30, 'change_installationentry');
INSERT INTO public.auth_permission VALUES (119, 'Can delete installation entry', 30, 'delete_installationentry');
INSERT INTO public.auth_permission VALUES (120, 'Can view installation entry', 30, 'view_installationentry');
INSERT INTO public.auth_permission VALUES (121, 'Can add retention', 31, 'add_retention');
INSERT INTO public.auth_permission VALUES (122, 'Can change retention', 31, 'change_retention');
INSERT INTO public.auth_permission VALUES (123, 'Can delete retention', 31, 'delete_retention');
INSERT INTO public.auth_permission VALUES (124, 'Can view retention', 31, 'view_retention');
INSERT INTO public.auth_permission VALUES (125, 'Can add viewing', 32, 'add_viewing');
INSERT INTO public.auth_permission VALUES (126, 'Can change viewing', 32, 'change_viewing');
INSERT INTO public.auth_permission VALUES (127, 'Can delete viewing', 32, 'delete_viewing');
INSERT INTO public.auth_permission VALUES (128, 'Can view viewing', 32, 'view_viewing');
INSERT INTO public.auth_permission VALUES (129, 'Can add file', 33, 'add_file');
INSERT INTO public.auth_permission VALUES (130, 'Can change file', 33, 'change_file');
INSERT INTO public.auth_permission VALUES (131, 'Can delete file', 33, 'delete_file');
INSERT INTO public.auth_permission VALUES (132, 'Can view file', 33, 'view_file');
INSERT INTO public.auth_permission VALUES (133, 'Can add file limits', 34, 'add_filelimits');
INSERT INTO public.auth_permission VALUES (134, 'Can change file limits', 34, 'change_filelimits');
INSERT INTO public.auth_permission VALUES (135, 'Can delete file limits', 34, 'delete_filelimits');
INSERT INTO public.auth_permission VALUES (136, 'Can view file limits', 34, 'view_filelimits');
INSERT INTO public.auth_permission VALUES (137, 'Can add file use', 35, 'add_fileuse');
INSERT INTO public.auth_permission VALUES (138, 'Can change file use', 35, 'change_fileuse');
INSERT INTO public.auth_permission VALUES (139, 'Can delete file use', 35, 'delete_fileuse');
INSERT INTO public.auth_permission VALUES (140, 'Can view file use', 35, 'view_fileuse');
INSERT INTO public.auth_permission VALUES (141, 'Can add branding', 36, 'add_branding');
INSERT INTO public.auth_permission VALUES (142, 'Can change branding', 36, 'change_branding');
INSERT INTO public.auth_permission VALUES (143, 'Can delete branding', 36, 'delete_branding');
INSERT INTO public.auth_permission VALUES (144, 'Can view branding', 36, 'view_branding');
INSERT INTO public.auth_permission VALUES (145, 'Can add field', 37, 'add_field');
INSERT INTO public.auth_permission VALUES (146, 'Can change field', 37, 'change_field');
INSERT INTO public.auth_permission VALUES (147, 'Can delete field', 37, 'delete_field');
INSERT INTO public.auth_permission VALUES (148, 'Can view field', 37, 'view_field');
INSERT INTO public.auth_permission VALUES (149, 'Can add company', 38, 'add_company');
INSERT INTO public.auth_permission VALUES (150, 'Can change company', 38, 'change_company');
INSERT INTO public.auth_permission VALUES (151, 'Can delete company', 38, 'delete_company');
INSERT INTO public.auth_permission VALUES (152, 'Can view company', 38, 'view_company');
INSERT INTO public.auth_permission VALUES (153, 'Can add contact', 39, 'add_contact');
INSERT INTO public.auth_permission VALUES (154, 'Can change contact', 39, 'change_contact');
INSERT INTO public.auth_permission VALUES (155, 'Can delete contact', 39, 'delete_contact');
INSERT INTO public.auth_permission VALUES (156, 'Can view contact', 39, 'view_contact');
INSERT INTO public.auth_permission VALUES (157, 'Can add sign in link', 41, 'add_signinlink');
INSERT INTO public.auth_permission VALUES (158, 'Can change sign in link', 41, 'change_signinlink');
INSERT INTO public.auth_permission VALUES (159, 'Can delete sign in link', 41, 'delete_signinlink');
INSERT INTO public.auth_permission VALUES (160, 'Can view sign in link', 41, 'view_signinlink');
INSERT INTO public.auth_permission VALUES (161, 'Can add portal', 40, 'add_portal');
INSERT INTO public.auth_permission VALUES (162, 'Can change portal', 40, 'change_portal');
INSERT INTO public.auth_permission VALUES (163, 'Can delete portal', 40, 'delete_portal');
INSERT INTO public.auth_permission VALUES (164, 'Can view portal', 40, 'view_portal');
INSERT INTO public.auth_permission VALUES (165, 'Can add category', 43, 'add_category');
INSERT INTO public.auth_permission VALUES (166, 'Can change category', 43, 'change_category');
INSERT INTO public.auth_permission VALUES (167, 'Can delete category', 43, 'delete_category');
INSERT INTO public.auth_permission VALUES (168, 'Can view category', 43, 'view_category');
INSERT INTO public.auth_permission VALUES (169, 'Can add participant', 46, 'add_participant');
INSERT INTO public.auth_permission VALUES (170, 'Can change participant', 46, 'change_participant');
INSERT INTO public.auth_permission VALUES (171, 'Can delete participant', 46, 'delete_participant');
INSERT INTO public.auth_permission VALUES (172, 'Can view participant', 46, 'view_participant');
INSERT INTO public.auth_permission VALUES (173, 'Can add access link', 42, 'add_accesslink');
INSERT INTO public.auth_permission VALUES (174, 'Can change access link', 42, 'change_accesslink');
INSERT INTO public.auth_permission VALUES (175, 'Can delete access link', 42, 'delete_accesslink');
INSERT INTO public.auth_permission VALUES (176, 'Can view access link', 42, 'view_accesslink');
INSERT INTO public.auth_permission VALUES (177, 'Can add status', 48, 'add_status');
INSERT INTO public.auth_permission VALUES (178, 'Can change status', 48, 'change_status');
INSERT INTO public.auth_permission VALUES (179, 'Can delete status', 48, 'delete_status');
INSERT INTO public.auth_permission VALUES (180, 'Can view status', 48, 'view_status');
INSERT INTO public.auth_permission VALUES (181, 'Can add tally', 52, 'add_tally');
INSERT INTO public.auth_permission VALUES (182, 'Can change tally', 52, 'change_tally');
INSERT INTO public.auth_permission VALUES (183, 'Can delete tally', 52, 'delete_tally');
INSERT INTO public.auth_permission VALUES (184, 'Can view tally', 52, 'view_tally');
INSERT INTO public.auth_permission VALUES (185, 'Can add ticket', 53, 'add_ticket');
INSERT INTO public.auth_permission VALUES (186, 'Can change ticket', 53, 'change_ticket');
INSERT INTO public.auth_permission VALUES (187, 'Can delete ticket', 53, 'delete_ticket');
INSERT INTO public.auth_permission VALUES (188, 'Can view ticket', 53, 'view_ticket');
INSERT INTO public.auth_permission VALUES (189, 'Can add status move', 49, 'add_statusmove');
INSERT INTO public.auth_permission VALUES (190, 'Can change status move', 49, 'change_statusmove');
INSERT INTO public.auth_permission VALUES (191, 'Can delete status move', 49, 'delete_statusmove');
INSERT INTO public.auth_permission VALUES (192, 'Can view status move', 49, 'view_statusmove');
INSERT INTO public.auth_permission VALUES (193, 'Can add transition', 57, 'add_transition');
INSERT INTO public.auth_permission VALUES (194, 'Can change transition', 57, 'change_transition');
INSERT INTO public.auth_permission VALUES (195, 'Can delete transition', 57, 'delete_transition');
INSERT INTO public.auth_permission VALUES (196, 'Can view transition', 57, 'view_transition');
INSERT INTO public.auth_permission VALUES (197, 'Can add field value', 44, 'add_fieldvalue');
INSERT INTO public.auth_permission VALUES (198, 'Can change field value', 44, 'change_fieldvalue');
INSERT INTO public.auth_permission VALUES (199, 'Can delete field value', 44, 'delete_fieldvalue');
INSERT INTO public.auth_permission VALUES (200, 'Can view field value', 44, 'view_fieldvalue');
INSERT INTO public.auth_permission VALUES (201, 'Can add ticket form', 54, 'add_ticketform');
INSERT INTO public.auth_permission VALUES (202, 'Can change ticket form', 54, 'change_ticketform');
INSERT INTO public.auth_permission VALUES (203, 'Can delete ticket form', 54, 'delete_ticketform');
INSERT INTO public.auth_permission VALUES (204, 'Can view ticket form', 54, 'view_ticketform');
INSERT INTO public.auth_permission VALUES (205, 'Can add tag', 50, 'add_tag');
INSERT INTO public.auth_permission VALUES (206, 'Can change tag', 50, 'change_tag');
INSERT INTO public.auth_permission VALUES (207, 'Can delete tag', 50, 'delete_tag');
INSERT INTO public.auth_permission VALUES (208, 'Can view tag', 50, 'view_tag');
INSERT INTO public.auth_permission VALUES (209, 'Can add tag move', 51, 'add_tagmove');
INSERT INTO public.auth_permission VALUES (210, 'Can change tag move', 51, 'change_tagmove');
INSERT INTO public.auth_permission VALUES (211, 'Can delete tag move', 51, 'delete_tagmove');
INSERT INTO public.auth_permission VALUES (212, 'Can view tag move', 51, 'view_tagmove');
INSERT INTO public.auth_permission VALUES (213, 'Can add reminder', 47, 'add_reminder');
INSERT INTO public.auth_permission VALUES (214, 'Can change reminder', 47, 'change_reminder');
INSERT INTO public.auth_permission VALUES (215, 'Can delete reminder', 47, 'delete_reminder');
INSERT INTO public.auth_permission VALUES (216, 'Can view reminder', 47, 'view_reminder');
INSERT INTO public.auth_permission VALUES (217, 'Can add merge', 45, 'add_merge');
INSERT INTO public.auth_permission VALUES (218, 'Can change merge', 45, 'change_merge');
INSERT INTO public.auth_permission VALUES (219, 'Can delete merge', 45, 'delete_merge');
INSERT INTO public.auth_permission VALUES (220, 'Can view merge', 45, 'view_merge');
INSERT INTO public.auth_permission VALUES (221, 'Can add ticket link', 55, 'add_ticketlink');
INSERT INTO public.auth_permission VALUES (222, 'Can change ticket link', 55, 'change_ticketlink');
INSERT INTO public.auth_permission VALUES (223, 'Can delete ticket link', 55, 'delete_ticketlink');
INSERT INTO public.auth_permission VALUES (224, 'Can view ticket link', 55, 'view_ticketlink');
INSERT INTO public.auth_permission VALUES (225, 'Can add ticket words', 56, 'add_ticketwords');
INSERT INTO public.auth_permission VALUES (226, 'Can change ticket words', 56, 'change_ticketwords');
INSERT INTO public.auth_permission VALUES (227, 'Can delete ticket words', 56, 'delete_ticketwords');
INSERT INTO public.auth_permission VALUES (228, 'Can view ticket words', 56, 'view_ticketwords');
INSERT INTO public.auth_permission VALUES (229, 'Can add message', 61, 'add_message');
INSERT INTO public.auth_permission VALUES (230, 'Can change message', 61, 'change_message');
INSERT INTO public.auth_permission VALUES (231, 'Can delete message', 61, 'delete_message');
INSERT INTO public.auth_permission VALUES (232, 'Can view message', 61, 'view_message');
INSERT INTO public.auth_permission VALUES (233, 'Can add attachment', 58, 'add_attachment');
INSERT INTO public.auth_permission VALUES (234, 'Can change attachment', 58, 'change_attachment');
INSERT INTO public.auth_permission VALUES (235, 'Can delete attachment', 58, 'delete_attachment');
INSERT INTO public.auth_permission VALUES (236, 'Can view attachment', 58, 'view_attachment');
INSERT INTO public.auth_permission VALUES (237, 'Can add draft', 59, 'add_draft');
INSERT INTO public.auth_permission VALUES (238, 'Can change draft', 59, 'change_draft');
INSERT INTO public.auth_permission VALUES (239, 'Can delete draft', 59, 'delete_draft');
INSERT INTO public.auth_permission VALUES (240, 'Can view draft', 59, 'view_draft');
INSERT INTO public.auth_permission VALUES (241, 'Can add mention', 60, 'add_mention');
INSERT INTO public.auth_permission VALUES (242, 'Can change mention', 60, 'change_mention');
INSERT INTO public.auth_permission VALUES (243, 'Can delete mention', 60, 'delete_mention');
INSERT INTO public.auth_permission VALUES (244, 'Can view mention', 60, 'view_mention');
INSERT INTO public.auth_permission VALUES (245, 'Can add message version', 62, 'add_messageversion');
INSERT INTO public.auth_permission VALUES (246, 'Can change message version', 62, 'change_messageversion');
INSERT INTO public.auth_permission VALUES (247, 'Can delete message version', 62, 'delete_messageversion');
INSERT INTO public.auth_permission VALUES (248, 'Can view message version', 62, 'view_messageversion');
INSERT INTO public.auth_permission VALUES (249, 'Can add message vote', 63, 'add_messagevote');
INSERT INTO public.auth_permission VALUES (250, 'Can change message vote', 63, 'change_messagevote');
INSERT INTO public.auth_permission VALUES (251, 'Can delete message vote', 63, 'delete_messagevote');
INSERT INTO public.auth_permission VALUES (252, 'Can view message vote', 63, 'view_messagevote');
INSERT INTO public.auth_permission VALUES (253, 'Can add mail address', 69, 'add_mailaddress');
INSERT INTO public.auth_permission VALUES (254, 'Can change mail address', 69, 'change_mailaddress');
INSERT INTO public.auth_permission VALUES (255, 'Can delete mail address', 69, 'delete_mailaddress');
INSERT INTO public.auth_permission VALUES (256, 'Can view mail address', 69, 'view_mailaddress');
INSERT INTO public.auth_permission VALUES (257, 'Can add outgoing mail', 75, 'add_outgoingmail');
INSERT INTO public.auth_permission VALUES (258, 'Can change outgoing mail', 75, 'change_outgoingmail');
INSERT INTO public.auth_permission VALUES (259, 'Can delete outgoing mail', 75, 'delete_outgoingmail');
INSERT INTO public.auth_permission VALUES (260, 'Can view outgoing mail', 75, 'view_outgoingmail');
INSERT INTO public.auth_permission VALUES (261, 'Can add received mail', 76, 'add_receivedmail');
INSERT INTO public.auth_permission VALUES (262, 'Can change received mail', 76, 'change_receivedmail');
INSERT INTO public.auth_permission VALUES (263, 'Can delete received mail', 76, 'delete_receivedmail');
INSERT INTO public.auth_permission VALUES (264, 'Can view received mail', 76, 'view_receivedmail');
INSERT INTO public.auth_permission VALUES (265, 'Can add ledger keeping', 67, 'add_ledgerkeeping');
INSERT INTO public.auth_permission VALUES (266, 'Can change ledger keeping', 67, 'change_ledgerkeeping');
INSERT INTO public.auth_permission VALUES (267, 'Can delete ledger keeping', 67, 'delete_ledgerkeeping');
INSERT INTO public.auth_permission VALUES (268, 'Can view ledger keeping', 67, 'view_ledgerkeeping');
INSERT INTO public.auth_permission VALUES (269, 'Can add listed sender', 68, 'add_listedsender');
INSERT INTO public.auth_permission VALUES (270, 'Can change listed sender', 68, 'change_listedsender');
INSERT INTO public.auth_permission VALUES (271, 'Can delete listed sender', 68, 'delete_listedsender');
INSERT INTO public.auth_permission VALUES (272, 'Can view listed sender', 68, 'view_listedsender');
INSERT INTO public.auth_permission VALUES (273, 'Can add mailbox', 70, 'add_mailbox');
INSERT INTO public.auth_permission VALUES (274, 'Can change mailbox', 70, 'change_mailbox');
INSERT INTO public.auth_permission VALUES (275, 'Can delete mailbox', 70, 'delete_mailbox');
INSERT INTO public.auth_permission VALUES (276, 'Can view mailbox', 70, 'view_mailbox');
INSERT INTO public.auth_permission VALUES (277, 'Can add fetched mail', 65, 'add_fetchedmail');
INSERT INTO public.auth_permission VALUES (278, 'Can change fetched mail', 65, 'change_fetchedmail');
INSERT INTO public.auth_permission VALUES (279, 'Can delete fetched mail', 65, 'delete_fetchedmail');
INSERT INTO public.auth_permission VALUES (280, 'Can view fetched mail', 65, 'view_fetchedmail');
INSERT INTO public.auth_permission VALUES (281, 'Can add way out', 78, 'add_wayout');
INSERT INTO public.auth_permission VALUES (282, 'Can change way out', 78, 'change_wayout');
INSERT INTO public.auth_permission VALUES (283, 'Can delete way out', 78, 'delete_wayout');
INSERT INTO public.auth_permission VALUES (284, 'Can view way out', 78, 'view_wayout');
INSERT INTO public.auth_permission VALUES (285, 'Can add dead address', 64, 'add_deadaddress');
INSERT INTO public.auth_permission VALUES (286, 'Can change dead address', 64, 'change_deadaddress');
INSERT INTO public.auth_permission VALUES (287, 'Can delete dead address', 64, 'delete_deadaddress');
INSERT INTO public.auth_permission VALUES (288, 'Can view dead address', 64, 'view_deadaddress');
INSERT INTO public.auth_permission VALUES (289, 'Can add mail page', 72, 'add_mailpage');
INSERT INTO public.auth_permission VALUES (290, 'Can change mail page', 72, 'change_mailpage');
INSERT INTO public.auth_permission VALUES (291, 'Can delete mail page', 72, 'delete_mailpage');
INSERT INTO public.auth_permission VALUES (292, 'Can view mail page', 72, 'view_mailpage');
INSERT INTO public.auth_permission VALUES (293, 'Can add mail picture', 73, 'add_mailpicture');
INSERT INTO public.auth_permission VALUES (294, 'Can change mail picture', 73, 'change_mailpicture');
INSERT INTO public.auth_permission VALUES (295, 'Can delete mail picture', 73, 'delete_mailpicture');
INSERT INTO public.auth_permission VALUES (296, 'Can view mail picture', 73, 'view_mailpicture');
INSERT INTO public.auth_permission VALUES (297, 'Can add mail hook', 71, 'add_mailhook');
INSERT INTO public.auth_permission VALUES (298, 'Can change mail hook', 71, 'change_mailhook');
INSERT INTO public.auth_permission VALUES (299, 'Can delete mail hook', 71, 'delete_mailhook');
INSERT INTO public.auth_permission VALUES (300, 'Can view mail hook', 71, 'view_mailhook');
INSERT INTO public.auth_permission VALUES (301, 'Can add hook delivery', 66, 'add_hookdelivery');
INSERT INTO public.auth_permission VALUES (302, 'Can change hook delivery', 66, 'change_hookdelivery');
INSERT INTO public.auth_permission VALUES (303, 'Can delete hook delivery', 66, 'delete_hookdelivery');
INSERT INTO public.auth_permission VALUES (304, 'Can view hook delivery', 66, 'view_hookdelivery');
INSERT INTO public.auth_permission VALUES (305, 'Can add mail template', 74, 'add_mailtemplate');
INSERT INTO public.auth_permission VALUES (306, 'Can change mail template', 74, 'change_mailtemplate');
INSERT INTO public.auth_permission VALUES (307, 'Can delete mail template', 74, 'delete_mailtemplate');
INSERT INTO public.auth_permission VALUES (308, 'Can view mail template', 74, 'view_mailtemplate');
INSERT INTO public.auth_permission VALUES (309, 'Can add survey asking', 77, 'add_surveyasking');
INSERT INTO public.auth_permission VALUES (310, 'Can change survey asking', 77, 'change_surveyasking');
INSERT INTO public.auth_permission VALUES (311, 'Can delete survey asking', 77, 'delete_surveyasking');
INSERT INTO public.auth_permission VALUES (312, 'Can view survey asking', 77, 'view_surveyasking');
INSERT INTO public.auth_permission VALUES (313, 'Can add bulk change', 79, 'add_bulkchange');
INSERT INTO public.auth_permission VALUES (314, 'Can change bulk change', 79, 'change_bulkchange');
INSERT INTO public.auth_permission VALUES (315, 'Can delete bulk change', 79, 'delete_bulkchange');
INSERT INTO public.auth_permission VALUES (316, 'Can view bulk change', 79, 'view_bulkchange');
INSERT INTO public.auth_permission VALUES (317, 'Can add bulk result', 80, 'add_bulkresult');
INSERT INTO public.auth_permission VALUES (318, 'Can change bulk result', 80, 'change_bulkresult');
INSERT INTO public.auth_permission VALUES (319, 'Can delete bulk result', 80, 'delete_bulkresult');
INSERT INTO public.auth_permission VALUES (320, 'Can view bulk result', 80, 'view_bulkresult');
INSERT INTO public.auth_permission VALUES (321, 'Can add ticket export', 81, 'add_ticketexport');
INSERT INTO public.auth_permission VALUES (322, 'Can change ticket export', 81, 'change_ticketexport');
INSERT INTO public.auth_permission VALUES (323, 'Can delete ticket export', 81, 'delete_ticketexport');
INSERT INTO public.auth_permission VALUES (324, 'Can view ticket export', 81, 'view_ticketexport');
INSERT INTO public.auth_permission VALUES (325, 'Can add standing', 82, 'add_standing');
INSERT INTO public.auth_permission VALUES (326, 'Can change standing', 82, 'change_standing');
INSERT INTO public.auth_permission VALUES (327, 'Can delete standing', 82, 'delete_standing');
INSERT INTO public.auth_permission VALUES (328, 'Can view standing', 82, 'view_standing');
INSERT INTO public.auth_permission VALUES (329, 'Can add time entry', 83, 'add_timeentry');
INSERT INTO public.auth_permission VALUES (330, 'Can change time entry', 83, 'change_timeentry');
INSERT INTO public.auth_permission VALUES (331, 'Can delete time entry', 83, 'delete_timeentry');
INSERT INTO public.auth_permission VALUES (332, 'Can view time entry', 83, 'view_timeentry');
INSERT INTO public.auth_permission VALUES (333, 'Can add timer', 84, 'add_timer');
INSERT INTO public.auth_permission VALUES (334, 'Can change timer', 84, 'change_timer');
INSERT INTO public.auth_permission VALUES (335, 'Can delete timer', 84, 'delete_timer');
INSERT INTO public.auth_permission VALUES (336, 'Can view timer', 84, 'view_timer');
INSERT INTO public.auth_permission VALUES (337, 'Can add macro', 85, 'add_macro');
INSERT INTO public.auth_permission VALUES (338, 'Can change macro', 85, 'change_macro');
INSERT INTO public.auth_permission VALUES (339, 'Can delete macro', 85, 'delete_macro');
INSERT INTO public.auth_permission VALUES (340, 'Can view macro', 85, 'view_macro');
INSERT INTO public.auth_permission VALUES (341, 'Can add ticket template', 86, 'add_tickettemplate');
INSERT INTO public.auth_permission VALUES (342, 'Can change ticket template', 86, 'change_tickettemplate');
INSERT INTO public.auth_permission VALUES (343, 'Can delete ticket template', 86, 'delete_tickettemplate');
INSERT INTO public.auth_permission VALUES (344, 'Can view ticket template', 86, 'view_tickettemplate');
INSERT INTO public.auth_permission VALUES (345, 'Can add web form', 89, 'add_webform');
INSERT INTO public.auth_permission VALUES (346, 'Can change web form', 89, 'change_webform');
INSERT INTO public.auth_permission VALUES (347, 'Can delete web form', 89, 'delete_webform');
INSERT INTO public.auth_permission VALUES (348, 'Can view web form', 89, 'view_webform');
INSERT INTO public.auth_permission VALUES (349, 'Can add unconfirmed request', 88, 'add_unconfirmedrequest');
INSERT INTO public.auth_permission VALUES (350, 'Can change unconfirmed request', 88, 'change_unconfirmedrequest');
INSERT INTO public.auth_permission VALUES (351, 'Can delete unconfirmed request', 88, 'delete_unconfirmedrequest');
INSERT INTO public.auth_permission VALUES (352, 'Can view unconfirmed request', 88, 'view_unconfirmedrequest');
INSERT INTO public.auth_permission VALUES (353, 'Can add api sites', 87, 'add_apisites');
INSERT INTO public.auth_permission VALUES (354, 'Can change api sites', 87, 'change_apisites');
INSERT INTO public.auth_permission VALUES (355, 'Can delete api sites', 87, 'delete_apisites');
INSERT INTO public.auth_permission VALUES (356, 'Can view api sites', 87, 'view_apisites');
INSERT INTO public.auth_permission VALUES (357, 'Can add saved view', 92, 'add_savedview');
INSERT INTO public.auth_permission VALUES (358, 'Can change saved view', 92, 'change_savedview');
INSERT INTO public.auth_permission VALUES (359, 'Can delete saved view', 92, 'delete_savedview');
INSERT INTO public.auth_permission VALUES (360, 'Can view saved view', 92, 'view_savedview');
INSERT INTO public.auth_permission VALUES (361, 'Can add list look', 90, 'add_listlook');
INSERT INTO public.auth_permission VALUES (362, 'Can change list look', 90, 'change_listlook');
INSERT INTO public.auth_permission VALUES (363, 'Can delete list look', 90, 'delete_listlook');
INSERT INTO public.auth_permission VALUES (364, 'Can view list look', 90, 'view_listlook');
INSERT INTO public.auth_permission VALUES (365, 'Can add own places', 91, 'add_ownplaces');
INSERT INTO public.auth_permission VALUES (366, 'Can change own places', 91, 'change_ownplaces');
INSERT INTO public.auth_permission VALUES (367, 'Can delete own places', 91, 'delete_ownplaces');
INSERT INTO public.auth_permission VALUES (368, 'Can view own places', 91, 'view_ownplaces');
INSERT INTO public.auth_permission VALUES (369, 'Can add search build', 93, 'add_searchbuild');
INSERT INTO public.auth_permission VALUES (370, 'Can change search build', 93, 'change_searchbuild');
INSERT INTO public.auth_permission VALUES (371, 'Can delete search build', 93, 'delete_searchbuild');
INSERT INTO public.auth_permission VALUES (372, 'Can view search build', 93, 'view_searchbuild');
INSERT INTO public.auth_permission VALUES (373, 'Can add muted ticket', 94, 'add_mutedticket');
INSERT INTO public.auth_permission VALUES (374, 'Can change muted ticket', 94, 'change_mutedticket');
INSERT INTO public.auth_permission VALUES (375, 'Can delete muted ticket', 94, 'delete_mutedticket');
INSERT INTO public.auth_permission VALUES (376, 'Can view muted ticket', 94, 'view_mutedticket');
INSERT INTO public.auth_permission VALUES (377, 'Can add notification', 95, 'add_notification');
INSERT INTO public.auth_permission VALUES (378, 'Can change notification', 95, 'change_notification');
INSERT INTO public.auth_permission VALUES (379, 'Can delete notification', 95, 'delete_notification');
INSERT INTO public.auth_permission VALUES (380, 'Can view notification', 95, 'view_notification');
INSERT INTO public.auth_permission VALUES (381, 'Can add notification choice', 96, 'add_notificationchoice');
INSERT INTO public.auth_permission VALUES (382, 'Can change notification choice', 96, 'change_notificationchoice');
INSERT INTO public.auth_permission VALUES (383, 'Can delete notification choice', 96, 'delete_notificationchoice');
INSERT INTO public.auth_permission VALUES (384, 'Can view notification choice', 96, 'view_notificationchoice');
INSERT INTO public.auth_permission VALUES (385, 'Can add directory group', 98, 'add_directorygroup');
INSERT INTO public.auth_permission VALUES (386, 'Can change directory group', 98, 'change_directorygroup');
INSERT INTO public.auth_permission VALUES (387, 'Can delete directory group', 98, 'delete_directorygroup');
INSERT INTO public.auth_permission VALUES (388, 'Can view directory group', 98, 'view_directorygroup');
INSERT INTO public.auth_permission VALUES (389, 'Can add directory person', 100, 'add_directoryperson');
INSERT INTO public.auth_permission VALUES (390, 'Can change directory person', 100, 'change_directoryperson');
INSERT INTO public.auth_permission VALUES (391, 'Can delete directory person', 100, 'delete_directoryperson');
INSERT INTO public.auth_permission VALUES (392, 'Can view directory person', 100, 'view_directoryperson');
INSERT INTO public.auth_permission VALUES (393, 'Can add directory membership', 99, 'add_directorymembership');
INSERT INTO public.auth_permission VALUES (394, 'Can change directory membership', 99, 'change_directorymembership');
INSERT INTO public.auth_permission VALUES (395, 'Can delete directory membership', 99, 'delete_directorymembership');
INSERT INTO public.auth_permission VALUES (396, 'Can view directory membership', 99, 'view_directorymembership');
INSERT INTO public.auth_permission VALUES (397, 'Can add directory rule', 102, 'add_directoryrule');
INSERT INTO public.auth_permission VALUES (398, 'Can change directory rule', 102, 'change_directoryrule');
INSERT INTO public.auth_permission VALUES (399, 'Can delete directory rule', 102, 'delete_directoryrule');
INSERT INTO public.auth_permission VALUES (400, 'Can view directory rule', 102, 'view_directoryrule');
INSERT INTO public.auth_permission VALUES (401, 'Can add directory setup', 104, 'add_directorysetup');
INSERT INTO public.auth_permission VALUES (402, 'Can change directory setup', 104, 'change_directorysetup');
INSERT INTO public.auth_permission VALUES (403, 'Can delete directory setup', 104, 'delete_directorysetup');
INSERT INTO public.auth_permission VALUES (404, 'Can view directory setup', 104, 'view_directorysetup');
INSERT INTO public.auth_permission VALUES (405, 'Can add directory entry', 97, 'add_directoryentry');
INSERT INTO public.auth_permission VALUES (406, 'Can change directory entry', 97, 'change_directoryentry');
INSERT INTO public.auth_permission VALUES (407, 'Can delete directory entry', 97, 'delete_directoryentry');
INSERT INTO public.auth_permission VALUES (408, 'Can view directory entry', 97, 'view_directoryentry');
INSERT INTO public.auth_permission VALUES (409, 'Can add directory pull', 101, 'add_directorypull');
INSERT INTO public.auth_permission VALUES (410, 'Can change directory pull', 101, 'change_directorypull');
INSERT INTO public.auth_permission VALUES (411, 'Can delete directory pull', 101, 'delete_directorypull');
INSERT INTO public.auth_permission VALUES (412, 'Can view directory pull', 101, 'view_directorypull');
INSERT INTO public.auth_permission VALUES (413, 'Can add directory run', 103, 'add_directoryrun');
INSERT INTO public.auth_permission VALUES (414, 'Can change directory run', 103, 'change_directoryrun');
INSERT INTO public.auth_permission VALUES (415, 'Can delete directory run', 103, 'delete_directoryrun');
INSERT INTO public.auth_permission VALUES (416, 'Can view directory run', 103, 'view_directoryrun');
INSERT INTO public.auth_permission VALUES (417, 'Can add idempotency key', 105, 'add_idempotencykey');
INSERT INTO public.auth_permission VALUES (418, 'Can change idempotency key', 105, 'change_idempotencykey');
INSERT INTO public.auth_permission VALUES (419, 'Can delete idempotency key', 105, 'delete_idempotencykey');
INSERT INTO public.auth_permission VALUES (420, 'Can view idempotency key', 105, 'view_idempotencykey');
INSERT INTO public.django_content_type VALUES (1, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (2, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (3, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (4, 'sessions', 'session');
INSERT INTO public.django_content_type VALUES (5, 'account', 'emailaddress');
INSERT INTO public.django_content_type VALUES (6, 'account', 'emailconfirmation');
INSERT INTO public.django_content_type VALUES (7, 'socialaccount', 'socialaccount');
INSERT INTO public.django_content_type VALUES (8, 'socialaccount', 'socialapp');
INSERT INTO public.django_content_type VALUES (9, 'socialaccount', 'socialtoken');
INSERT INTO public.django_content_type VALUES (10, 'mfa', 'authenticator');
INSERT INTO public.django_content_type VALUES (11, 'procrastinate', 'procrastinateevent');
INSERT INTO public.django_content_type VALUES (12, 'procrastinate', 'procrastinatejob');
INSERT INTO public.django_content_type VALUES (13, 'procrastinate', 'procrastinateperiodicdefer');
INSERT INTO public.django_content_type VALUES (14, 'procrastinate', 'procrastinateworker');
INSERT INTO public.django_content_type VALUES (15, 'limits', 'seat');
INSERT INTO public.django_content_type VALUES (16, 'limits', 'window');
INSERT INTO public.django_content_type VALUES (17, 'events', 'event');
INSERT INTO public.django_content_type VALUES (18, 'accounts', 'signin');
INSERT INTO public.django_content_type VALUES (19, 'accounts', 'user');
INSERT INTO public.django_content_type VALUES (20, 'organizations', 'apitoken');
INSERT INTO public.django_content_type VALUES (21, 'organizations', 'customrole');
INSERT INTO public.django_content_type VALUES (22, 'organizations', 'department');
INSERT INTO public.django_content_type VALUES (23, 'organizations', 'identityprovider');
INSERT INTO public.django_content_type VALUES (24, 'organizations', 'invitation');
INSERT INTO public.django_content_type VALUES (25, 'organizations', 'member');
INSERT INTO public.django_content_type VALUES (26, 'organizations', 'memberdepartment');
INSERT INTO public.django_content_type VALUES (27, 'organizations', 'organization');
INSERT INTO public.django_content_type VALUES (28, 'organizations', 'ownershipoffer');
INSERT INTO public.django_content_type VALUES (29, 'organizations', 'provendomain');
INSERT INTO public.django_content_type VALUES (30, 'audit', 'installationentry');
INSERT INTO public.django_content_type VALUES (31, 'audit', 'retention');
INSERT INTO public.django_content_type VALUES (32, 'audit', 'viewing');
INSERT INTO public.django_content_type VALUES (33, 'files', 'file');
INSERT INTO public.django_content_type VALUES (34, 'files', 'filelimits');
INSERT INTO public.django_content_type VALUES (35, 'files', 'fileuse');
INSERT INTO public.django_content_type VALUES (36, 'branding', 'branding');
INSERT INTO public.django_content_type VALUES (37, 'fields', 'field');
INSERT INTO public.django_content_type VALUES (38, 'contacts', 'company');
INSERT INTO public.django_content_type VALUES (39, 'contacts', 'contact');
INSERT INTO public.django_content_type VALUES (40, 'portals', 'portal');
INSERT INTO public.django_content_type VALUES (41, 'portals', 'signinlink');
INSERT INTO public.django_content_type VALUES (42, 'tickets', 'accesslink');
INSERT INTO public.django_content_type VALUES (43, 'tickets', 'category');
INSERT INTO public.django_content_type VALUES (44, 'tickets', 'fieldvalue');
INSERT INTO public.django_content_type VALUES (45, 'tickets', 'merge');
INSERT INTO public.django_content_type VALUES (46, 'tickets', 'participant');
INSERT INTO public.django_content_type VALUES (47, 'tickets', 'reminder');
INSERT INTO public.django_content_type VALUES (48, 'tickets', 'status');
INSERT INTO public.django_content_type VALUES (49, 'tickets', 'statusmove');
INSERT INTO public.django_content_type VALUES (50, 'tickets', 'tag');
INSERT INTO public.django_content_type VALUES (51, 'tickets', 'tagmove');
INSERT INTO public.django_content_type VALUES (52, 'tickets', 'tally');
INSERT INTO public.django_content_type VALUES (53, 'tickets', 'ticket');
INSERT INTO public.django_content_type VALUES (54, 'tickets', 'ticketform');
INSERT INTO public.django_content_type VALUES (55, 'tickets', 'ticketlink');
INSERT INTO public.django_content_type VALUES (56, 'tickets', 'ticketwords');
INSERT INTO public.django_content_type VALUES (57, 'tickets', 'transition');
INSERT INTO public.django_content_type VALUES (58, 'conversations', 'attachment');
INSERT INTO public.django_content_type VALUES (59, 'conversations', 'draft');
INSERT INTO public.django_content_type VALUES (60, 'conversations', 'mention');
INSERT INTO public.django_content_type VALUES (61, 'conversations', 'message');
INSERT INTO public.django_content_type VALUES (62, 'conversations', 'messageversion');
INSERT INTO public.django_content_type VALUES (63, 'conversations', 'messagevote');
INSERT INTO public.django_content_type VALUES (64, 'channels', 'deadaddress');
INSERT INTO public.django_content_type VALUES (65, 'channels', 'fetchedmail');
INSERT INTO public.django_content_type VALUES (66, 'channels', 'hookdelivery');
INSERT INTO public.django_content_type VALUES (67, 'channels', 'ledgerkeeping');
INSERT INTO public.django_content_type VALUES (68, 'channels', 'listedsender');
INSERT INTO public.django_content_type VALUES (69, 'channels', 'mailaddress');
INSERT INTO public.django_content_type VALUES (70, 'channels', 'mailbox');
INSERT INTO public.django_content_type VALUES (71, 'channels', 'mailhook');
INSERT INTO public.django_content_type VALUES (72, 'channels', 'mailpage');
INSERT INTO public.django_content_type VALUES (73, 'channels', 'mailpicture');
INSERT INTO public.django_content_type VALUES (74, 'channels', 'mailtemplate');
INSERT INTO public.django_content_type VALUES (75, 'channels', 'outgoingmail');
INSERT INTO public.django_content_type VALUES (76, 'channels', 'receivedmail');
INSERT INTO public.django_content_type VALUES (77, 'channels', 'surveyasking');
INSERT INTO public.django_content_type VALUES (78, 'channels', 'wayout');
INSERT INTO public.django_content_type VALUES (79, 'bulk', 'bulkchange');
INSERT INTO public.django_content_type VALUES (80, 'bulk', 'bulkresult');
INSERT INTO public.django_content_type VALUES (81, 'exports', 'ticketexport');
INSERT INTO public.django_content_type VALUES (82, 'operating', 'standing');
INSERT INTO public.django_content_type VALUES (83, 'timekeeping', 'timeentry');
INSERT INTO public.django_content_type VALUES (84, 'timekeeping', 'timer');
INSERT INTO public.django_content_type VALUES (85, 'macros', 'macro');
INSERT INTO public.django_content_type VALUES (86, 'macros', 'tickettemplate');
INSERT INTO public.django_content_type VALUES (87, 'webforms', 'apisites');
INSERT INTO public.django_content_type VALUES (88, 'webforms', 'unconfirmedrequest');
INSERT INTO public.django_content_type VALUES (89, 'webforms', 'webform');
INSERT INTO public.django_content_type VALUES (90, 'views', 'listlook');
INSERT INTO public.django_content_type VALUES (91, 'views', 'ownplaces');
INSERT INTO public.django_content_type VALUES (92, 'views', 'savedview');
INSERT INTO public.django_content_type VALUES (93, 'search', 'searchbuild');
INSERT INTO public.django_content_type VALUES (94, 'notifications', 'mutedticket');
INSERT INTO public.django_content_type VALUES (95, 'notifications', 'notification');
INSERT INTO public.django_content_type VALUES (96, 'notifications', 'notificationchoice');
INSERT INTO public.django_content_type VALUES (97, 'directory', 'directoryentry');
INSERT INTO public.django_content_type VALUES (98, 'directory', 'directorygroup');
INSERT INTO public.django_content_type VALUES (99, 'directory', 'directorymembership');
INSERT INTO public.django_content_type VALUES (100, 'directory', 'directoryperson');
INSERT INTO public.django_content_type VALUES (101, 'directory', 'directorypull');
INSERT INTO public.django_content_type VALUES (102, 'directory', 'directoryrule');
INSERT INTO public.django_content_type VALUES (103, 'directory', 'directoryrun');
INSERT INTO public.django_content_type VALUES (104, 'directory', 'directorysetup');
INSERT INTO public.django_content_type VALUES (105, 'api', 'idempotencykey');
INSERT INTO public.django_migrations VALUES (1, 'accounts', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (2, 'account', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (3, 'account', '0002_email_max_length', now());
INSERT INTO public.django_migrations VALUES (4, 'account', '0003_alter_emailaddress_create_unique_verified_email', now());
INSERT INTO public.django_migrations VALUES (5, 'account', '0004_alter_emailaddress_drop_unique_email', now());
INSERT INTO public.django_migrations VALUES (6, 'account', '0005_emailaddress_idx_upper_email', now());
INSERT INTO public.django_migrations VALUES (7, 'account', '0006_emailaddress_lower', now());
INSERT INTO public.django_migrations VALUES (8, 'account', '0007_emailaddress_idx_email', now());
INSERT INTO public.django_migrations VALUES (9, 'account', '0008_emailaddress_unique_primary_email_fixup', now());
INSERT INTO public.django_migrations VALUES (10, 'account', '0009_emailaddress_unique_primary_email', now());
INSERT INTO public.django_migrations VALUES (11, 'accounts', '0002_shortcuts', now());
INSERT INTO public.django_migrations VALUES (12, 'accounts', '0003_operator', now());
INSERT INTO public.django_migrations VALUES (13, 'accounts', '0004_sign_ins', now());
INSERT INTO public.django_migrations VALUES (14, 'organizations', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (15, 'organizations', '0002_fences', now());
INSERT INTO public.django_migrations VALUES (16, 'api', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (17, 'api', '0002_whose_keys', now());
INSERT INTO public.django_migrations VALUES (18, 'contacts', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (19, 'tickets', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (20, 'contacts', '0002_fences', now());
INSERT INTO public.django_migrations VALUES (21, 'tickets', '0002_fences', now());
INSERT INTO public.django_migrations VALUES (22, 'organizations', '0003_config_version', now());
INSERT INTO public.django_migrations VALUES (23, 'tickets', '0003_config_version', now());
INSERT INTO public.django_migrations VALUES (24, 'organizations', '0004_department_times', now());
INSERT INTO public.django_migrations VALUES (25, 'tickets', '0004_workflow', now());
INSERT INTO public.django_migrations VALUES (26, 'tickets', '0005_status_index', now());
INSERT INTO public.django_migrations VALUES (27, 'events', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (28, 'events', '0002_fences', now());
INSERT INTO public.django_migrations VALUES (29, 'events', '0003_undo', now());
INSERT INTO public.django_migrations VALUES (30, 'events', '0004_history_is_kept', now());
INSERT INTO public.django_migrations VALUES (31, 'events', '0005_forgetting', now());
INSERT INTO public.django_migrations VALUES (32, 'tickets', '0006_archive', now());
INSERT INTO public.django_migrations VALUES (33, 'tickets', '0007_deleted_index', now());
INSERT INTO public.django_migrations VALUES (34, 'organizations', '0005_undo_seconds', now());
INSERT INTO public.django_migrations VALUES (35, 'fields', '0001_fields', now());
INSERT INTO public.django_migrations VALUES (36, 'tickets', '0008_fields', now());
INSERT INTO public.django_migrations VALUES (37, 'tickets', '0009_life', now());
INSERT INTO public.django_migrations VALUES (38, 'tickets', '0010_life_indexes', now());
INSERT INTO public.django_migrations VALUES (39, 'tickets', '0011_tag_colours', now());
INSERT INTO public.django_migrations VALUES (40, 'tickets', '0012_merges_and_links', now());
INSERT INTO public.django_migrations VALUES (41, 'tickets', '0013_merged_index', now());
INSERT INTO public.django_migrations VALUES (42, 'tickets', '0014_attention', now());
INSERT INTO public.django_migrations VALUES (43, 'tickets', '0015_attention_indexes', now());
INSERT INTO public.django_migrations VALUES (44, 'tickets', '0016_attention_behind_fences', now());
INSERT INTO public.django_migrations VALUES (45, 'tickets', '0017_single_replies', now());
INSERT INTO public.django_migrations VALUES (46, 'tickets', '0018_counts_of_departments', now());
INSERT INTO public.django_migrations VALUES (47, 'tickets', '0019_counts_index', now());
INSERT INTO public.django_migrations VALUES (48, 'organizations', '0006_watch_mails', now());
INSERT INTO public.django_migrations VALUES (49, 'conversations', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (50, 'conversations', '0002_fences', now());
INSERT INTO public.django_migrations VALUES (51, 'channels', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (52, 'channels', '0002_fences', now());
INSERT INTO public.django_migrations VALUES (53, 'channels', '0003_sending_and_robots', now());
INSERT INTO public.django_migrations VALUES (54, 'channels', '0004_crossings', now());
INSERT INTO public.django_migrations VALUES (55, 'channels', '0005_kept_mails', now());
INSERT INTO public.django_migrations VALUES (56, 'channels', '0006_mails_to_members', now());
INSERT INTO public.django_migrations VALUES (57, 'tickets', '0020_search', now());
INSERT INTO public.django_migrations VALUES (58, 'tickets', '0021_search_indexes', now());
INSERT INTO public.django_migrations VALUES (59, 'tickets', '0022_wip_limit', now());
INSERT INTO public.django_migrations VALUES (60, 'tickets', '0023_likeness', now());
INSERT INTO public.django_migrations VALUES (61, 'tickets', '0024_starts_at', now());
INSERT INTO public.django_migrations VALUES (62, 'tickets', '0025_counts_of_statuses', now());
INSERT INTO public.django_migrations VALUES (63, 'tickets', '0026_column_index', now());
INSERT INTO public.django_migrations VALUES (64, 'tickets', '0027_open_subjects', now());
INSERT INTO public.django_migrations VALUES (65, 'organizations', '0007_views_version', now());
INSERT INTO public.django_migrations VALUES (66, 'contacts', '0003_mail_trouble', now());
INSERT INTO public.django_migrations VALUES (67, 'contacts', '0004_phones', now());
INSERT INTO public.django_migrations VALUES (68, 'contacts', '0005_words', now());
INSERT INTO public.django_migrations VALUES (69, 'files', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (70, 'conversations', '0003_held_replies', now());
INSERT INTO public.django_migrations VALUES (71, 'conversations', '0004_attachment', now());
INSERT INTO public.django_migrations VALUES (72, 'conversations', '0005_drafts', now());
INSERT INTO public.django_migrations VALUES (73, 'conversations', '0006_mentions', now());
INSERT INTO public.django_migrations VALUES (74, 'conversations', '0007_revisions', now());
INSERT INTO public.django_migrations VALUES (75, 'conversations', '0008_answers_index', now());
INSERT INTO public.django_migrations VALUES (76, 'conversations', '0009_draft_files', now());
INSERT INTO public.django_migrations VALUES (77, 'channels', '0007_historic_mails', now());
INSERT INTO public.django_migrations VALUES (78, 'channels', '0008_signatures', now());
INSERT INTO public.django_migrations VALUES (79, 'channels', '0009_ledger', now());
INSERT INTO public.django_migrations VALUES (80, 'channels', '0010_ledger_indexes', now());
INSERT INTO public.django_migrations VALUES (81, 'channels', '0011_proof_of_mails', now());
INSERT INTO public.django_migrations VALUES (82, 'channels', '0012_mailboxes', now());
INSERT INTO public.django_migrations VALUES (83, 'channels', '0013_ways_out', now());
INSERT INTO public.django_migrations VALUES (84, 'tickets', '0028_readers', now());
INSERT INTO public.django_migrations VALUES (85, 'tickets', '0029_readers_of_two_words', now());
INSERT INTO public.django_migrations VALUES (86, 'organizations', '0008_mails_off', now());
INSERT INTO public.django_migrations VALUES (87, 'conversations', '0010_quotes', now());
INSERT INTO public.django_migrations VALUES (88, 'channels', '0014_dead_addresses', now());
INSERT INTO public.django_migrations VALUES (89, 'channels', '0015_outgoing_withheld', now());
INSERT INTO public.django_migrations VALUES (90, 'channels', '0016_pages_of_mails', now());
INSERT INTO public.django_migrations VALUES (91, 'channels', '0017_mail_hooks', now());
INSERT INTO public.django_migrations VALUES (92, 'channels', '0018_mail_templates', now());
INSERT INTO public.django_migrations VALUES (93, 'channels', '0019_mail_standing', now());
INSERT INTO public.django_migrations VALUES (94, 'channels', '0020_quoted', now());
INSERT INTO public.django_migrations VALUES (95, 'channels', '0021_ignored_bytes', now());
INSERT INTO public.django_migrations VALUES (96, 'channels', '0022_proven_domains', now());
INSERT INTO public.django_migrations VALUES (97, 'channels', '0023_domains_of_organizations', now());
INSERT INTO public.django_migrations VALUES (98, 'organizations', '0009_identity_providers', now());
INSERT INTO public.django_migrations VALUES (99, 'organizations', '0010_invitation_places', now());
INSERT INTO public.django_migrations VALUES (100, 'organizations', '0011_custom_roles', now());
INSERT INTO public.django_migrations VALUES (101, 'organizations', '0012_role_rules', now());
INSERT INTO public.django_migrations VALUES (102, 'events', '0006_origin', now());
INSERT INTO public.django_migrations VALUES (103, 'events', '0007_audited_index', now());
INSERT INTO public.django_migrations VALUES (104, 'events', '0008_only_the_owner_forgets', now());
INSERT INTO public.django_migrations VALUES (105, 'audit', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (106, 'audit', '0002_forgetting', now());
INSERT INTO public.django_migrations VALUES (107, 'audit', '0003_viewing', now());
INSERT INTO public.django_migrations VALUES (108, 'contenttypes', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (109, 'contenttypes', '0002_remove_content_type_name', now());
INSERT INTO public.django_migrations VALUES (110, 'auth', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (111, 'auth', '0002_alter_permission_name_max_length', now());
INSERT INTO public.django_migrations VALUES (112, 'auth', '0003_alter_user_email_max_length', now());
INSERT INTO public.django_migrations VALUES (113, 'auth', '0004_alter_user_username_opts', now());
INSERT INTO public.django_migrations VALUES (114, 'auth', '0005_alter_user_last_login_null', now());
INSERT INTO public.django_migrations VALUES (115, 'auth', '0006_require_contenttypes_0002', now());
INSERT INTO public.django_migrations VALUES (116, 'auth', '0007_alter_validators_add_error_messages', now());
INSERT INTO public.django_migrations VALUES (117, 'auth', '0008_alter_user_username_max_length', now());
INSERT INTO public.django_migrations VALUES (118, 'auth', '0009_alter_user_last_name_max_length', now());
INSERT INTO public.django_migrations VALUES (119, 'auth', '0010_alter_group_name_max_length', now());
INSERT INTO public.django_migrations VALUES (120, 'auth', '0011_update_proxy_permissions', now());
INSERT INTO public.django_migrations VALUES (121, 'auth', '0012_alter_user_first_name_max_length', now());
INSERT INTO public.django_migrations VALUES (122, 'organizations', '0013_token_networks', now());
INSERT INTO public.django_migrations VALUES (123, 'organizations', '0014_logo_mark', now());
INSERT INTO public.django_migrations VALUES (124, 'branding', '0001_branding', now());
INSERT INTO public.django_migrations VALUES (125, 'bulk', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (126, 'bulk', '0002_undoer', now());
INSERT INTO public.django_migrations VALUES (127, 'procrastinate', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (128, 'procrastinate', '0002_drop_started_at_column', now());
INSERT INTO public.django_migrations VALUES (129, 'procrastinate', '0003_drop_started_at_column', now());
INSERT INTO public.django_migrations VALUES (130, 'procrastinate', '0004_drop_procrastinate_version_table', now());
INSERT INTO public.django_migrations VALUES (131, 'procrastinate', '0005_fix_procrastinate_fetch_job', now());
INSERT INTO public.django_migrations VALUES (132, 'procrastinate', '0006_fix_trigger_status_events_insert', now());
INSERT INTO public.django_migrations VALUES (133, 'procrastinate', '0007_add_queueing_lock_column', now());
INSERT INTO public.django_migrations VALUES (134, 'procrastinate', '0008_close_fetch_job_race_condition', now());
INSERT INTO public.django_migrations VALUES (135, 'procrastinate', '0009_add_defer_job_function', now());
INSERT INTO public.django_migrations VALUES (136, 'procrastinate', '0010_add_procrastinate_periodic_defers', now());
INSERT INTO public.django_migrations VALUES (137, 'procrastinate', '0011_add_foreign_key_index', now());
INSERT INTO public.django_migrations VALUES (138, 'procrastinate', '0012_add_locks_to_periodic_defer', now());
INSERT INTO public.django_migrations VALUES (139, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', now());
INSERT INTO public.django_migrations VALUES (140, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', now());
INSERT INTO public.django_migrations VALUES (141, 'procrastinate', '0015_add_trigger_on_job_deletion', now());
INSERT INTO public.django_migrations VALUES (142, 'procrastinate', '0016_delete_finished_jobs', now());
INSERT INTO public.django_migrations VALUES (143, 'procrastinate', '0017_add_checks_to_finish_job', now());
INSERT INTO public.django_migrations VALUES (144, 'procrastinate', '0018_add_checks_to_retry_job', now());
INSERT INTO public.django_migrations VALUES (145, 'procrastinate', '0019_fix_finish_job_compat_issue', now());
INSERT INTO public.django_migrations VALUES (146, 'procrastinate', '0020_add_index_on_procrastinate_jobs', now());
INSERT INTO public.django_migrations VALUES (147, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', now());
INSERT INTO public.django_migrations VALUES (148, 'procrastinate', '0022_null_locks_excluded', now());
INSERT INTO public.django_migrations VALUES (149, 'procrastinate', '0023_remove_old_finish_job_function', now());
INSERT INTO public.django_migrations VALUES (150, 'procrastinate', '0024_job_id_bigint', now());
INSERT INTO public.django_migrations VALUES (151, 'procrastinate', '0025_add_models', now());
INSERT INTO public.django_migrations VALUES (152, 'procrastinate', '0026_add_job_priority', now());
INSERT INTO public.django_migrations VALUES (153, 'procrastinate', '0027_add_periodic_job_priority', now());
INSERT INTO public.django_migrations VALUES (154, 'procrastinate', '0028_add_cancel_states', now());
INSERT INTO public.django_migrations VALUES (155, 'procrastinate', '0029_add_additional_params_to_retry_job', now());
INSERT INTO public.django_migrations VALUES (156, 'procrastinate', '0030_alter_procrastinateevent_options', now());
INSERT INTO public.django_migrations VALUES (157, 'procrastinate', '0031_add_indexes_for_fetch_job', now());
INSERT INTO public.django_migrations VALUES (158, 'procrastinate', '0032_pre_cancel_notification', now());
INSERT INTO public.django_migrations VALUES (159, 'procrastinate', '0033_post_cancel_notification', now());
INSERT INTO public.django_migrations VALUES (160, 'procrastinate', '0034_pre_add_heartbeat', now());
INSERT INTO public.django_migrations VALUES (161, 'procrastinate', '0035_post_add_heartbeat', now());
INSERT INTO public.django_migrations VALUES (162, 'procrastinate', '0036_add_worker_model', now());
INSERT INTO public.django_migrations VALUES (163, 'procrastinate', '0037_pre_batch_defer_jobs', now());
INSERT INTO public.django_migrations VALUES (164, 'procrastinate', '0038_post_batch_defer_jobs', now());
INSERT INTO public.django_migrations VALUES (165, 'procrastinate', '0039_pre_priority_lock_fetch_job', now());
INSERT INTO public.django_migrations VALUES (166, 'procrastinate', '0040_pre_retry_failed_job', now());
INSERT INTO public.django_migrations VALUES (167, 'procrastinate', '0041_post_retry_failed_job', now());
INSERT INTO public.django_migrations VALUES (168, 'channels', '0024_surveys', now());
INSERT INTO public.django_migrations VALUES (169, 'channels', '0025_taking_jobs', now());
INSERT INTO public.django_migrations VALUES (170, 'contacts', '0006_surveys_off', now());
INSERT INTO public.django_migrations VALUES (171, 'organizations', '0015_suspended', now());
INSERT INTO public.django_migrations VALUES (172, 'organizations', '0016_deletion', now());
INSERT INTO public.django_migrations VALUES (173, 'organizations', '0017_second_factor', now());
INSERT INTO public.django_migrations VALUES (174, 'organizations', '0018_own_tokens', now());
INSERT INTO public.django_migrations VALUES (175, 'organizations', '0019_help_domain', now());
INSERT INTO public.django_migrations VALUES (176, 'organizations', '0020_removal_began', now());
INSERT INTO public.django_migrations VALUES (177, 'organizations', '0021_token_made_by', now());
INSERT INTO public.django_migrations VALUES (178, 'organizations', '0022_unseen_since', now());
INSERT INTO public.django_migrations VALUES (179, 'directory', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (180, 'directory', '0002_leaving', now());
INSERT INTO public.django_migrations VALUES (181, 'directory', '0003_pull', now());
INSERT INTO public.django_migrations VALUES (182, 'directory', '0004_asked', now());
INSERT INTO public.django_migrations VALUES (183, 'events', '0009_by_actor', now());
INSERT INTO public.django_migrations VALUES (184, 'events', '0010_no_log_of_jobs', now());
INSERT INTO public.django_migrations VALUES (185, 'exports', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (186, 'exports', '0002_chosen', now());
INSERT INTO public.django_migrations VALUES (187, 'exports', '0003_audit_log', now());
INSERT INTO public.django_migrations VALUES (188, 'limits', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (189, 'limits', '0002_unlogged', now());
INSERT INTO public.django_migrations VALUES (190, 'limits', '0003_cache', now());
INSERT INTO public.django_migrations VALUES (191, 'limits', '0004_seats', now());
INSERT INTO public.django_migrations VALUES (192, 'macros', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (193, 'macros', '0002_ticket_templates', now());
INSERT INTO public.django_migrations VALUES (194, 'mfa', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (195, 'mfa', '0002_authenticator_timestamps', now());
INSERT INTO public.django_migrations VALUES (196, 'mfa', '0003_authenticator_type_uniq', now());
INSERT INTO public.django_migrations VALUES (197, 'notifications', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (198, 'notifications', '0002_bundles', now());
INSERT INTO public.django_migrations VALUES (199, 'notifications', '0003_of_mail', now());
INSERT INTO public.django_migrations VALUES (200, 'notifications', '0004_once_of_mail', now());
INSERT INTO public.django_migrations VALUES (201, 'operating', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (202, 'operating', '0002_deletion', now());
INSERT INTO public.django_migrations VALUES (203, 'organizations', '0023_transfer', now());
INSERT INTO public.django_migrations VALUES (204, 'organizations', '0026_features_off', now());
INSERT INTO public.django_migrations VALUES (205, 'tickets', '0030_how_words_fit', now());
INSERT INTO public.django_migrations VALUES (206, 'portals', '0001_portals', now());
INSERT INTO public.django_migrations VALUES (207, 'portals', '0002_unseen_since', now());
INSERT INTO public.django_migrations VALUES (208, 'search', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (209, 'search', '0002_prefix', now());
INSERT INTO public.django_migrations VALUES (210, 'sessions', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (211, 'socialaccount', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (212, 'socialaccount', '0002_token_max_lengths', now());
INSERT INTO public.django_migrations VALUES (213, 'socialaccount', '0003_extra_data_default_dict', now());
INSERT INTO public.django_migrations VALUES (214, 'socialaccount', '0004_app_provider_id_settings', now());
INSERT INTO public.django_migrations VALUES (215, 'socialaccount', '0005_socialtoken_nullable_app', now());
INSERT INTO public.django_migrations VALUES (216, 'socialaccount', '0006_alter_socialaccount_extra_data', now());
INSERT INTO public.django_migrations VALUES (217, 'timekeeping', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (218, 'views', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (219, 'views', '0002_list_look', now());
INSERT INTO public.django_migrations VALUES (220, 'views', '0003_own_version', now());
INSERT INTO public.django_migrations VALUES (221, 'views', '0004_own_places', now());
INSERT INTO public.django_migrations VALUES (222, 'webforms', '0001_initial', now());
INSERT INTO public.django_migrations VALUES (223, 'webforms', '0002_asks_proof', now());
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 420, true);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 105, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 223, true);
SELECT pg_catalog.setval('public.mfa_authenticator_id_seq', 1, false);
SELECT pg_catalog.setval('public.organizations_config_versions', 2, false);
SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);
SELECT pg_catalog.setval('public.socialaccount_socialaccount_id_seq', 1, false);
SELECT pg_catalog.setval('public.socialaccount_socialapp_id_seq', 1, false);
SELECT pg_catalog.setval('public.socialaccount_socialtoken_id_seq', 1, false);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_signin
    ADD CONSTRAINT accounts_signin_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_signin
    ADD CONSTRAINT accounts_signin_session_key_key UNIQUE (session_key);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_email_key UNIQUE (email);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_idempotencykey
    ADD CONSTRAINT api_idempotencykey_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.api_idempotencykey
    ADD CONSTRAINT api_idempotencykey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webforms_apisites
    ADD CONSTRAINT api_sites_once UNIQUE (organization_id);
ALTER TABLE ONLY public.conversations_attachment
    ADD CONSTRAINT attachment_file_once UNIQUE (organization_id, file_id);
ALTER TABLE ONLY public.audit_installationentry
    ADD CONSTRAINT audit_installationentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_retention
    ADD CONSTRAINT audit_retention_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.audit_retention
    ADD CONSTRAINT audit_retention_once UNIQUE (organization_id);
ALTER TABLE ONLY public.audit_retention
    ADD CONSTRAINT audit_retention_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_viewing
    ADD CONSTRAINT audit_viewing_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.audit_viewing
    ADD CONSTRAINT audit_viewing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.branding_branding
    ADD CONSTRAINT branding_branding_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.branding_branding
    ADD CONSTRAINT branding_branding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.branding_branding
    ADD CONSTRAINT branding_once UNIQUE (organization_id);
ALTER TABLE ONLY public.bulk_bulkchange
    ADD CONSTRAINT bulk_bulkchange_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.bulk_bulkchange
    ADD CONSTRAINT bulk_bulkchange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bulk_bulkresult
    ADD CONSTRAINT bulk_bulkresult_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.bulk_bulkresult
    ADD CONSTRAINT bulk_bulkresult_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bulk_bulkresult
    ADD CONSTRAINT bulk_result_once UNIQUE (organization_id, change_id, ticket_id);
ALTER TABLE ONLY public.tickets_category
    ADD CONSTRAINT category_key UNIQUE (organization_id, key);
ALTER TABLE ONLY public.channels_deadaddress
    ADD CONSTRAINT channels_deadaddress_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_deadaddress
    ADD CONSTRAINT channels_deadaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_fetchedmail
    ADD CONSTRAINT channels_fetchedmail_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_fetchedmail
    ADD CONSTRAINT channels_fetchedmail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_hookdelivery
    ADD CONSTRAINT channels_hookdelivery_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_hookdelivery
    ADD CONSTRAINT channels_hookdelivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_ledgerkeeping
    ADD CONSTRAINT channels_ledgerkeeping_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_ledgerkeeping
    ADD CONSTRAINT channels_ledgerkeeping_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_listedsender
    ADD CONSTRAINT channels_listedsender_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_listedsender
    ADD CONSTRAINT channels_listedsender_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_mailaddress
    ADD CONSTRAINT channels_mailaddress_address_key UNIQUE (address);
ALTER TABLE ONLY public.channels_mailaddress
    ADD CONSTRAINT channels_mailaddress_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_mailaddress
    ADD CONSTRAINT channels_mailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_mailbox
    ADD CONSTRAINT channels_mailbox_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_mailbox
    ADD CONSTRAINT channels_mailbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_mailhook
    ADD CONSTRAINT channels_mailhook_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.channels_mailhook
    ADD CONSTRAINT channels_mailhook_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_mailhook
    ADD CONSTRAINT channels_mailhook_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_mailpage
    ADD CONSTRAINT channels_mailpage_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_mailpage
    ADD CONSTRAINT channels_mailpage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_mailpicture
    ADD CONSTRAINT channels_mailpicture_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_mailpicture
    ADD CONSTRAINT channels_mailpicture_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_mailtemplate
    ADD CONSTRAINT channels_mailtemplate_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_mailtemplate
    ADD CONSTRAINT channels_mailtemplate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT channels_outgoingmail_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT channels_outgoingmail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_provendomain
    ADD CONSTRAINT channels_provendomain_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_provendomain
    ADD CONSTRAINT channels_provendomain_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_receivedmail
    ADD CONSTRAINT channels_receivedmail_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_receivedmail
    ADD CONSTRAINT channels_receivedmail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_surveyasking
    ADD CONSTRAINT channels_surveyasking_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_surveyasking
    ADD CONSTRAINT channels_surveyasking_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_wayout
    ADD CONSTRAINT channels_wayout_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.channels_wayout
    ADD CONSTRAINT channels_wayout_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.contacts_contact
    ADD CONSTRAINT contact_email UNIQUE (organization_id, email);
ALTER TABLE ONLY public.contacts_contact
    ADD CONSTRAINT contact_user UNIQUE (organization_id, user_id);
ALTER TABLE ONLY public.contacts_company
    ADD CONSTRAINT contacts_company_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.contacts_company
    ADD CONSTRAINT contacts_company_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.contacts_contact
    ADD CONSTRAINT contacts_contact_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.contacts_contact
    ADD CONSTRAINT contacts_contact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_attachment
    ADD CONSTRAINT conversations_attachment_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.conversations_attachment
    ADD CONSTRAINT conversations_attachment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mention_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mention_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_message_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_messageversion
    ADD CONSTRAINT conversations_messageversion_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.conversations_messageversion
    ADD CONSTRAINT conversations_messageversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations_messagevote
    ADD CONSTRAINT conversations_messagevote_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.conversations_messagevote
    ADD CONSTRAINT conversations_messagevote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations_customrole
    ADD CONSTRAINT custom_role_key UNIQUE (organization_id, key);
ALTER TABLE ONLY public.channels_deadaddress
    ADD CONSTRAINT dead_address_once UNIQUE (organization_id, email);
ALTER TABLE ONLY public.channels_hookdelivery
    ADD CONSTRAINT delivered_once_by_hook UNIQUE (organization_id, hook_id, name);
ALTER TABLE ONLY public.directory_directoryentry
    ADD CONSTRAINT directory_directoryentry_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.directory_directoryentry
    ADD CONSTRAINT directory_directoryentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.directory_directorygroup
    ADD CONSTRAINT directory_directorygroup_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.directory_directorygroup
    ADD CONSTRAINT directory_directorygroup_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.directory_directorymembership
    ADD CONSTRAINT directory_directorymembership_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.directory_directorymembership
    ADD CONSTRAINT directory_directorymembership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.directory_directoryperson
    ADD CONSTRAINT directory_directoryperson_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.directory_directoryperson
    ADD CONSTRAINT directory_directoryperson_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.directory_directorypull
    ADD CONSTRAINT directory_directorypull_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.directory_directorypull
    ADD CONSTRAINT directory_directorypull_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.directory_directoryrule
    ADD CONSTRAINT directory_directoryrule_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.directory_directoryrule
    ADD CONSTRAINT directory_directoryrule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.directory_directoryrun
    ADD CONSTRAINT directory_directoryrun_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.directory_directoryrun
    ADD CONSTRAINT directory_directoryrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.directory_directorysetup
    ADD CONSTRAINT directory_directorysetup_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.directory_directorysetup
    ADD CONSTRAINT directory_directorysetup_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.directory_directorymembership
    ADD CONSTRAINT directory_in_group UNIQUE (organization_id, group_id, person_id);
ALTER TABLE ONLY public.directory_directorypull
    ADD CONSTRAINT directory_pull_once UNIQUE (organization_id);
ALTER TABLE ONLY public.directory_directorysetup
    ADD CONSTRAINT directory_setup_once UNIQUE (organization_id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT draft_once UNIQUE (organization_id, member_id, ticket_id, kind);
ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.exports_ticketexport
    ADD CONSTRAINT exports_ticketexport_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.exports_ticketexport
    ADD CONSTRAINT exports_ticketexport_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_fetchedmail
    ADD CONSTRAINT fetched_once_from_mailbox UNIQUE (organization_id, mailbox_id, uidvalidity, uid);
ALTER TABLE ONLY public.fields_field
    ADD CONSTRAINT field_key UNIQUE (organization_id, key);
ALTER TABLE ONLY public.fields_field
    ADD CONSTRAINT fields_field_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.fields_field
    ADD CONSTRAINT fields_field_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.files_filelimits
    ADD CONSTRAINT file_limits_once UNIQUE (organization_id);
ALTER TABLE ONLY public.files_fileuse
    ADD CONSTRAINT file_use_once UNIQUE (organization_id);
ALTER TABLE ONLY public.files_file
    ADD CONSTRAINT files_file_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.files_file
    ADD CONSTRAINT files_file_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.files_filelimits
    ADD CONSTRAINT files_filelimits_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.files_filelimits
    ADD CONSTRAINT files_filelimits_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.files_fileuse
    ADD CONSTRAINT files_fileuse_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.files_fileuse
    ADD CONSTRAINT files_fileuse_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_idempotencykey
    ADD CONSTRAINT idempotency_once UNIQUE (organization_id, actor_id, key);
ALTER TABLE ONLY public.organizations_identityprovider
    ADD CONSTRAINT identity_provider_once UNIQUE (organization_id, issuer, client_id);
ALTER TABLE ONLY public.channels_ledgerkeeping
    ADD CONSTRAINT ledger_keeping_once UNIQUE (organization_id);
ALTER TABLE ONLY public.limits_cache
    ADD CONSTRAINT limits_cache_pkey PRIMARY KEY (cache_key);
ALTER TABLE ONLY public.limits_seat
    ADD CONSTRAINT limits_seat_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.limits_window
    ADD CONSTRAINT limits_window_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.views_listlook
    ADD CONSTRAINT list_look_once UNIQUE (organization_id, member_id);
ALTER TABLE ONLY public.channels_listedsender
    ADD CONSTRAINT listed_sender_once UNIQUE (organization_id, sender);
ALTER TABLE ONLY public.macros_macro
    ADD CONSTRAINT macros_macro_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.macros_macro
    ADD CONSTRAINT macros_macro_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.macros_tickettemplate
    ADD CONSTRAINT macros_tickettemplate_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.macros_tickettemplate
    ADD CONSTRAINT macros_tickettemplate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_mailpage
    ADD CONSTRAINT mail_page_of_message UNIQUE (organization_id, message_id);
ALTER TABLE ONLY public.channels_mailpicture
    ADD CONSTRAINT mail_picture_once UNIQUE (organization_id, address_hash);
ALTER TABLE ONLY public.channels_mailtemplate
    ADD CONSTRAINT mail_template_once UNIQUE NULLS NOT DISTINCT (organization_id, kind, language, category_id);
ALTER TABLE ONLY public.channels_mailbox
    ADD CONSTRAINT mailbox_once_per_organization UNIQUE (organization_id, host, username, folder);
ALTER TABLE ONLY public.organizations_memberdepartment
    ADD CONSTRAINT member_department_once UNIQUE (organization_id, member_id, department_id);
ALTER TABLE ONLY public.organizations_member
    ADD CONSTRAINT member_once UNIQUE (organization_id, user_id);
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT mention_once UNIQUE (organization_id, message_id, member_id);
ALTER TABLE ONLY public.conversations_messageversion
    ADD CONSTRAINT message_version_once UNIQUE (organization_id, message_id, number);
ALTER TABLE ONLY public.conversations_messagevote
    ADD CONSTRAINT message_vote_contact UNIQUE (organization_id, message_id, contact_id);
ALTER TABLE ONLY public.conversations_messagevote
    ADD CONSTRAINT message_vote_member UNIQUE (organization_id, message_id, member_id);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications_mutedticket
    ADD CONSTRAINT muted_once UNIQUE (organization_id, member_id, ticket_id);
ALTER TABLE ONLY public.notifications_notificationchoice
    ADD CONSTRAINT notification_choice_once UNIQUE (organization_id, member_id);
ALTER TABLE ONLY public.notifications_mutedticket
    ADD CONSTRAINT notifications_mutedticket_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.notifications_mutedticket
    ADD CONSTRAINT notifications_mutedticket_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications_notification
    ADD CONSTRAINT notifications_notification_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.notifications_notification
    ADD CONSTRAINT notifications_notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications_notificationchoice
    ADD CONSTRAINT notifications_notificationchoice_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.notifications_notificationchoice
    ADD CONSTRAINT notifications_notificationchoice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.operating_standing
    ADD CONSTRAINT operating_standing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations_apitoken
    ADD CONSTRAINT organizations_apitoken_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.organizations_apitoken
    ADD CONSTRAINT organizations_apitoken_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.organizations_apitoken
    ADD CONSTRAINT organizations_apitoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations_customrole
    ADD CONSTRAINT organizations_customrole_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.organizations_customrole
    ADD CONSTRAINT organizations_customrole_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations_department
    ADD CONSTRAINT organizations_department_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.organizations_department
    ADD CONSTRAINT organizations_department_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations_identityprovider
    ADD CONSTRAINT organizations_identityprovider_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.organizations_identityprovider
    ADD CONSTRAINT organizations_identityprovider_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations_invitation
    ADD CONSTRAINT organizations_invitation_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.organizations_invitation
    ADD CONSTRAINT organizations_invitation_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.organizations_invitation
    ADD CONSTRAINT organizations_invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations_member
    ADD CONSTRAINT organizations_member_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.organizations_member
    ADD CONSTRAINT organizations_member_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations_memberdepartment
    ADD CONSTRAINT organizations_memberdepartment_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.organizations_memberdepartment
    ADD CONSTRAINT organizations_memberdepartment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations_organization
    ADD CONSTRAINT organizations_organization_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations_organization
    ADD CONSTRAINT organizations_organization_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.organizations_ownershipoffer
    ADD CONSTRAINT organizations_ownershipoffer_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.organizations_ownershipoffer
    ADD CONSTRAINT organizations_ownershipoffer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT outgoing_once_per_event UNIQUE (organization_id, event_id, recipient, kind);
ALTER TABLE ONLY public.views_ownplaces
    ADD CONSTRAINT own_places_once UNIQUE (organization_id, member_id);
ALTER TABLE ONLY public.tickets_participant
    ADD CONSTRAINT participant_once UNIQUE (organization_id, ticket_id, contact_id);
ALTER TABLE ONLY public.portals_portal
    ADD CONSTRAINT portal_once UNIQUE (organization_id);
ALTER TABLE ONLY public.portals_portal
    ADD CONSTRAINT portals_portal_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.portals_portal
    ADD CONSTRAINT portals_portal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.portals_signinlink
    ADD CONSTRAINT portals_signinlink_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.portals_signinlink
    ADD CONSTRAINT portals_signinlink_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.portals_signinlink
    ADD CONSTRAINT portals_signinlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.channels_provendomain
    ADD CONSTRAINT proven_domain_once UNIQUE (organization_id, domain);
ALTER TABLE ONLY public.search_searchbuild
    ADD CONSTRAINT search_build_once UNIQUE (organization_id);
ALTER TABLE ONLY public.search_searchbuild
    ADD CONSTRAINT search_searchbuild_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.search_searchbuild
    ADD CONSTRAINT search_searchbuild_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_provider_uid_fc810c6e_uniq UNIQUE (provider, uid);
ALTER TABLE ONLY public.socialaccount_socialapp
    ADD CONSTRAINT socialaccount_socialapp_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_app_id_account_id_fca4e0ac_uniq UNIQUE (app_id, account_id);
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.operating_standing
    ADD CONSTRAINT standing_once_a_day UNIQUE (organization_id, day);
ALTER TABLE ONLY public.tickets_status
    ADD CONSTRAINT status_key UNIQUE (organization_id, key);
ALTER TABLE ONLY public.channels_surveyasking
    ADD CONSTRAINT survey_asking_once UNIQUE (organization_id);
ALTER TABLE ONLY public.tickets_tag
    ADD CONSTRAINT tag_name UNIQUE (organization_id, name);
ALTER TABLE ONLY public.tickets_ticketform
    ADD CONSTRAINT ticket_form_once UNIQUE NULLS NOT DISTINCT (organization_id, category_id, type);
ALTER TABLE ONLY public.tickets_ticketlink
    ADD CONSTRAINT ticket_link_once UNIQUE (organization_id, first_id, second_id, kind);
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT ticket_number UNIQUE (organization_id, number);
ALTER TABLE ONLY public.tickets_ticketwords
    ADD CONSTRAINT ticket_words_once UNIQUE (organization_id, ticket_id);
ALTER TABLE ONLY public.tickets_accesslink
    ADD CONSTRAINT tickets_accesslink_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.tickets_accesslink
    ADD CONSTRAINT tickets_accesslink_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_accesslink
    ADD CONSTRAINT tickets_accesslink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_category
    ADD CONSTRAINT tickets_category_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_category
    ADD CONSTRAINT tickets_category_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_fieldvalue
    ADD CONSTRAINT tickets_fieldvalue_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_fieldvalue
    ADD CONSTRAINT tickets_fieldvalue_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_merge
    ADD CONSTRAINT tickets_merge_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_merge
    ADD CONSTRAINT tickets_merge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_participant
    ADD CONSTRAINT tickets_participant_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_participant
    ADD CONSTRAINT tickets_participant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_reminder
    ADD CONSTRAINT tickets_reminder_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_reminder
    ADD CONSTRAINT tickets_reminder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_status
    ADD CONSTRAINT tickets_status_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_status
    ADD CONSTRAINT tickets_status_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_statusmove
    ADD CONSTRAINT tickets_statusmove_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_statusmove
    ADD CONSTRAINT tickets_statusmove_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_tag
    ADD CONSTRAINT tickets_tag_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_tag
    ADD CONSTRAINT tickets_tag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_tagmove
    ADD CONSTRAINT tickets_tagmove_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_tagmove
    ADD CONSTRAINT tickets_tagmove_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_tally
    ADD CONSTRAINT tickets_tally_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_tally
    ADD CONSTRAINT tickets_tally_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketform
    ADD CONSTRAINT tickets_ticketform_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_ticketform
    ADD CONSTRAINT tickets_ticketform_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketlink
    ADD CONSTRAINT tickets_ticketlink_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_ticketlink
    ADD CONSTRAINT tickets_ticketlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_ticketwords
    ADD CONSTRAINT tickets_ticketwords_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_ticketwords
    ADD CONSTRAINT tickets_ticketwords_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets_transition
    ADD CONSTRAINT tickets_transition_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.tickets_transition
    ADD CONSTRAINT tickets_transition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.timekeeping_timeentry
    ADD CONSTRAINT timekeeping_timeentry_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.timekeeping_timeentry
    ADD CONSTRAINT timekeeping_timeentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.timekeeping_timer
    ADD CONSTRAINT timekeeping_timer_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.timekeeping_timer
    ADD CONSTRAINT timekeeping_timer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.timekeeping_timer
    ADD CONSTRAINT timer_once UNIQUE (organization_id, member_id, ticket_id);
ALTER TABLE ONLY public.tickets_transition
    ADD CONSTRAINT transition_once UNIQUE (organization_id, old_id, new_id);
ALTER TABLE ONLY public.views_listlook
    ADD CONSTRAINT views_listlook_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.views_listlook
    ADD CONSTRAINT views_listlook_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.views_ownplaces
    ADD CONSTRAINT views_ownplaces_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.views_ownplaces
    ADD CONSTRAINT views_ownplaces_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.views_savedview
    ADD CONSTRAINT views_savedview_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.views_savedview
    ADD CONSTRAINT views_savedview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webforms_webform
    ADD CONSTRAINT web_form_key UNIQUE (organization_id, key);
ALTER TABLE ONLY public.webforms_apisites
    ADD CONSTRAINT webforms_apisites_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.webforms_apisites
    ADD CONSTRAINT webforms_apisites_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webforms_unconfirmedrequest
    ADD CONSTRAINT webforms_unconfirmedrequest_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.webforms_unconfirmedrequest
    ADD CONSTRAINT webforms_unconfirmedrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webforms_webform
    ADD CONSTRAINT webforms_webform_fence UNIQUE (organization_id, id);
ALTER TABLE ONLY public.webforms_webform
    ADD CONSTRAINT webforms_webform_pkey PRIMARY KEY (id);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX accounts_signin_session_key_29d63cd7_like ON public.accounts_signin USING btree (session_key varchar_pattern_ops);
CREATE INDEX accounts_signin_user_id_700b4e69 ON public.accounts_signin USING btree (user_id);
CREATE INDEX accounts_user_email_b2644a56_like ON public.accounts_user USING btree (email varchar_pattern_ops);
CREATE INDEX attachment_current ON public.conversations_attachment USING btree (organization_id, current_id);
CREATE INDEX attachment_message ON public.conversations_attachment USING btree (organization_id, message_id, "position");
CREATE INDEX audit_entry_latest ON public.audit_installationentry USING btree (created_at, id);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX bulk_active ON public.bulk_bulkchange USING btree (organization_id, id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying, 'undoing'::character varying])::text[]));
CREATE INDEX bulk_of_member ON public.bulk_bulkchange USING btree (organization_id, member_id, id DESC);
CREATE INDEX bulk_result_number ON public.bulk_bulkresult USING btree (organization_id, change_id, number, id);
CREATE INDEX bulk_result_outcome ON public.bulk_bulkresult USING btree (organization_id, change_id, outcome, ticket_id);
CREATE INDEX channels_fetchedmail_mail_id_d178f7a4 ON public.channels_fetchedmail USING btree (mail_id);
CREATE INDEX channels_hookdelivery_mail_id_1873b762 ON public.channels_hookdelivery USING btree (mail_id);
CREATE INDEX channels_mailaddress_address_30a787bf_like ON public.channels_mailaddress USING btree (address varchar_pattern_ops);
CREATE INDEX channels_mailaddress_department_id_27935ee7 ON public.channels_mailaddress USING btree (department_id);
CREATE INDEX channels_mailbox_address_id_d2968563 ON public.channels_mailbox USING btree (address_id);
CREATE INDEX channels_mailhook_address_id_ca9236ed ON public.channels_mailhook USING btree (address_id);
CREATE INDEX channels_outgoingmail_invitation_id_a0ed2622 ON public.channels_outgoingmail USING btree (invitation_id);
CREATE INDEX channels_outgoingmail_message_id_df08eb8b ON public.channels_outgoingmail USING btree (message_id);
CREATE INDEX channels_outgoingmail_participant_id_5a809a06 ON public.channels_outgoingmail USING btree (participant_id);
CREATE INDEX channels_outgoingmail_ticket_id_f2675de1 ON public.channels_outgoingmail USING btree (ticket_id);
CREATE INDEX channels_receivedmail_address_id_78050a79 ON public.channels_receivedmail USING btree (address_id);
CREATE INDEX channels_receivedmail_message_id_f98ed39d ON public.channels_receivedmail USING btree (message_id);
CREATE INDEX channels_receivedmail_ticket_id_d8e6449f ON public.channels_receivedmail USING btree (ticket_id);
CREATE UNIQUE INDEX company_name ON public.contacts_company USING btree (organization_id, lower((name)::text));
CREATE INDEX contact_phone ON public.contacts_contact USING btree (organization_id, "right"(regexp_replace((phone)::text, '\D'::text, ''::text, 'g'::text), 7)) WHERE (NOT ((phone)::text = ''::text));
CREATE INDEX contact_words ON public.contacts_contact USING gin (organization_id, translate(lower((((((name)::text || ' '::text) || (COALESCE(email, ''::character varying))::text) || ' '::text) || (phone)::text)), 'áàâäãåéèêëíìîïóòôöõúùûüñçýš'::text, 'aaaaaaeeeeiiiiooooouuuuncys'::text) public.gin_trgm_ops);
CREATE INDEX contacts_contact_company_id_537aca39 ON public.contacts_contact USING btree (company_id);
CREATE INDEX contacts_contact_user_id_cff1a837 ON public.contacts_contact USING btree (user_id);
CREATE UNIQUE INDEX custom_role_name ON public.organizations_customrole USING btree (organization_id, lower((name)::text));
CREATE INDEX dead_address_latest ON public.channels_deadaddress USING btree (organization_id, last_at DESC);
CREATE UNIQUE INDEX department_name ON public.organizations_department USING btree (organization_id, parent_id, lower((name)::text)) NULLS NOT DISTINCT;
CREATE INDEX directory_done ON public.directory_directoryentry USING btree (organization_id, created_at DESC, id DESC);
CREATE INDEX directory_email ON public.directory_directoryperson USING btree (organization_id, email);
CREATE INDEX directory_external ON public.directory_directoryperson USING btree (organization_id, external_id);
CREATE UNIQUE INDEX directory_group_name ON public.directory_directorygroup USING btree (organization_id, lower((name)::text));
CREATE INDEX directory_groups_of ON public.directory_directorymembership USING btree (organization_id, person_id);
CREATE UNIQUE INDEX directory_member ON public.directory_directoryperson USING btree (organization_id, member_id) WHERE (member_id IS NOT NULL);
CREATE INDEX directory_runs ON public.directory_directoryrun USING btree (organization_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX directory_user_name ON public.directory_directoryperson USING btree (organization_id, lower((user_name)::text));
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX draft_latest ON public.conversations_draft USING btree (organization_id, member_id, updated_at DESC);
CREATE INDEX draft_ticket ON public.conversations_draft USING btree (organization_id, ticket_id);
CREATE INDEX events_audited ON public.events_event USING btree (organization_id, created_at, id) WHERE (((split_part((name)::text, '.'::text, 1) <> ALL ('{ticket,message,contact,time,bulk}'::text[])) AND ((name)::text <> ALL ('{file.stored,file.examined,mail.waiting,mail.answers_stopped,mailbox.failing,mailbox.recovered,web_form.confirmation_asked,web_form.request_confirmed}'::text[]))) OR ((name)::text = ANY ('{ticket.deleted,ticket.restored,ticket.purged}'::text[])));
CREATE INDEX events_by_actor ON public.events_event USING btree (organization_id, actor_id, id DESC) WHERE (actor_id IS NOT NULL);
CREATE INDEX events_by_subject ON public.events_event USING btree (organization_id, subject_id, id);
CREATE INDEX events_pending ON public.events_event USING btree (id) WHERE (dispatched_at IS NULL);
CREATE INDEX export_active ON public.exports_ticketexport USING btree (organization_id, id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[]));
CREATE INDEX export_of_member ON public.exports_ticketexport USING btree (organization_id, member_id, id DESC);
CREATE INDEX fetched_hash ON public.channels_fetchedmail USING btree (organization_id, mailbox_id, content_hash);
CREATE INDEX fetched_unfinished ON public.channels_fetchedmail USING btree (organization_id, mailbox_id, uid) WHERE (finished_at IS NULL);
CREATE INDEX field_value_number ON public.tickets_fieldvalue USING btree (organization_id, field_id, number, ticket_id) WHERE (number IS NOT NULL);
CREATE INDEX field_value_ticket ON public.tickets_fieldvalue USING btree (organization_id, ticket_id, field_id);
CREATE INDEX field_value_word ON public.tickets_fieldvalue USING btree (organization_id, field_id, word, ticket_id) WHERE (word IS NOT NULL);
CREATE INDEX fields_field_key_84fbdd34 ON public.fields_field USING btree (key);
CREATE INDEX fields_field_key_84fbdd34_like ON public.fields_field USING btree (key varchar_pattern_ops);
CREATE INDEX file_key ON public.files_file USING btree (organization_id, key);
CREATE INDEX file_unexamined ON public.files_file USING btree (organization_id, created_at) WHERE (((state)::text = 'scanning'::text) OR ((preview)::text = 'pending'::text));
CREATE INDEX file_uploads ON public.files_file USING btree (organization_id, created_at) WHERE (attached_at IS NULL);
CREATE INDEX file_versions ON public.files_file USING btree (organization_id, original_id, version) WHERE (original_id IS NOT NULL);
CREATE INDEX idempotency_expires ON public.api_idempotencykey USING btree (organization_id, expires_at);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX limits_cache_expires ON public.limits_cache USING btree (expires);
CREATE INDEX limits_window_key_f9d2e56f_like ON public.limits_window USING btree (key varchar_pattern_ops);
CREATE INDEX macro_owner ON public.macros_macro USING btree (organization_id, owner_id);
CREATE INDEX macro_scope ON public.macros_macro USING btree (organization_id, scope, category, name);
CREATE UNIQUE INDEX mail_address_default ON public.channels_mailaddress USING btree (organization_id) WHERE is_default;
CREATE INDEX mail_picture_fetched ON public.channels_mailpicture USING btree (organization_id, fetched_at);
CREATE INDEX mention_latest ON public.conversations_mention USING btree (organization_id, member_id, id DESC);
CREATE INDEX merge_into ON public.tickets_merge USING btree (organization_id, into_id);
CREATE UNIQUE INDEX merge_once ON public.tickets_merge USING btree (organization_id, ticket_id) WHERE (ended_at IS NULL);
CREATE INDEX message_answers ON public.conversations_message USING btree (organization_id, reply_to_id) WHERE (reply_to_id IS NOT NULL);
CREATE INDEX message_held ON public.conversations_message USING btree (organization_id, held_until) WHERE (held_until IS NOT NULL);
CREATE INDEX message_ticket ON public.conversations_message USING btree (organization_id, ticket_id, id);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX muted_ticket ON public.notifications_mutedticket USING btree (organization_id, ticket_id);
CREATE INDEX notification_age ON public.notifications_notification USING btree (organization_id, at);
CREATE UNIQUE INDEX notification_bundle ON public.notifications_notification USING btree (organization_id, member_id, bulk, kind) WHERE ((bulk IS NOT NULL) AND (read_at IS NULL));
CREATE INDEX notification_latest ON public.notifications_notification USING btree (organization_id, member_id, at DESC, id DESC);
CREATE UNIQUE INDEX notification_of_mail ON public.notifications_notification USING btree (organization_id, member_id, subject_id, kind) WHERE ((read_at IS NULL) AND (subject_id IS NOT NULL));
CREATE UNIQUE INDEX notification_once ON public.notifications_notification USING btree (organization_id, member_id, ticket_id, kind) WHERE ((bulk IS NULL) AND (read_at IS NULL));
CREATE INDEX notification_ticket ON public.notifications_notification USING btree (organization_id, ticket_id);
CREATE INDEX organizations_apitoken_member_id_25dce87b ON public.organizations_apitoken USING btree (member_id);
CREATE INDEX organizations_customrole_key_9c8285bd ON public.organizations_customrole USING btree (key);
CREATE INDEX organizations_customrole_key_9c8285bd_like ON public.organizations_customrole USING btree (key varchar_pattern_ops);
CREATE INDEX organizations_department_parent_id_615b0812 ON public.organizations_department USING btree (parent_id);
CREATE INDEX organizations_invitation_department_id_b043ac4e ON public.organizations_invitation USING btree (department_id);
CREATE INDEX organizations_invitation_invited_by_id_ded3e551 ON public.organizations_invitation USING btree (invited_by_id);
CREATE INDEX organizations_member_user_id_e22da0a4 ON public.organizations_member USING btree (user_id);
CREATE INDEX organizations_memberdepartment_department_id_cf5a9c30 ON public.organizations_memberdepartment USING btree (department_id);
CREATE INDEX organizations_memberdepartment_member_id_beaf9464 ON public.organizations_memberdepartment USING btree (member_id);
CREATE INDEX organizations_organization_slug_e36fd8f9_like ON public.organizations_organization USING btree (slug varchar_pattern_ops);
CREATE INDEX organizations_ownershipoffer_offered_by_id_2c36deac ON public.organizations_ownershipoffer USING btree (offered_by_id);
CREATE INDEX organizations_ownershipoffer_offered_to_id_9b8734af ON public.organizations_ownershipoffer USING btree (offered_to_id);
CREATE INDEX outgoing_header_id ON public.channels_outgoingmail USING btree (organization_id, header_id);
CREATE INDEX outgoing_latest ON public.channels_outgoingmail USING btree (organization_id, created_at DESC);
CREATE INDEX outgoing_recipient ON public.channels_outgoingmail USING btree (organization_id, recipient, created_at DESC);
CREATE INDEX outgoing_reply_token ON public.channels_outgoingmail USING btree (organization_id, reply_token);
CREATE INDEX outgoing_state ON public.channels_outgoingmail USING btree (organization_id, state, created_at DESC);
CREATE INDEX outgoing_ticket ON public.channels_outgoingmail USING btree (organization_id, ticket_id);
CREATE INDEX outgoing_unsent ON public.channels_outgoingmail USING btree (organization_id, created_at) WHERE ((state)::text = ANY (ARRAY[('queued'::character varying)::text, ('sending'::character varying)::text]));
CREATE INDEX outgoing_withheld ON public.channels_outgoingmail USING btree (organization_id, created_at) WHERE ((state)::text = 'withheld'::text);
CREATE UNIQUE INDEX ownership_offer_once ON public.organizations_ownershipoffer USING btree (organization_id) WHERE (ended_at IS NULL);
CREATE INDEX participant_contact ON public.tickets_participant USING btree (organization_id, contact_id);
CREATE UNIQUE INDEX portal_domain_once ON public.portals_portal USING btree (domain) WHERE (proven_at IS NOT NULL);
CREATE INDEX portals_signinlink_contact_id_f5df3bbe ON public.portals_signinlink USING btree (contact_id);
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE INDEX received_decided ON public.channels_receivedmail USING btree (organization_id, decided_at DESC) WHERE (decided_at IS NOT NULL);
CREATE INDEX received_hash ON public.channels_receivedmail USING btree (organization_id, content_hash);
CREATE INDEX received_header_id ON public.channels_receivedmail USING btree (organization_id, header_id) WHERE (NOT ((header_id)::text = ''::text));
CREATE INDEX received_ignored ON public.channels_receivedmail USING btree (organization_id, received_at) WHERE (((outcome)::text = 'ignored'::text) AND ((raw IS NOT NULL) OR (NOT ((raw_key)::text = ''::text))));
CREATE INDEX received_latest ON public.channels_receivedmail USING btree (organization_id, received_at DESC);
CREATE INDEX received_outcome ON public.channels_receivedmail USING btree (organization_id, outcome, received_at DESC);
CREATE INDEX received_pending ON public.channels_receivedmail USING btree (organization_id, received_at) WHERE ((outcome)::text = 'pending'::text);
CREATE INDEX received_reason ON public.channels_receivedmail USING btree (organization_id, reason, received_at DESC) WHERE (NOT ((reason)::text = ''::text));
CREATE INDEX received_recipient ON public.channels_receivedmail USING btree (organization_id, recipient, received_at DESC);
CREATE INDEX received_sender ON public.channels_receivedmail USING btree (organization_id, sender, received_at DESC);
CREATE INDEX received_to_move ON public.channels_receivedmail USING btree (organization_id, done_at) WHERE ((done_at IS NOT NULL) AND (raw IS NOT NULL));
CREATE INDEX received_words ON public.channels_receivedmail USING gin (organization_id, to_tsvector('simple'::regconfig, translate(lower((((((sender)::text || ' '::text) || (recipient)::text) || ' '::text) || (subject)::text)), 'áàâäãéèêëíìîïóòôöõúùûüñç@.+-_'::text, 'aaaaaeeeeiiiiooooouuuunc     '::text)));
CREATE INDEX reminder_due ON public.tickets_reminder USING btree (organization_id, at) WHERE (told_at IS NULL);
CREATE INDEX reminder_ticket ON public.tickets_reminder USING btree (organization_id, ticket_id, at);
CREATE INDEX seat_ends ON public.limits_seat USING btree (ends_at);
CREATE INDEX seat_holder ON public.limits_seat USING btree (holder);
CREATE INDEX seat_key ON public.limits_seat USING btree (key);
CREATE INDEX socialaccount_socialaccount_user_id_8146e70c ON public.socialaccount_socialaccount USING btree (user_id);
CREATE INDEX socialaccount_socialtoken_account_id_951f210e ON public.socialaccount_socialtoken USING btree (account_id);
CREATE INDEX socialaccount_socialtoken_app_id_636a42d7 ON public.socialaccount_socialtoken USING btree (app_id);
CREATE INDEX standing_day ON public.operating_standing USING btree (day);
CREATE UNIQUE INDEX status_default ON public.tickets_status USING btree (organization_id, stage) WHERE is_default;
CREATE INDEX status_move_latest ON public.tickets_statusmove USING btree (organization_id, started_at DESC);
CREATE INDEX tag_move_latest ON public.tickets_tagmove USING btree (organization_id, started_at DESC);
CREATE INDEX tally_assignee ON public.tickets_tally USING btree (organization_id, assignee_id);
CREATE INDEX ticket_active ON public.tickets_ticket USING btree (organization_id, priority DESC, created_at, id) WHERE ((deleted_at IS NULL) AND ((stage)::text = ANY ((ARRAY['open'::character varying, 'in_progress'::character varying, 'waiting'::character varying])::text[])));
CREATE INDEX ticket_assignee ON public.tickets_ticket USING btree (organization_id, assignee_id, stage, updated_at DESC) WHERE (deleted_at IS NULL);
CREATE INDEX ticket_column ON public.tickets_ticket USING btree (organization_id, status_id, priority DESC, created_at, id) WHERE ((deleted_at IS NULL) AND ((stage)::text = ANY ((ARRAY['open'::character varying, 'in_progress'::character varying, 'waiting'::character varying])::text[])));
CREATE INDEX ticket_created ON public.tickets_ticket USING btree (organization_id, created_at DESC, id DESC);
CREATE INDEX ticket_deleted ON public.tickets_ticket USING btree (organization_id, deleted_at) WHERE (deleted_at IS NOT NULL);
CREATE INDEX ticket_department ON public.tickets_ticket USING btree (organization_id, department_id, stage, updated_at DESC) WHERE (deleted_at IS NULL);
CREATE INDEX ticket_due ON public.tickets_ticket USING btree (organization_id, due_at) WHERE ((deleted_at IS NULL) AND ((stage)::text = ANY ((ARRAY['open'::character varying, 'in_progress'::character varying, 'waiting'::character varying])::text[])));
CREATE INDEX ticket_link_second ON public.tickets_ticketlink USING btree (organization_id, second_id);
CREATE INDEX ticket_merged_into ON public.tickets_ticket USING btree (organization_id, merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE INDEX ticket_named ON public.tickets_ticket USING btree (organization_id) WHERE (mentioned IS NOT NULL);
CREATE INDEX ticket_open_subjects ON public.tickets_ticket USING gin (organization_id, subject public.gin_trgm_ops) WHERE ((deleted_at IS NULL) AND ((stage)::text = ANY ((ARRAY['open'::character varying, 'in_progress'::character varying, 'waiting'::character varying])::text[])));
CREATE INDEX ticket_requester ON public.tickets_ticket USING btree (organization_id, requester_id, created_at DESC);
CREATE INDEX ticket_resolved ON public.tickets_ticket USING btree (organization_id, resolved_at) WHERE ((deleted_at IS NULL) AND ((stage)::text = 'resolved'::text));
CREATE INDEX ticket_snoozed ON public.tickets_ticket USING btree (organization_id, snoozed_until) WHERE (snoozed_at IS NOT NULL);
CREATE INDEX ticket_stage ON public.tickets_ticket USING btree (organization_id, stage, created_at DESC, id DESC) WHERE (deleted_at IS NULL);
CREATE INDEX ticket_status ON public.tickets_ticket USING btree (organization_id, status_id, id DESC);
CREATE INDEX ticket_tags_here ON public.tickets_ticket USING gin (organization_id, tags);
CREATE INDEX ticket_template_order ON public.macros_tickettemplate USING btree (organization_id, "position");
CREATE INDEX ticket_updated ON public.tickets_ticket USING btree (organization_id, updated_at DESC, id DESC);
CREATE INDEX ticket_watched ON public.tickets_ticket USING btree (organization_id, stage) WHERE (watchers IS NOT NULL);
CREATE INDEX ticket_words ON public.tickets_ticketwords USING gin (organization_id, words);
CREATE INDEX ticket_words_names ON public.tickets_ticketwords USING gin (organization_id, names public.gin_trgm_ops);
CREATE INDEX tickets_accesslink_participant_id_98ee730f ON public.tickets_accesslink USING btree (participant_id);
CREATE INDEX tickets_category_department_id_96ccd974 ON public.tickets_category USING btree (department_id);
CREATE INDEX tickets_category_key_e7bec5ed ON public.tickets_category USING btree (key);
CREATE INDEX tickets_category_key_e7bec5ed_like ON public.tickets_category USING btree (key varchar_pattern_ops);
CREATE INDEX tickets_category_parent_id_f41e76e5 ON public.tickets_category USING btree (parent_id);
CREATE INDEX tickets_status_key_10315096 ON public.tickets_status USING btree (key);
CREATE INDEX tickets_status_key_10315096_like ON public.tickets_status USING btree (key varchar_pattern_ops);
CREATE INDEX time_member ON public.timekeeping_timeentry USING btree (organization_id, member_id, started_at DESC);
CREATE INDEX time_started ON public.timekeeping_timeentry USING btree (organization_id, started_at DESC, id DESC);
CREATE INDEX time_ticket ON public.timekeeping_timeentry USING btree (organization_id, ticket_id, started_at DESC);
CREATE UNIQUE INDEX timer_one_runs ON public.timekeeping_timer USING btree (organization_id, member_id) WHERE (running_since IS NOT NULL);
CREATE INDEX timer_ticket ON public.timekeeping_timer USING btree (organization_id, ticket_id);
CREATE INDEX unconfirmed_until ON public.webforms_unconfirmedrequest USING btree (organization_id, expires_at);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX view_order ON public.views_savedview USING btree (organization_id, "position") WHERE (deleted_at IS NULL);
CREATE INDEX viewing_open ON public.audit_viewing USING btree (organization_id, ends_at) WHERE (ended_at IS NULL);
CREATE INDEX webforms_unconfirmedrequest_form_id_14f1706e ON public.webforms_unconfirmedrequest USING btree (form_id);
CREATE INDEX webforms_unconfirmedrequest_ticket_id_6562e800 ON public.webforms_unconfirmedrequest USING btree (ticket_id);
CREATE INDEX webforms_webform_key_103948fb ON public.webforms_webform USING btree (key);
CREATE INDEX webforms_webform_key_103948fb_like ON public.webforms_webform USING btree (key varchar_pattern_ops);
CREATE INDEX window_ends ON public.limits_window USING btree (ends_at);
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.branding_branding FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.fields_field FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.files_filelimits FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.macros_tickettemplate FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.organizations_customrole FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.organizations_department FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.organizations_member FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.organizations_memberdepartment FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.tickets_category FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.tickets_status FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER DELETE OR UPDATE ON public.tickets_tag FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.tickets_ticketform FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON public.tickets_transition FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_config_changed();
CREATE TRIGGER count_moved AFTER UPDATE OF status_id, stage, department_id, assignee_id, deleted_at, snoozed_at, merged_into_id ON public.tickets_ticket FOR EACH ROW WHEN ((((((((old.status_id IS DISTINCT FROM new.status_id) OR ((old.stage)::text IS DISTINCT FROM (new.stage)::text)) OR (old.department_id IS DISTINCT FROM new.department_id)) OR (old.assignee_id IS DISTINCT FROM new.assignee_id)) OR ((old.deleted_at IS NULL) IS DISTINCT FROM (new.deleted_at IS NULL))) OR ((old.snoozed_at IS NULL) IS DISTINCT FROM (new.snoozed_at IS NULL))) OR ((old.merged_into_id IS NULL) IS DISTINCT FROM (new.merged_into_id IS NULL)))) EXECUTE FUNCTION public.tickets_count();
CREATE TRIGGER count_new AFTER INSERT OR DELETE ON public.tickets_ticket FOR EACH ROW EXECUTE FUNCTION public.tickets_count();
CREATE TRIGGER deletion_is_asked BEFORE INSERT ON public.organizations_organization FOR EACH ROW WHEN ((new.deletion_due_at IS NOT NULL)) EXECUTE FUNCTION public.organizations_deletion_waits();
CREATE TRIGGER deletion_waits BEFORE UPDATE OF deletion_due_at ON public.organizations_organization FOR EACH ROW WHEN (((new.deletion_due_at IS DISTINCT FROM old.deletion_due_at) AND (new.deletion_due_at < (clock_timestamp() + '29 days'::interval)) AND ((old.deletion_due_at IS NULL) OR (new.deletion_due_at < old.deletion_due_at)))) EXECUTE FUNCTION public.organizations_deletion_waits();
CREATE TRIGGER demo_is_born BEFORE UPDATE OF is_demo ON public.organizations_organization FOR EACH ROW WHEN ((new.is_demo AND (NOT old.is_demo))) EXECUTE FUNCTION public.organizations_demo_is_born();
CREATE TRIGGER history_stays BEFORE UPDATE ON public.audit_installationentry FOR EACH STATEMENT EXECUTE FUNCTION public.audit_entries_stay();
CREATE TRIGGER history_stays AFTER UPDATE ON public.events_event FOR EACH ROW EXECUTE FUNCTION public.events_history_stays();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
ALTER TABLE public.procrastinate_jobs DISABLE TRIGGER procrastinate_trigger_status_events_insert_v1;
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
ALTER TABLE public.procrastinate_jobs DISABLE TRIGGER procrastinate_trigger_status_events_update_v1;
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON public.audit_installationentry FOR EACH STATEMENT EXECUTE FUNCTION public.only_the_owner_forgets();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON public.events_event FOR EACH STATEMENT EXECUTE FUNCTION public.only_the_owner_forgets();
CREATE TRIGGER views_changed AFTER INSERT OR DELETE OR UPDATE ON public.views_ownplaces FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_views_changed();
CREATE TRIGGER views_changed AFTER INSERT OR DELETE OR UPDATE ON public.views_savedview FOR EACH STATEMENT EXECUTE FUNCTION public.organizations_views_changed();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_signin
    ADD CONSTRAINT accounts_signin_user_id_700b4e69_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_idempotencykey
    ADD CONSTRAINT api_idempotencykey_organization_id_cd3eee4c_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audit_retention
    ADD CONSTRAINT audit_retention_organization_id_61d38d28_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audit_viewing
    ADD CONSTRAINT audit_viewing_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audit_viewing
    ADD CONSTRAINT audit_viewing_organization_id_1f7213e6_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audit_viewing
    ADD CONSTRAINT audit_viewing_viewer_id_fence FOREIGN KEY (organization_id, viewer_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.branding_branding
    ADD CONSTRAINT branding_branding_organization_id_af043b3c_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bulk_bulkchange
    ADD CONSTRAINT bulk_bulkchange_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bulk_bulkchange
    ADD CONSTRAINT bulk_bulkchange_organization_id_70637cd2_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bulk_bulkresult
    ADD CONSTRAINT bulk_bulkresult_change_id_fence FOREIGN KEY (organization_id, change_id) REFERENCES public.bulk_bulkchange(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bulk_bulkresult
    ADD CONSTRAINT bulk_bulkresult_organization_id_5e7c4626_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_deadaddress
    ADD CONSTRAINT channels_deadaddress_organization_id_65df3051_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_fetchedmail
    ADD CONSTRAINT channels_fetchedmail_mail_id_fence FOREIGN KEY (organization_id, mail_id) REFERENCES public.channels_receivedmail(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_fetchedmail
    ADD CONSTRAINT channels_fetchedmail_mailbox_id_fence FOREIGN KEY (organization_id, mailbox_id) REFERENCES public.channels_mailbox(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_fetchedmail
    ADD CONSTRAINT channels_fetchedmail_organization_id_50b1d922_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_hookdelivery
    ADD CONSTRAINT channels_hookdeliver_organization_id_b567582f_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_hookdelivery
    ADD CONSTRAINT channels_hookdelivery_hook_id_fence FOREIGN KEY (organization_id, hook_id) REFERENCES public.channels_mailhook(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_hookdelivery
    ADD CONSTRAINT channels_hookdelivery_mail_id_fence FOREIGN KEY (organization_id, mail_id) REFERENCES public.channels_receivedmail(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_ledgerkeeping
    ADD CONSTRAINT channels_ledgerkeepi_organization_id_0c992470_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_listedsender
    ADD CONSTRAINT channels_listedsende_organization_id_f88abb5b_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailaddress
    ADD CONSTRAINT channels_mailaddress_department_id_fence FOREIGN KEY (organization_id, department_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailaddress
    ADD CONSTRAINT channels_mailaddress_organization_id_11c11215_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailaddress
    ADD CONSTRAINT channels_mailaddress_way_out_id_fence FOREIGN KEY (organization_id, way_out_id) REFERENCES public.channels_wayout(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailbox
    ADD CONSTRAINT channels_mailbox_address_id_fence FOREIGN KEY (organization_id, address_id) REFERENCES public.channels_mailaddress(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailbox
    ADD CONSTRAINT channels_mailbox_organization_id_b5837dad_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailhook
    ADD CONSTRAINT channels_mailhook_address_id_fence FOREIGN KEY (organization_id, address_id) REFERENCES public.channels_mailaddress(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailhook
    ADD CONSTRAINT channels_mailhook_organization_id_d1e236f0_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailpage
    ADD CONSTRAINT channels_mailpage_message_id_fence FOREIGN KEY (organization_id, message_id) REFERENCES public.conversations_message(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailpage
    ADD CONSTRAINT channels_mailpage_organization_id_3d3aa915_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailpicture
    ADD CONSTRAINT channels_mailpicture_organization_id_176599e8_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailtemplate
    ADD CONSTRAINT channels_mailtemplat_organization_id_eb6cfa36_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_mailtemplate
    ADD CONSTRAINT channels_mailtemplate_category_id_fence FOREIGN KEY (organization_id, category_id) REFERENCES public.tickets_category(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT channels_outgoingmai_organization_id_909a43f5_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT channels_outgoingmail_address_id_fence FOREIGN KEY (organization_id, address_id) REFERENCES public.channels_mailaddress(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT channels_outgoingmail_invitation_id_fence FOREIGN KEY (organization_id, invitation_id) REFERENCES public.organizations_invitation(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT channels_outgoingmail_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT channels_outgoingmail_message_id_fence FOREIGN KEY (organization_id, message_id) REFERENCES public.conversations_message(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT channels_outgoingmail_participant_id_fence FOREIGN KEY (organization_id, participant_id) REFERENCES public.tickets_participant(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT channels_outgoingmail_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_outgoingmail
    ADD CONSTRAINT channels_outgoingmail_way_id_fence FOREIGN KEY (organization_id, way_id) REFERENCES public.channels_wayout(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_provendomain
    ADD CONSTRAINT channels_provendomai_organization_id_ed27ea34_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_receivedmail
    ADD CONSTRAINT channels_receivedmai_organization_id_c9ec585f_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_receivedmail
    ADD CONSTRAINT channels_receivedmail_address_id_fence FOREIGN KEY (organization_id, address_id) REFERENCES public.channels_mailaddress(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_receivedmail
    ADD CONSTRAINT channels_receivedmail_message_id_fence FOREIGN KEY (organization_id, message_id) REFERENCES public.conversations_message(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_receivedmail
    ADD CONSTRAINT channels_receivedmail_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_surveyasking
    ADD CONSTRAINT channels_surveyaskin_organization_id_f2fcb8f3_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.channels_wayout
    ADD CONSTRAINT channels_wayout_organization_id_95f1ca3f_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.contacts_company
    ADD CONSTRAINT contacts_company_organization_id_e7c52336_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.contacts_contact
    ADD CONSTRAINT contacts_contact_company_id_fence FOREIGN KEY (organization_id, company_id) REFERENCES public.contacts_company(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.contacts_contact
    ADD CONSTRAINT contacts_contact_organization_id_1f9763f9_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.contacts_contact
    ADD CONSTRAINT contacts_contact_user_id_cff1a837_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_attachment
    ADD CONSTRAINT conversations_attach_organization_id_f2dba612_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_attachment
    ADD CONSTRAINT conversations_attachment_current_id_fence FOREIGN KEY (organization_id, current_id) REFERENCES public.files_file(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_attachment
    ADD CONSTRAINT conversations_attachment_file_id_fence FOREIGN KEY (organization_id, file_id) REFERENCES public.files_file(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_attachment
    ADD CONSTRAINT conversations_attachment_message_id_fence FOREIGN KEY (organization_id, message_id) REFERENCES public.conversations_message(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_organization_id_8623d358_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_draft
    ADD CONSTRAINT conversations_draft_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mentio_organization_id_5814d039_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mention_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_mention
    ADD CONSTRAINT conversations_mention_message_id_fence FOREIGN KEY (organization_id, message_id) REFERENCES public.conversations_message(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_messagevote
    ADD CONSTRAINT conversations_messag_organization_id_4196cb9f_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_messag_organization_id_818b9f0b_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_messageversion
    ADD CONSTRAINT conversations_messag_organization_id_cd438f1a_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_message_author_contact_id_fence FOREIGN KEY (organization_id, author_contact_id) REFERENCES public.contacts_contact(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_message_author_member_id_fence FOREIGN KEY (organization_id, author_member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_message_reply_to_id_fence FOREIGN KEY (organization_id, reply_to_id) REFERENCES public.conversations_message(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_message
    ADD CONSTRAINT conversations_message_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_messageversion
    ADD CONSTRAINT conversations_messageversion_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_messageversion
    ADD CONSTRAINT conversations_messageversion_message_id_fence FOREIGN KEY (organization_id, message_id) REFERENCES public.conversations_message(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_messagevote
    ADD CONSTRAINT conversations_messagevote_contact_id_fence FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts_contact(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_messagevote
    ADD CONSTRAINT conversations_messagevote_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversations_messagevote
    ADD CONSTRAINT conversations_messagevote_message_id_fence FOREIGN KEY (organization_id, message_id) REFERENCES public.conversations_message(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directoryentry
    ADD CONSTRAINT directory_directorye_organization_id_577d61cc_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directoryentry
    ADD CONSTRAINT directory_directoryentry_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directorygroup
    ADD CONSTRAINT directory_directoryg_organization_id_9a98293b_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directorymembership
    ADD CONSTRAINT directory_directorym_organization_id_e36b01aa_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directorymembership
    ADD CONSTRAINT directory_directorymembership_group_id_fence FOREIGN KEY (organization_id, group_id) REFERENCES public.directory_directorygroup(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directorymembership
    ADD CONSTRAINT directory_directorymembership_person_id_fence FOREIGN KEY (organization_id, person_id) REFERENCES public.directory_directoryperson(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directoryperson
    ADD CONSTRAINT directory_directoryp_organization_id_0af4bfaa_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directorypull
    ADD CONSTRAINT directory_directoryp_organization_id_f26066e0_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directoryperson
    ADD CONSTRAINT directory_directoryperson_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directoryrule
    ADD CONSTRAINT directory_directoryr_organization_id_a8a8fdea_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directoryrun
    ADD CONSTRAINT directory_directoryr_organization_id_faf54aeb_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directoryrule
    ADD CONSTRAINT directory_directoryrule_department_id_fence FOREIGN KEY (organization_id, department_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directoryrun
    ADD CONSTRAINT directory_directoryrun_asked_by_id_fence FOREIGN KEY (organization_id, asked_by_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directorysetup
    ADD CONSTRAINT directory_directorys_organization_id_68813cd3_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.directory_directorysetup
    ADD CONSTRAINT directory_directorysetup_set_up_by_id_fence FOREIGN KEY (organization_id, set_up_by_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_organization_id_b68d0961_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.exports_ticketexport
    ADD CONSTRAINT exports_ticketexport_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.exports_ticketexport
    ADD CONSTRAINT exports_ticketexport_organization_id_e7d07c7b_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fields_field
    ADD CONSTRAINT fields_field_organization_id_4344bc70_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.files_file
    ADD CONSTRAINT files_file_organization_id_13c0a04f_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.files_file
    ADD CONSTRAINT files_file_original_id_fence FOREIGN KEY (organization_id, original_id) REFERENCES public.files_file(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.files_filelimits
    ADD CONSTRAINT files_filelimits_organization_id_8c66cd25_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.files_fileuse
    ADD CONSTRAINT files_fileuse_organization_id_4a0fb6b3_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.macros_macro
    ADD CONSTRAINT macros_macro_department_id_fence FOREIGN KEY (organization_id, department_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.macros_macro
    ADD CONSTRAINT macros_macro_organization_id_661a0782_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.macros_macro
    ADD CONSTRAINT macros_macro_owner_id_fence FOREIGN KEY (organization_id, owner_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.macros_tickettemplate
    ADD CONSTRAINT macros_tickettemplat_organization_id_c395997d_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.macros_tickettemplate
    ADD CONSTRAINT macros_tickettemplate_category_id_fence FOREIGN KEY (organization_id, category_id) REFERENCES public.tickets_category(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.macros_tickettemplate
    ADD CONSTRAINT macros_tickettemplate_department_id_fence FOREIGN KEY (organization_id, department_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_mutedticket
    ADD CONSTRAINT notifications_mutedt_organization_id_d772558b_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_mutedticket
    ADD CONSTRAINT notifications_mutedticket_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_mutedticket
    ADD CONSTRAINT notifications_mutedticket_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_notificationchoice
    ADD CONSTRAINT notifications_notifi_organization_id_217527ce_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_notification
    ADD CONSTRAINT notifications_notifi_organization_id_696639cb_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_notification
    ADD CONSTRAINT notifications_notification_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_notification
    ADD CONSTRAINT notifications_notification_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_notificationchoice
    ADD CONSTRAINT notifications_notificationchoice_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_apitoken
    ADD CONSTRAINT organizations_apitok_organization_id_b7bc2dc5_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_apitoken
    ADD CONSTRAINT organizations_apitoken_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_customrole
    ADD CONSTRAINT organizations_custom_organization_id_0c5d5675_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_department
    ADD CONSTRAINT organizations_depart_organization_id_28713c14_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_department
    ADD CONSTRAINT organizations_department_parent_id_fence FOREIGN KEY (organization_id, parent_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_identityprovider
    ADD CONSTRAINT organizations_identi_organization_id_43ee9c41_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_invitation
    ADD CONSTRAINT organizations_invita_organization_id_67732aa0_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_invitation
    ADD CONSTRAINT organizations_invitation_department_id_fence FOREIGN KEY (organization_id, department_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_invitation
    ADD CONSTRAINT organizations_invitation_invited_by_id_fence FOREIGN KEY (organization_id, invited_by_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_memberdepartment
    ADD CONSTRAINT organizations_member_organization_id_bf0a3b50_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_member
    ADD CONSTRAINT organizations_member_organization_id_d43eb02a_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_member
    ADD CONSTRAINT organizations_member_user_id_e22da0a4_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_memberdepartment
    ADD CONSTRAINT organizations_memberdepartment_department_id_fence FOREIGN KEY (organization_id, department_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_memberdepartment
    ADD CONSTRAINT organizations_memberdepartment_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_ownershipoffer
    ADD CONSTRAINT organizations_owners_organization_id_cf666d36_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_ownershipoffer
    ADD CONSTRAINT organizations_ownershipoffer_offered_by_id_fence FOREIGN KEY (organization_id, offered_by_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organizations_ownershipoffer
    ADD CONSTRAINT organizations_ownershipoffer_offered_to_id_fence FOREIGN KEY (organization_id, offered_to_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portals_portal
    ADD CONSTRAINT portals_portal_organization_id_9f83f8e2_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portals_signinlink
    ADD CONSTRAINT portals_signinlink_contact_id_fence FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts_contact(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.portals_signinlink
    ADD CONSTRAINT portals_signinlink_organization_id_577ae874_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
ALTER TABLE ONLY public.search_searchbuild
    ADD CONSTRAINT search_searchbuild_organization_id_a3500232_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_account_id_951f210e_fk_socialacc FOREIGN KEY (account_id) REFERENCES public.socialaccount_socialaccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_app_id_636a42d7_fk_socialacc FOREIGN KEY (app_id) REFERENCES public.socialaccount_socialapp(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_social_user_id_8146e70c_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_accesslink
    ADD CONSTRAINT tickets_accesslink_organization_id_5044930b_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_accesslink
    ADD CONSTRAINT tickets_accesslink_participant_id_fence FOREIGN KEY (organization_id, participant_id) REFERENCES public.tickets_participant(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_category
    ADD CONSTRAINT tickets_category_department_id_fence FOREIGN KEY (organization_id, department_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_category
    ADD CONSTRAINT tickets_category_organization_id_45209b2f_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_category
    ADD CONSTRAINT tickets_category_parent_id_fence FOREIGN KEY (organization_id, parent_id) REFERENCES public.tickets_category(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_fieldvalue
    ADD CONSTRAINT tickets_fieldvalue_field_id_fence FOREIGN KEY (organization_id, field_id) REFERENCES public.fields_field(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_fieldvalue
    ADD CONSTRAINT tickets_fieldvalue_organization_id_ebb850db_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_fieldvalue
    ADD CONSTRAINT tickets_fieldvalue_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_merge
    ADD CONSTRAINT tickets_merge_into_id_fence FOREIGN KEY (organization_id, into_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_merge
    ADD CONSTRAINT tickets_merge_organization_id_85db2ce0_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_merge
    ADD CONSTRAINT tickets_merge_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_participant
    ADD CONSTRAINT tickets_participant_contact_id_fence FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts_contact(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_participant
    ADD CONSTRAINT tickets_participant_organization_id_f8628ea3_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_participant
    ADD CONSTRAINT tickets_participant_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_reminder
    ADD CONSTRAINT tickets_reminder_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_reminder
    ADD CONSTRAINT tickets_reminder_organization_id_c27f4700_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_reminder
    ADD CONSTRAINT tickets_reminder_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_status
    ADD CONSTRAINT tickets_status_organization_id_94e13e66_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_statusmove
    ADD CONSTRAINT tickets_statusmove_new_id_fence FOREIGN KEY (organization_id, new_id) REFERENCES public.tickets_status(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_statusmove
    ADD CONSTRAINT tickets_statusmove_old_id_fence FOREIGN KEY (organization_id, old_id) REFERENCES public.tickets_status(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_statusmove
    ADD CONSTRAINT tickets_statusmove_organization_id_0a8531f6_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_tag
    ADD CONSTRAINT tickets_tag_organization_id_bf2795ec_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_tagmove
    ADD CONSTRAINT tickets_tagmove_new_id_fence FOREIGN KEY (organization_id, new_id) REFERENCES public.tickets_tag(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_tagmove
    ADD CONSTRAINT tickets_tagmove_organization_id_8d7da08d_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_tally
    ADD CONSTRAINT tickets_tally_organization_id_7f5f9983_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_assignee_id_fence FOREIGN KEY (organization_id, assignee_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_category_id_fence FOREIGN KEY (organization_id, category_id) REFERENCES public.tickets_category(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_department_id_fence FOREIGN KEY (organization_id, department_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_follows_id_fence FOREIGN KEY (organization_id, follows_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_merged_into_id_fence FOREIGN KEY (organization_id, merged_into_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_organization_id_7128da48_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_requester_id_fence FOREIGN KEY (organization_id, requester_id) REFERENCES public.contacts_contact(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticket
    ADD CONSTRAINT tickets_ticket_status_id_fence FOREIGN KEY (organization_id, status_id) REFERENCES public.tickets_status(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketform
    ADD CONSTRAINT tickets_ticketform_category_id_fence FOREIGN KEY (organization_id, category_id) REFERENCES public.tickets_category(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketform
    ADD CONSTRAINT tickets_ticketform_organization_id_63f4cdc2_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketlink
    ADD CONSTRAINT tickets_ticketlink_first_id_fence FOREIGN KEY (organization_id, first_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketlink
    ADD CONSTRAINT tickets_ticketlink_organization_id_ab9ce561_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketlink
    ADD CONSTRAINT tickets_ticketlink_second_id_fence FOREIGN KEY (organization_id, second_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketwords
    ADD CONSTRAINT tickets_ticketwords_organization_id_c6cd9faa_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_ticketwords
    ADD CONSTRAINT tickets_ticketwords_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_transition
    ADD CONSTRAINT tickets_transition_new_id_fence FOREIGN KEY (organization_id, new_id) REFERENCES public.tickets_status(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_transition
    ADD CONSTRAINT tickets_transition_old_id_fence FOREIGN KEY (organization_id, old_id) REFERENCES public.tickets_status(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.tickets_transition
    ADD CONSTRAINT tickets_transition_organization_id_3f842c8c_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.timekeeping_timeentry
    ADD CONSTRAINT timekeeping_timeentr_organization_id_177ae8a7_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.timekeeping_timeentry
    ADD CONSTRAINT timekeeping_timeentry_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.timekeeping_timeentry
    ADD CONSTRAINT timekeeping_timeentry_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.timekeeping_timer
    ADD CONSTRAINT timekeeping_timer_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.timekeeping_timer
    ADD CONSTRAINT timekeeping_timer_organization_id_0633bbd7_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.timekeeping_timer
    ADD CONSTRAINT timekeeping_timer_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.views_listlook
    ADD CONSTRAINT views_listlook_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.views_listlook
    ADD CONSTRAINT views_listlook_organization_id_dbdff12e_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.views_ownplaces
    ADD CONSTRAINT views_ownplaces_member_id_fence FOREIGN KEY (organization_id, member_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.views_ownplaces
    ADD CONSTRAINT views_ownplaces_organization_id_6b02fa48_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.views_savedview
    ADD CONSTRAINT views_savedview_department_id_fence FOREIGN KEY (organization_id, department_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.views_savedview
    ADD CONSTRAINT views_savedview_organization_id_3c501f90_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.views_savedview
    ADD CONSTRAINT views_savedview_owner_id_fence FOREIGN KEY (organization_id, owner_id) REFERENCES public.organizations_member(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webforms_apisites
    ADD CONSTRAINT webforms_apisites_organization_id_8139778f_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webforms_unconfirmedrequest
    ADD CONSTRAINT webforms_unconfirmed_organization_id_26378b08_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webforms_unconfirmedrequest
    ADD CONSTRAINT webforms_unconfirmedrequest_category_id_fence FOREIGN KEY (organization_id, category_id) REFERENCES public.tickets_category(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webforms_unconfirmedrequest
    ADD CONSTRAINT webforms_unconfirmedrequest_form_id_fence FOREIGN KEY (organization_id, form_id) REFERENCES public.webforms_webform(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webforms_unconfirmedrequest
    ADD CONSTRAINT webforms_unconfirmedrequest_ticket_id_fence FOREIGN KEY (organization_id, ticket_id) REFERENCES public.tickets_ticket(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webforms_webform
    ADD CONSTRAINT webforms_webform_category_id_fence FOREIGN KEY (organization_id, category_id) REFERENCES public.tickets_category(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webforms_webform
    ADD CONSTRAINT webforms_webform_department_id_fence FOREIGN KEY (organization_id, department_id) REFERENCES public.organizations_department(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webforms_webform
    ADD CONSTRAINT webforms_webform_organization_id_59da121e_fk_organizat FOREIGN KEY (organization_id) REFERENCES public.organizations_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE public.api_idempotencykey ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_retention ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_viewing ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.branding_branding ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bulk_bulkchange ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bulk_bulkresult ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_deadaddress ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_fetchedmail ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_hookdelivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_ledgerkeeping ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_listedsender ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailaddress ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailpage ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailpicture ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_mailtemplate ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_outgoingmail ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_provendomain ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_receivedmail ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_surveyasking ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.channels_wayout ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.contacts_company ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.contacts_contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_attachment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_mention ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_messageversion ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.conversations_messagevote ENABLE ROW LEVEL SECURITY;
CREATE POLICY crossing ON public.channels_mailaddress FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.channels_mailbox FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.channels_mailhook FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.channels_provendomain FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.channels_receivedmail FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.contacts_contact FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.events_event FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.organizations_apitoken FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.organizations_identityprovider FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.organizations_member FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.organizations_organization FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.portals_portal FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.tickets_ticket FOR SELECT TO moondesk_reader USING (true);
CREATE POLICY crossing ON public.tickets_ticketwords FOR SELECT TO moondesk_reader USING (true);
ALTER TABLE public.directory_directoryentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directorygroup ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directorymembership ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directoryperson ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directorypull ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directoryrule ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directoryrun ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.directory_directorysetup ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.events_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.exports_ticketexport ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fields_field ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.files_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.files_filelimits ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.files_fileuse ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.macros_macro ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.macros_tickettemplate ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_mutedticket ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_notificationchoice ENABLE ROW LEVEL SECURITY;
CREATE POLICY organization ON public.api_idempotencykey USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.audit_retention USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.audit_viewing USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.branding_branding USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.bulk_bulkchange USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.bulk_bulkresult USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_deadaddress USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_fetchedmail USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_hookdelivery USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_ledgerkeeping USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_listedsender USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_mailaddress USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_mailbox USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_mailhook USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_mailpage USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_mailpicture USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_mailtemplate USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_outgoingmail USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_provendomain USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_receivedmail USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_surveyasking USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.channels_wayout USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.contacts_company USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.contacts_contact USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.conversations_attachment USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.conversations_draft USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.conversations_mention USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.conversations_message USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.conversations_messageversion USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.conversations_messagevote USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.directory_directoryentry USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.directory_directorygroup USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.directory_directorymembership USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.directory_directoryperson USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.directory_directorypull USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.directory_directoryrule USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.directory_directoryrun USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.directory_directorysetup USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.events_event USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.exports_ticketexport USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.fields_field USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.files_file USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.files_filelimits USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.files_fileuse USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.macros_macro USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.macros_tickettemplate USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.notifications_mutedticket USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.notifications_notification USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.notifications_notificationchoice USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.organizations_apitoken USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.organizations_customrole USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.organizations_department USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.organizations_identityprovider USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.organizations_invitation USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.organizations_member USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.organizations_memberdepartment USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.organizations_organization USING ((id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.organizations_ownershipoffer USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.portals_portal USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.portals_signinlink USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.search_searchbuild USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_accesslink USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_category USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_fieldvalue USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_merge USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_participant USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_reminder USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_status USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_statusmove USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_tag USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_tagmove USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_tally USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_ticket USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_ticketform USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_ticketlink USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_ticketwords USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.tickets_transition USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.timekeeping_timeentry USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.timekeeping_timer USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.views_listlook USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.views_ownplaces USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.views_savedview USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.webforms_apisites USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.webforms_unconfirmedrequest USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
CREATE POLICY organization ON public.webforms_webform USING ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('moondesk.organization'::text, true), ''::text))::uuid AS "nullif")));
ALTER TABLE public.organizations_apitoken ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_customrole ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_department ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_identityprovider ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_memberdepartment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organizations_ownershipoffer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.portals_portal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.portals_signinlink ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.search_searchbuild ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_accesslink ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_category ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_fieldvalue ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_merge ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_participant ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_reminder ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_status ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_statusmove ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_tag ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_tagmove ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_ticket ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_ticketform ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_ticketlink ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_ticketwords ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tickets_transition ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.timekeeping_timeentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.timekeeping_timer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.views_listlook ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.views_ownplaces ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.views_savedview ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.webforms_apisites ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.webforms_unconfirmedrequest ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.webforms_webform ENABLE ROW LEVEL SECURITY;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO moondesk_app;
GRANT USAGE ON SCHEMA public TO moondesk_reader;
REVOKE ALL ON FUNCTION public.audit_entries_stay() FROM PUBLIC;
GRANT ALL ON FUNCTION public.audit_entries_stay() TO moondesk_app;
REVOKE ALL ON FUNCTION public.audit_forget(most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.audit_forget(most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.audit_forget_installation() FROM PUBLIC;
GRANT ALL ON FUNCTION public.audit_forget_installation() TO moondesk_app;
REVOKE ALL ON FUNCTION public.contacts_like(words text[], most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contacts_like(words text[], most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.contacts_named(patterns text[], most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contacts_named(patterns text[], most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.events_forget_demo() FROM PUBLIC;
GRANT ALL ON FUNCTION public.events_forget_demo() TO moondesk_app;
REVOKE ALL ON FUNCTION public.events_forget_removed(most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.events_forget_removed(most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.events_history_stays() FROM PUBLIC;
GRANT ALL ON FUNCTION public.events_history_stays() TO moondesk_app;
REVOKE ALL ON FUNCTION public.inbox_by_address(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.inbox_by_address(wanted text) TO moondesk_app;
REVOKE ALL ON FUNCTION public.mail_hook_by_digest(wanted bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.mail_hook_by_digest(wanted bytea) TO moondesk_app;
REVOKE ALL ON FUNCTION public.mail_standing() FROM PUBLIC;
GRANT ALL ON FUNCTION public.mail_standing() TO moondesk_app;
REVOKE ALL ON FUNCTION public.mailboxes_to_read() FROM PUBLIC;
GRANT ALL ON FUNCTION public.mailboxes_to_read() TO moondesk_app;
REVOKE ALL ON FUNCTION public.mails_with_words(wanted tsquery, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.mails_with_words(wanted tsquery, most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.memberships_of(wanted uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.memberships_of(wanted uuid) TO moondesk_app;
REVOKE ALL ON FUNCTION public.only_the_owner_forgets() FROM PUBLIC;
GRANT ALL ON FUNCTION public.only_the_owner_forgets() TO moondesk_app;
REVOKE ALL ON FUNCTION public.open_tickets_like(wanted text, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_tickets_like(wanted text, most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.organization_by_slug(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.organization_by_slug(wanted text) TO moondesk_app;
REVOKE ALL ON FUNCTION public.organization_ids() FROM PUBLIC;
GRANT ALL ON FUNCTION public.organization_ids() TO moondesk_app;
REVOKE ALL ON FUNCTION public.organizations_config_changed() FROM PUBLIC;
GRANT ALL ON FUNCTION public.organizations_config_changed() TO moondesk_app;
REVOKE ALL ON FUNCTION public.organizations_deletion_waits() FROM PUBLIC;
GRANT ALL ON FUNCTION public.organizations_deletion_waits() TO moondesk_app;
REVOKE ALL ON FUNCTION public.organizations_demo_is_born() FROM PUBLIC;
GRANT ALL ON FUNCTION public.organizations_demo_is_born() TO moondesk_app;
REVOKE ALL ON FUNCTION public.organizations_views_changed() FROM PUBLIC;
GRANT ALL ON FUNCTION public.organizations_views_changed() TO moondesk_app;
REVOKE ALL ON FUNCTION public.pending_events(most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.pending_events(most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.portal_by_domain(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.portal_by_domain(wanted text) TO moondesk_app;
REVOKE ALL ON FUNCTION public.portals_of(wanted uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.portals_of(wanted uuid) TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_jobs TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_notify_queue_abort_job_v1() FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_notify_queue_abort_job_v1() TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_notify_queue_job_inserted_v1() FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_notify_queue_job_inserted_v1() TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_register_worker_v1() FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_register_worker_v1() TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_trigger_function_status_events_update_v1() FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_trigger_function_status_events_update_v1() TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_unlink_periodic_defers_v1() FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_unlink_periodic_defers_v1() TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) TO moondesk_app;
REVOKE ALL ON FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) TO moondesk_app;
REVOKE ALL ON FUNCTION public.sign_in_by_domain(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.sign_in_by_domain(wanted text) TO moondesk_app;
REVOKE ALL ON FUNCTION public.tickets_count() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tickets_count() TO moondesk_app;
REVOKE ALL ON FUNCTION public.tickets_fitting(wanted tsquery, worth real[], most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tickets_fitting(wanted tsquery, worth real[], most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.tickets_forget_words(ticket uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tickets_forget_words(ticket uuid) TO moondesk_app;
REVOKE ALL ON FUNCTION public.tickets_with_names_like(wanted text, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tickets_with_names_like(wanted text, most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.tickets_with_tags(wanted text[], most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tickets_with_tags(wanted text[], most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.tickets_with_words(wanted tsquery, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tickets_with_words(wanted tsquery, most integer) TO moondesk_app;
REVOKE ALL ON FUNCTION public.token_by_digest(wanted bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.token_by_digest(wanted bytea) TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailaddress TO moondesk_app;
GRANT USAGE ON SEQUENCE public.account_emailaddress_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailconfirmation TO moondesk_app;
GRANT USAGE ON SEQUENCE public.account_emailconfirmation_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_signin TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_idempotencykey TO moondesk_app;
GRANT SELECT,INSERT ON TABLE public.audit_installationentry TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_retention TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_viewing TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group TO moondesk_app;
GRANT USAGE ON SEQUENCE public.auth_group_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group_permissions TO moondesk_app;
GRANT USAGE ON SEQUENCE public.auth_group_permissions_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_permission TO moondesk_app;
GRANT USAGE ON SEQUENCE public.auth_permission_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.branding_branding TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bulk_bulkchange TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bulk_bulkresult TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_deadaddress TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_fetchedmail TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_hookdelivery TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_ledgerkeeping TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_listedsender TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_mailaddress TO moondesk_app;
GRANT SELECT(id) ON TABLE public.channels_mailaddress TO moondesk_reader;
GRANT SELECT(address) ON TABLE public.channels_mailaddress TO moondesk_reader;
GRANT SELECT(is_active) ON TABLE public.channels_mailaddress TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.channels_mailaddress TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_mailbox TO moondesk_app;
GRANT SELECT(id) ON TABLE public.channels_mailbox TO moondesk_reader;
GRANT SELECT(is_paused) ON TABLE public.channels_mailbox TO moondesk_reader;
GRANT SELECT(revision) ON TABLE public.channels_mailbox TO moondesk_reader;
GRANT SELECT(failures) ON TABLE public.channels_mailbox TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.channels_mailbox TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_mailhook TO moondesk_app;
GRANT SELECT(id) ON TABLE public.channels_mailhook TO moondesk_reader;
GRANT SELECT(digest) ON TABLE public.channels_mailhook TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.channels_mailhook TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_mailpage TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_mailpicture TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_mailtemplate TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_outgoingmail TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_provendomain TO moondesk_app;
GRANT SELECT(domain) ON TABLE public.channels_provendomain TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.channels_provendomain TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_receivedmail TO moondesk_app;
GRANT SELECT(id) ON TABLE public.channels_receivedmail TO moondesk_reader;
GRANT SELECT(recipient) ON TABLE public.channels_receivedmail TO moondesk_reader;
GRANT SELECT(received_at) ON TABLE public.channels_receivedmail TO moondesk_reader;
GRANT SELECT(sender) ON TABLE public.channels_receivedmail TO moondesk_reader;
GRANT SELECT(subject) ON TABLE public.channels_receivedmail TO moondesk_reader;
GRANT SELECT(outcome) ON TABLE public.channels_receivedmail TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.channels_receivedmail TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_surveyasking TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.channels_wayout TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contacts_company TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contacts_contact TO moondesk_app;
GRANT SELECT(id) ON TABLE public.contacts_contact TO moondesk_reader;
GRANT SELECT(name) ON TABLE public.contacts_contact TO moondesk_reader;
GRANT SELECT(email) ON TABLE public.contacts_contact TO moondesk_reader;
GRANT SELECT(phone) ON TABLE public.contacts_contact TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.contacts_contact TO moondesk_reader;
GRANT SELECT(user_id) ON TABLE public.contacts_contact TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.conversations_attachment TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.conversations_draft TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.conversations_mention TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.conversations_message TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.conversations_messageversion TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.conversations_messagevote TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory_directoryentry TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory_directorygroup TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory_directorymembership TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory_directoryperson TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory_directorypull TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory_directoryrule TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory_directoryrun TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.directory_directorysetup TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_content_type TO moondesk_app;
GRANT USAGE ON SEQUENCE public.django_content_type_id_seq TO moondesk_app;
GRANT SELECT ON TABLE public.django_migrations TO moondesk_app;
GRANT USAGE ON SEQUENCE public.django_migrations_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO moondesk_app;
GRANT SELECT,INSERT ON TABLE public.events_event TO moondesk_app;
GRANT SELECT(id) ON TABLE public.events_event TO moondesk_reader;
GRANT SELECT(dispatched_at) ON TABLE public.events_event TO moondesk_reader;
GRANT UPDATE(dispatched_at) ON TABLE public.events_event TO moondesk_app;
GRANT SELECT(organization_id) ON TABLE public.events_event TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.exports_ticketexport TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.fields_field TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.files_file TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.files_filelimits TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.files_fileuse TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.limits_cache TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.limits_seat TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.limits_window TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.macros_macro TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.macros_tickettemplate TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mfa_authenticator TO moondesk_app;
GRANT USAGE ON SEQUENCE public.mfa_authenticator_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notifications_mutedticket TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notifications_notification TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notifications_notificationchoice TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.operating_standing TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organizations_apitoken TO moondesk_app;
GRANT SELECT(id) ON TABLE public.organizations_apitoken TO moondesk_reader;
GRANT SELECT(digest) ON TABLE public.organizations_apitoken TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.organizations_apitoken TO moondesk_reader;
GRANT USAGE ON SEQUENCE public.organizations_config_versions TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organizations_customrole TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organizations_department TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organizations_identityprovider TO moondesk_app;
GRANT SELECT(domains) ON TABLE public.organizations_identityprovider TO moondesk_reader;
GRANT SELECT(is_on) ON TABLE public.organizations_identityprovider TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.organizations_identityprovider TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organizations_invitation TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organizations_member TO moondesk_app;
GRANT SELECT(is_active) ON TABLE public.organizations_member TO moondesk_reader;
GRANT SELECT(user_id) ON TABLE public.organizations_member TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.organizations_member TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organizations_memberdepartment TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organizations_organization TO moondesk_app;
GRANT SELECT(id) ON TABLE public.organizations_organization TO moondesk_reader;
GRANT SELECT(slug) ON TABLE public.organizations_organization TO moondesk_reader;
GRANT SELECT(name) ON TABLE public.organizations_organization TO moondesk_reader;
GRANT SELECT(brand_hue) ON TABLE public.organizations_organization TO moondesk_reader;
GRANT SELECT(deletion_due_at) ON TABLE public.organizations_organization TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organizations_ownershipoffer TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.portals_portal TO moondesk_app;
GRANT SELECT(domain) ON TABLE public.portals_portal TO moondesk_reader;
GRANT SELECT(proven_at) ON TABLE public.portals_portal TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.portals_portal TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.portals_signinlink TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_events TO moondesk_app;
GRANT USAGE ON SEQUENCE public.procrastinate_events_id_seq TO moondesk_app;
GRANT USAGE ON SEQUENCE public.procrastinate_jobs_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_periodic_defers TO moondesk_app;
GRANT USAGE ON SEQUENCE public.procrastinate_periodic_defers_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_workers TO moondesk_app;
GRANT USAGE ON SEQUENCE public.procrastinate_workers_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.search_searchbuild TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.socialaccount_socialaccount TO moondesk_app;
GRANT USAGE ON SEQUENCE public.socialaccount_socialaccount_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.socialaccount_socialapp TO moondesk_app;
GRANT USAGE ON SEQUENCE public.socialaccount_socialapp_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.socialaccount_socialtoken TO moondesk_app;
GRANT USAGE ON SEQUENCE public.socialaccount_socialtoken_id_seq TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_accesslink TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_category TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_fieldvalue TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_merge TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_participant TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_reminder TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_status TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_statusmove TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_tag TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_tagmove TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_tally TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_ticket TO moondesk_app;
GRANT SELECT(id) ON TABLE public.tickets_ticket TO moondesk_reader;
GRANT SELECT(subject) ON TABLE public.tickets_ticket TO moondesk_reader;
GRANT SELECT(stage) ON TABLE public.tickets_ticket TO moondesk_reader;
GRANT SELECT(tags) ON TABLE public.tickets_ticket TO moondesk_reader;
GRANT SELECT(deleted_at) ON TABLE public.tickets_ticket TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.tickets_ticket TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_ticketform TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_ticketlink TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_ticketwords TO moondesk_app;
GRANT SELECT(words) ON TABLE public.tickets_ticketwords TO moondesk_reader;
GRANT SELECT(names) ON TABLE public.tickets_ticketwords TO moondesk_reader;
GRANT SELECT(organization_id) ON TABLE public.tickets_ticketwords TO moondesk_reader;
GRANT SELECT(ticket_id) ON TABLE public.tickets_ticketwords TO moondesk_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tickets_transition TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.timekeeping_timeentry TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.timekeeping_timer TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.views_listlook TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.views_ownplaces TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.views_savedview TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webforms_apisites TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webforms_unconfirmedrequest TO moondesk_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webforms_webform TO moondesk_app;
ALTER DEFAULT PRIVILEGES FOR ROLE moondesk_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO moondesk_app;
ALTER DEFAULT PRIVILEGES FOR ROLE moondesk_owner IN SCHEMA public GRANT ALL ON FUNCTIONS TO moondesk_app;
ALTER DEFAULT PRIVILEGES FOR ROLE moondesk_owner IN SCHEMA public GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES TO moondesk_app;
ALTER DEFAULT PRIVILEGES FOR ROLE moondesk_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;
