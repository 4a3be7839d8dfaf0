"""The queue: a job keeps its organization, and survives the death of its worker."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from django.db import connection

from moondesk.events.dispatcher import react
from moondesk.events.models import Event
from moondesk.exports.actions import NewExport, start_export
from moondesk.exports.models import TicketExport
from moondesk.exports.rules import ExportFormat
from moondesk.jobs import sweeper
from moondesk.jobs.app import job
from moondesk.kit import context, tenancy
from moondesk.kit.tenancy import NoOrganization
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.models import Ticket
from tests.harness import environment
from tests.harness.people import Person, make_cast
from tests.harness.running import wait_until

seen: list[Any] = []


@job()
def look_around(word: str) -> None:
    """Write down where it ran."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('moondesk.organization', true)")
        setting = cursor.fetchone()[0]
    seen.append((word, context.organization_id.get(), setting, Ticket.objects.count()))


@job(in_organization=False)
def look_from_outside() -> None:
    """Write down that nothing is seen from outside of an organization."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), current_setting('moondesk.organization', true) FROM tickets_ticket")
        count, setting = cursor.fetchone()
    try:
        Ticket.objects.count()
    except NoOrganization:
        seen.append((count, setting or ""))


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    seen.clear()
    yield
    seen.clear()


def test_a_job_restores_the_organization_it_was_born_in(run_jobs: Callable[[], None]) -> None:
    cast = make_cast()
    for organization, word in ((cast.acme, "a"), (cast.globex, "g"), (cast.acme, "b")):
        with tenancy.organization(organization.pk):
            look_around.enqueue(word=word)
    look_from_outside.enqueue()
    run_jobs()
    assert seen == [
        ("a", cast.acme.pk, str(cast.acme.pk), 2),
        ("g", cast.globex.pk, str(cast.globex.pk), 1),
        ("b", cast.acme.pk, str(cast.acme.pk), 2),
        (0, ""),
    ]


def test_a_job_is_born_only_if_its_transaction_commits(run_jobs: Callable[[], None]) -> None:
    cast = make_cast()
    with pytest.raises(RuntimeError), tenancy.organization(cast.acme.pk):
        look_around.enqueue(word="never")
        raise RuntimeError
    run_jobs()
    assert seen == []


def test_a_job_is_not_born_outside_of_an_organization(db: None) -> None:
    with pytest.raises(NoOrganization):
        look_around.enqueue(word="x")
    with pytest.raises(TypeError):
        look_around.enqueue("x")


@contextlib.contextmanager
def worker() -> Iterator["subprocess.Popen[bytes]"]:
    """A worker in a process of its own."""
    names = ("DATABASE_URL", "MOONDESK_SECRET_KEY", "MOONDESK_DATA_DIR")
    variables = environment.outside() | {name: os.environ[name] for name in names}
    command = [sys.executable, "-m", "moondesk", "worker"]
    process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_is_done_by_another(superuser: Any) -> None:
    """A real worker, killed with -9 in the middle of a job that waits for a lock."""
    cast = make_cast()

    def state() -> str:
        asked = "SELECT status::text FROM procrastinate_jobs WHERE args->>'reaction' = 'none'"
        return str(superuser.execute(asked).fetchone()[0])

    superuser.execute("UPDATE events_event SET dispatched_at = now()")  # so that this job is the only one
    with tenancy.organization(cast.acme.pk):
        event = Event.objects.earliest("id")
        react.enqueue(event_ids=[str(event.pk)], reaction="none")
    with superuser.transaction():
        superuser.execute("LOCK TABLE events_event IN ACCESS EXCLUSIVE MODE")  # the job waits here
        with worker() as first:
            wait_until(_doing, "The first worker taking the job")
            assert psutil.Process(first.pid).nice() > psutil.Process().nice(), "requests go first"
            first.send_signal(signal.SIGKILL)
            first.wait()
    assert state() == "doing"
    assert sweeper.rescue_jobs() == 0, "the lease is not over yet"
    superuser.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    assert sweeper.rescue_jobs() >= 1, "a periodic job may have been in hand as well"
    assert state() == "todo"
    with worker():
        wait_until(lambda: state() == "succeeded", "The second worker doing the job")


@pytest.mark.django_db(transaction=True)
def test_a_long_export_of_one_organization_holds_up_no_other(superuser: Any) -> None:
    """A real worker: an export of acme hangs, another of acme waits behind it, and globex gets its file."""
    cast = make_cast()
    hanging, behind, other = (_export(cast.people[name]) for name in ("agent", "owner", "stranger"))

    def states() -> dict[str, str]:
        asked = "SELECT args->>'export_id', status::text FROM procrastinate_jobs WHERE queue_name = 'exports'"
        return dict(superuser.execute(asked).fetchall())

    with superuser.transaction():
        superuser.execute("SELECT 1 FROM exports_ticketexport WHERE id = %s FOR UPDATE", [hanging.pk])
        with worker():
            wait_until(lambda: states().get(str(other.pk)) == "succeeded", "The export of the other organization")
            assert (states()[str(hanging.pk)], states()[str(behind.pk)]) == ("doing", "todo")
    with tenancy.organization(cast.globex.pk):
        assert TicketExport.objects.get().state == "done"


def _export(who: Person) -> TicketExport:
    with tenancy.organization(who.member.organization_id):
        return start_export(NewExport(ExportFormat.JSON, ListQuery()), by=who.actor)


def _doing() -> bool:
    from tests.harness.database import as_superuser

    with as_superuser() as other:
        row = other.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE status = 'doing') AND EXISTS "
            "(SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'events_event'::regclass)"
        ).fetchone()
        return bool(row[0])


def test_a_job_without_any_worker_row_is_rescued_too(transactional_db: None, superuser: Any) -> None:
    superuser.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'x', 'doing')")
    assert sweeper.rescue_jobs() == 1
    assert sweeper.rescue_jobs() == 0


def test_a_job_that_an_older_worker_did_not_know_is_done_after_all(
    run_jobs: Callable[[], None], superuser: Any
) -> None:
    cast = make_cast()
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        look_around.enqueue(word="late")
    known = superuser.execute("SELECT task_name FROM procrastinate_jobs WHERE args->>'word' = 'late'").fetchone()[0]
    superuser.execute("UPDATE procrastinate_jobs SET task_name = 'of.a.newer_one' WHERE args->>'word' = 'late'")
    run_jobs()
    assert sweeper.take_up_unknown_jobs() == 0, "this worker does not know it either"
    superuser.execute("UPDATE procrastinate_jobs SET task_name = %s WHERE args->>'word' = 'late'", [known])
    assert sweeper.take_up_unknown_jobs() == 1
    run_jobs()
    assert [one[0] for one in seen] == ["late"]
    superuser.execute(
        "UPDATE procrastinate_jobs SET status = 'doing' WHERE args->>'word' = 'late';"
        "UPDATE procrastinate_jobs SET status = 'failed', attempts = 9 WHERE args->>'word' = 'late'"
    )
    assert sweeper.take_up_unknown_jobs() == 0, "it was tried as often as it may be"


def test_done_jobs_are_forgotten_but_for_the_last(
    transactional_db: None, superuser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeper, "_KEEP_DONE", 5)
    superuser.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status) "
        "SELECT 'default', 'x', CASE WHEN n % 2 = 0 THEN 'succeeded' ELSE 'failed' END::procrastinate_job_status "
        "FROM generate_series(1, 40) n"
    )
    sweeper.forget_done_jobs()
    left = superuser.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1").fetchall()
    assert left == [("failed", 20), ("succeeded", 3)]
