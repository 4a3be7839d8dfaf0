"""What happened can be added to and read; not changed, not taken away, whoever asks."""

import datetime
from typing import Any

import psycopg
import pytest

from moondesk.audit.actions import change_retention, forget_old
from moondesk.audit.errors import InvalidRetention
from moondesk.audit.queries import entries
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from tests.harness.people import Cast

type Connection = "psycopg.Connection[tuple[Any, ...]]"

TABLES = ("events_event", "audit_installationentry")
WAYS = ("UPDATE {} SET actor_label = 'nobody'", "DELETE FROM {}", "TRUNCATE {}")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("way", WAYS)
def test_the_application_has_no_right_to(application: Connection, table: str, way: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
        application.execute(way.format(table))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("way", WAYS[1:])
def test_a_trigger_refuses_where_the_right_was_given(superuser: Connection, table: str, way: str) -> None:
    with superuser.transaction(force_rollback=True):
        superuser.execute(f"GRANT DELETE, TRUNCATE ON {table} TO moondesk_app")
        superuser.execute("SET LOCAL ROLE moondesk_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="cannot be taken away"):
            superuser.execute(way.format(table))


@pytest.mark.django_db(transaction=True)
def test_nobody_changes_an_entry_of_the_installation(superuser: Connection) -> None:
    superuser.execute(
        "INSERT INTO audit_installationentry (id, name, actor_kind, actor_label, door, client, data, created_at) "
        "VALUES (gen_random_uuid(), 'session.refused', 'unknown', 'x', 'account', '', '{}', now())"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="cannot be changed"):
        superuser.execute("UPDATE audit_installationentry SET actor_label = 'nobody'")


@pytest.mark.django_db
def test_old_entries_go_and_the_log_says_so(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        who = cast.administrator.actor
        told = {"subject_id": cast.acme.pk, "actor_kind": "member", "actor_label": "Adam", "door": "desk"}
        for days, name in ((731, "tag.changed"), (729, "field.changed"), (731, "ticket.opened")):
            Event.objects.create(name=name, created_at=now() - datetime.timedelta(days=days), **told)
        assert forget_old() is False
        names = list(entries(who).values_list("name", flat=True))
        assert "tag.changed" not in names
        assert "field.changed" in names
        assert Event.objects.filter(name="ticket.opened", actor_label="Adam").exists()  # the work on tickets stays
        gone = Event.objects.get(name="audit.forgotten")
        assert gone.data == {"entries": 1, "days": 730}
        change_retention(90, by=who)
        assert Event.objects.get(name="audit.retention_changed").data == {"old": 730, "new": 90}
        forget_old()
        assert not Event.objects.filter(name="field.changed", actor_label="Adam").exists()


@pytest.mark.django_db
def test_nobody_keeps_it_shorter_than_ninety_days(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        for days in (0, 89, 3651):
            with pytest.raises(InvalidRetention):
                change_retention(days, by=cast.owner.actor)
        with pytest.raises(NotAllowed):
            change_retention(90, by=cast.agent.actor)
