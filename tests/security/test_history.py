"""What happened is never changed or taken away, whatever SQL the application is made to run."""

import psycopg
import pytest
from django.db import connection

from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from tests.guards.catalogue import Connection, problems
from tests.harness.people import Cast, make_cast


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM events_event", "UPDATE events_event SET name = 'x'", "UPDATE events_event SET created_at = now()",
     "TRUNCATE events_event", "SELECT events_forget_demo()",
     "UPDATE organizations_organization SET is_demo = true", "ALTER TABLE events_event DISABLE TRIGGER ALL"],
)  # fmt: skip
def test_history_cannot_be_rewritten(transactional_db: None, application: Connection, statement: str) -> None:
    cast = make_cast()
    application.execute("SELECT set_config('moondesk.organization', %s, false)", [str(cast.acme.pk)])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(statement)


def test_the_application_marks_what_was_told(transactional_db: None, application: Connection) -> None:
    cast = make_cast()
    application.execute("SELECT set_config('moondesk.organization', %s, false)", [str(cast.acme.pk)])
    assert application.execute("UPDATE events_event SET dispatched_at = now()").rowcount > 0


@pytest.mark.django_db
def test_only_the_events_of_a_demo_go_with_it(cast: Cast) -> None:
    with tenancy.organization(cast.globex.pk):
        kept = Event.objects.count()
    demo = Organization(slug="demo-x", name="Demo", is_demo=True)
    with tenancy.organization(demo.pk):
        demo.save(force_insert=True)
        Event.objects.create(name="x", subject_id=demo.pk, actor_kind="system", actor_label="", door="desk")
        with connection.cursor() as cursor:
            cursor.execute("SELECT events_forget_demo()")
        assert Event.objects.count() == 0
    with tenancy.organization(cast.globex.pk):
        assert Event.objects.count() == kept > 0


@pytest.mark.parametrize(
    ("hole", "found"),
    [
        ("GRANT DELETE ON events_event TO moondesk_app", "moondesk_app holds DELETE"),
        ("GRANT UPDATE ON events_event TO moondesk_app", "moondesk_app holds UPDATE"),
        ("GRANT UPDATE (name) ON events_event TO moondesk_app", "moondesk_app holds UPDATE of name"),
        ("ALTER FUNCTION events_forget_demo() RESET search_path", "has no fixed search_path"),
    ],
)
def test_the_check_of_the_catalogue_sees_it(db: None, superuser: Connection, hole: str, found: str) -> None:
    with superuser.transaction(force_rollback=True):
        superuser.execute(hole)
        assert any(found in line for line in problems(superuser)), problems(superuser)
