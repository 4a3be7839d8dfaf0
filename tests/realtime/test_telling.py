"""What reaches whom, over a real socket from a running desk."""

import datetime
from typing import Any

import psycopg
import pytest

from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.editing import delete_message, edit_message
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.models import Message
from moondesk.conversations.rules import Vote
from moondesk.kit import tenancy
from moondesk.organizations.actions import revoke_token, set_active
from moondesk.organizations.models import Department
from moondesk.tickets.actions import (
    WorkflowEdit,
    change_department,
    change_priority,
    change_workflow,
    resolve_ticket,
)
from moondesk.tickets.actions.snoozing import snooze_ticket
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel, Priority
from tests import factories
from tests.harness.running import Desk, wait_until
from tests.realtime.conftest import Cookies
from tests.realtime.ear import listen, settle

pytestmark = pytest.mark.django_db(transaction=True)

ACME = "?organization=acme"


def _note(desk: Desk) -> None:
    with tenancy.organization(desk.cast.acme.pk):
        add_note(Ticket.objects.get(pk=desk.cast.ticket.pk), "Between us", by=desk.cast.owner.actor)


def _reply(desk: Desk) -> None:
    with tenancy.organization(desk.cast.acme.pk):
        reply_to_customer(Ticket.objects.get(pk=desk.cast.ticket.pk), "We look at it", by=desk.cast.owner.actor)


def test_only_those_who_may_see_the_ticket_hear_of_it(desk: Desk, cookies: Cookies) -> None:
    cast = desk.cast
    with (
        listen(desk.server, ACME, **cookies(cast.agent)) as ana,
        listen(desk.server, ACME, **cookies(cast.other_agent)) as bo,
        listen(desk.server, ACME, **cookies(cast.viewer)) as vera,
        listen(desk.server, ACME, **cookies(cast.customer)) as carla,
        listen(desk.server, "?organization=globex", **cookies(cast.stranger)) as sam,
    ):
        _note(desk)
        ana.wait_for("ticket")
        vera.wait_for("ticket")
        settle()
        assert ana.tickets()[-1]["change"] == "note"
        assert ana.tickets()[-1]["number"] == f"TKT-{cast.ticket.number}"
        assert "counts" in ana.names()
        assert (bo.said, carla.said, sam.said) == ([], [], [])
        _reply(desk)
        carla.wait_for("ticket")
        settle()
        assert carla.tickets()[-1]["change"] == "message"
        with tenancy.organization(cast.acme.pk):
            version = Ticket.objects.get(pk=cast.ticket.pk).version
        assert ana.tickets()[-1]["version"] == version
        assert carla.tickets()[-1]["version"] > 10**9, "the number of internal changes is no customer's business"
        assert "counts" not in carla.names()
        assert (bo.said, sam.said) == ([], [])
        assert ana.headers["cache-control"].startswith("no-store")
        assert ana.headers["x-accel-buffering"] == "no"
        assert "content-encoding" not in ana.headers


def test_customers_hear_nothing_of_mentions_and_snoozes(desk: Desk, cookies: Cookies) -> None:
    cast = desk.cast
    with (
        listen(desk.server, ACME, **cookies(cast.agent)) as ana,
        listen(desk.server, ACME, **cookies(cast.customer)) as carla,
    ):
        with tenancy.organization(cast.acme.pk):
            ticket = Ticket.objects.get(pk=cast.ticket.pk)
            add_note(ticket, "What do you say, @Ana Agent?", by=cast.owner.actor)
            snooze_ticket(ticket, None, by=cast.owner.actor)
        wait_until(lambda: "mention" in [one["change"] for one in ana.tickets()], "the desk hears of the mention")
        settle()
        assert carla.said == []


