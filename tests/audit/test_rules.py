"""What is audited, and how an event is read."""

import psycopg
import pytest

from moondesk.audit.rules import told
from moondesk.events.registry import event_types
from moondesk.events.rules import AUDITED, is_audited


def test_the_database_and_the_source_agree_on_what_is_audited(superuser: psycopg.Connection) -> None:  # type: ignore[type-arg]
    names = [*event_types, "ticket.purged", "something.new", "message", "time.x"]
    rows = superuser.execute(f"SELECT name FROM unnest(%s::text[]) AS e(name) WHERE {AUDITED}", [names])
    assert {row[0] for row in rows} == {name for name in names if is_audited(name)}


def test_the_index_and_the_forgetting_use_the_condition_of_the_source(superuser: psycopg.Connection) -> None:  # type: ignore[type-arg]
    plan = superuser.execute(
        f"SET enable_seqscan = off; EXPLAIN SELECT id FROM events_event WHERE {AUDITED} "
        "AND organization_id = gen_random_uuid() ORDER BY created_at DESC, id DESC LIMIT 50"
    )
    while plan.nextset():
        pass
    assert any("events_audited" in row[0] for row in plan)
    (body,) = superuser.execute("SELECT prosrc FROM pg_proc WHERE proname = 'audit_forget'").fetchone() or ("",)
    assert AUDITED.replace("(name", "(e.name").replace(" name ", " e.name ") in body


@pytest.mark.parametrize(
    ("data", "before", "after", "reason", "about"),
    [
        ({"field": "roles", "old": "a", "new": "b"}, {"roles": "a"}, {"roles": "b"}, "", {}),
        ({"before": {"x": 1}, "after": {"x": 2}, "key": "k"}, {"x": 1}, {"x": 2}, "", {"key": "k"}),
        ({"before": [1], "after": [2]}, {"value": [1]}, {"value": [2]}, "", {}),
        ({"reason": "asked", "label": "Shop", "empty": ""}, {}, {}, "asked", {"label": "Shop"}),
    ],
)
def test_what_an_event_says_is_sorted(data, before, after, reason, about) -> None:  # type: ignore[no-untyped-def]
    said = told(data)
    assert (said.before, said.after, said.reason, said.about) == (before, after, reason, about)