def test_what_a_customer_does_not_see_does_not_reach_them(desk: Desk, cookies: Cookies) -> None:
    with (
        listen(desk.server, ACME, **cookies(desk.cast.customer)) as carla,
        listen(desk.server, ACME, **cookies(desk.cast.agent)) as ana,
    ):
        with tenancy.organization(desk.cast.acme.pk):
            ticket, owner = Ticket.objects.get(pk=desk.cast.ticket.pk), desk.cast.owner.actor
            change_priority(ticket, Priority.URGENT, by=owner)
            reply = Message.objects.filter(ticket=ticket).earliest("id")
            edit_message(reply_to_customer(ticket, "It", by=owner, hold=datetime.timedelta(seconds=30)), "No", by=owner)
            edit_message(add_note(ticket, "Between us", by=owner), "Between us only", by=owner)
            vote(reply, Vote.UP, by=owner)
        wait_until(lambda: [one["change"] for one in ana.tickets()].count("revision") == 3, "the desk hears of it all")
        settle()
        assert carla.said == []
        with tenancy.organization(desk.cast.acme.pk):
            delete_message(reply, by=desk.cast.owner.actor)
        carla.wait_for("ticket")
        assert carla.tickets().pop()["change"] == "revision"
        with tenancy.organization(desk.cast.acme.pk):
            resolve_ticket(Ticket.objects.get(pk=desk.cast.ticket.pk), by=desk.cast.owner.actor)
        wait_until(lambda: carla.tickets()[-1]["change"] == "fields", "the customer hears that it is resolved")


def test_open_pages_look_again_when_the_workflow_changed(desk: Desk, cookies: Cookies) -> None:
    with (
        listen(desk.server, ACME, **cookies(desk.cast.agent)) as ana,
        listen(desk.server, "?organization=globex", **cookies(desk.cast.stranger)) as sam,
    ):
        with tenancy.organization(desk.cast.acme.pk):
            change_workflow(WorkflowEdit({"open": {"colour": "pink"}}), by=desk.cast.owner.actor)
        ana.wait_for("resync")
        settle()
        assert sam.said == []


def test_a_ticket_that_moves_out_of_sight_is_gone_and_no_more_is_heard(desk: Desk, cookies: Cookies) -> None:
    with listen(desk.server, ACME, **cookies(desk.cast.agent)) as ana:
        with tenancy.organization(desk.cast.acme.pk):
            ticket = Ticket.objects.get(pk=desk.cast.ticket.pk)
            change_department(ticket, Department.objects.get(pk=desk.cast.hotels.pk), by=desk.cast.owner.actor)
        ana.wait_for("ticket")
        assert ana.tickets() == [{"id": str(desk.cast.ticket.pk), "change": "gone"}]
        _note(desk)
        settle()
        assert len(ana.tickets()) == 1


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        (ACME, {}, 401),
        (ACME, {"Cookie": "moondesk=nonsense"}, 401),
        ("", {"Authorization": "Bearer mdk_nonsense"}, 401),
        ("", {"Authorization": "Basic bWRr"}, 401),
        (ACME, {"Authorization": "Bearer "}, 401),
    ],
)
def test_nobody_is_let_in_without_a_sign_in(desk: Desk, query: str, headers: dict[str, str], status: int) -> None:
    with listen(desk.server, query, **headers) as ear:
        assert ear.status == status
        assert ear.headers["content-type"] == "application/problem+json"
        assert "default-src 'none'" in ear.headers["content-security-policy"]


@pytest.mark.parametrize("slug", ["globex", "nowhere", "", "acm%25", "%00", "acme%0d%0a"])
def test_another_organization_looks_like_none(desk: Desk, cookies: Cookies, slug: str) -> None:
    with listen(desk.server, f"?organization={slug}", **cookies(desk.cast.agent)) as ear:
        assert ear.status == 404


def test_a_cookie_from_another_site_does_not_count(desk: Desk, cookies: Cookies) -> None:
    mine = cookies(desk.cast.agent)
    for headers in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://elsewhere.test"}):
        with listen(desk.server, ACME, **mine, **headers) as ear:
            assert ear.status == 403


def test_who_comes_back_is_told_what_was_missed_or_to_look_again(desk: Desk, cookies: Cookies) -> None:
    mine = cookies(desk.cast.agent)
    with listen(desk.server, ACME, **mine) as ana:
        _note(desk)
        ana.wait_for("ticket")
        last = ana.said[0].id
    _reply(desk)
    with listen(desk.server, ACME, **mine, Last_Event_ID=last) as ana:
        wait_until(lambda: [one["change"] for one in ana.tickets()][-1:] == ["message"], "Being told")
    with listen(desk.server, ACME, **cookies(desk.cast.other_agent), Last_Event_ID=last) as bo:
        settle()
        assert bo.tickets() == [] or all(one["id"] != str(desk.cast.ticket.pk) for one in bo.tickets())
    for unknown in ("01980000-0000-7000-8000-000000000000", "nonsense", "%", "x" * 5000):
        with listen(desk.server, ACME, **mine, Last_Event_ID=unknown) as ana:
            ana.wait_for("resync")
    with listen(desk.server, ACME, **mine, Last_Event_ID="x" * 200_000) as ana:
        assert ana.status in (0, 400, 431)


def test_streams_hold_no_database_connections(desk: Desk, cookies: Cookies, superuser: Any) -> None:
    import contextlib

    def connections() -> int:
        row = superuser.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()").fetchone()
        return int(row[0])

    people = [desk.cast.agent, desk.cast.owner, desk.cast.viewer]
    with listen(desk.server, ACME, **cookies(people[0])):
        before = connections()
        with contextlib.ExitStack() as stack:
            keys = [cookies(person) for person in people]
            ears = [stack.enter_context(listen(desk.server, ACME, **keys[number % 3])) for number in range(50)]
            _note(desk)
            for ear in ears:
                ear.wait_for("ticket")
            assert connections() <= before + 4, "the four threads for all streams may have one each while they read"
            listeners = (
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE application_name = 'moondesk listener' AND datname = current_database()"
            )
            assert superuser.execute(listeners).fetchone()[0] == 1
            with listen(desk.server, ACME, **keys[1]) as one, listen(desk.server, ACME, **keys[2]) as two:
                assert (one.status, two.status) == (200, 200)
            more = [stack.enter_context(listen(desk.server, ACME, **keys[0])) for _ in range(3)]
            assert more[-1].status == 429


def test_a_lost_listener_comes_back_and_pages_look_again(desk: Desk, cookies: Cookies, superuser: Any) -> None:
    with listen(desk.server, ACME, **cookies(desk.cast.agent)) as ana:
        gone = superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'moondesk listener' AND datname = current_database()"
        ).fetchall()
        assert gone == [(True,)]
        ana.wait_for("resync")
        _note(desk)
        ana.wait_for("ticket")


def test_revoked_rights_end_the_stream_within_five_seconds(desk: Desk, cookies: Cookies) -> None:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        new = factories.make_token(cast.viewer.member)
    with (
        listen(desk.server, ACME, **cookies(cast.agent)) as ana,
        listen(desk.server, "", Authorization=f"Bearer {new.secret}") as program,
        listen(desk.server, ACME, **cookies(cast.administrator)) as adam,
        listen(desk.server, ACME, **cookies(cast.owner)) as olivia,
    ):
        with tenancy.organization(cast.acme.pk):
            assert cast.agent.member is not None
            set_active(cast.agent.member, False, by=cast.owner.actor)
            revoke_token(new.token, by=cast.owner.actor)
        cast.administrator.user.set_password("another long password entirely")
        cast.administrator.user.save()
        for ear in (ana, program, adam):
            ear.wait_for("closed", seconds=20)
            wait_until(lambda ear=ear: ear.ended, "The end of the stream", 20)  # type: ignore[misc]
        _note(desk)
        olivia.wait_for("ticket")
        assert [ear.tickets() for ear in (ana, program, adam)] == [[], [], []]


def test_a_customer_s_answer_is_heard_by_the_agent(desk: Desk, cookies: Cookies) -> None:
    with listen(desk.server, ACME, **cookies(desk.cast.agent)) as ana:
        with tenancy.organization(desk.cast.acme.pk):
            ticket = Ticket.objects.get(pk=desk.cast.ticket.pk)
            carla = desk.cast.customer
            assert carla.contact is not None
            reply_as_customer(ticket, carla.contact, "Thank you", by=carla.actor, channel=Channel.WEB)
        ana.wait_for("ticket")
        assert ana.tickets()[0]["change"] == "message"


def test_without_a_database_streams_are_refused_and_come_back(desk: Desk, cookies: Cookies) -> None:
    from tests.harness.database import as_superuser
    from tests.harness.environment import database_name

    mine = cookies(desk.cast.agent)
    name = psycopg.sql.Identifier(database_name())
    allow = psycopg.sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    with as_superuser("postgres") as past, listen(desk.server, ACME, **mine) as ana:
        past.execute(allow.format(name, psycopg.sql.SQL("false")))
        try:
            past.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database_name()])
            with listen(desk.server, ACME, **mine) as refused:
                assert refused.status == 503
                assert refused.headers["retry-after"] == "5"
        finally:
            past.execute(allow.format(name, psycopg.sql.SQL("true")))
        ana.wait_for("resync")
        with listen(desk.server, ACME, **mine) as again:
            assert again.status == 200
