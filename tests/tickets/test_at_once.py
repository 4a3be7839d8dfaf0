"""Two people at the same ticket at the same moment, in transactions of their own."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from moondesk.contacts.actions import find_or_create_contact
from moondesk.contacts.models import Contact
from moondesk.conversations.actions import open_ticket
from moondesk.conversations.actions.merging import merge_tickets, unmerge_ticket
from moondesk.kit import tenancy
from moondesk.organizations import actions as organizations
from moondesk.organizations.actor import Actor
from moondesk.organizations.errors import InvitationExpired, LastOwner
from moondesk.organizations.models import Member
from moondesk.tickets.actions import NewTicket, change_priority, change_status, change_subject
from moondesk.tickets.errors import TicketChanged, TicketMerged
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import default_status, get_for_change
from moondesk.tickets.related import Merge
from moondesk.tickets.rules import Channel, Priority, Stage
from tests import factories
from tests.harness.people import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Cast:
    return make_cast()


def at_once(cast: Cast, *functions: Callable[[], Any]) -> list[Any]:
    """Run each in a thread, all let go at the same moment; return results and errors in their order."""
    gate = threading.Barrier(len(functions))
    results: list[Any] = [None] * len(functions)

    def run(place: int, function: Callable[[], Any]) -> None:
        try:
            gate.wait(60)
            with tenancy.organization(cast.acme.pk):
                results[place] = function()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def _wait_for_somebody_waiting() -> None:
    """Return when a statement waits for a row that another transaction holds."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("Nobody waited.")


def test_a_ticket_that_gets_another_status_meanwhile_is_found_by_who_waited_for_it(people: Cast) -> None:
    found: list[str] = []

    def look() -> None:
        try:
            with tenancy.organization(people.acme.pk):
                found.append(get_for_change(people.agent.actor, people.ticket.number).stage)
        finally:
            connection.close()

    waiting = threading.Thread(target=look)
    with tenancy.organization(people.acme.pk):
        ticket = get_for_change(people.owner.actor, people.ticket.number)
        change_status(ticket, default_status(Stage.WAITING), by=people.owner.actor)
        waiting.start()
        _wait_for_somebody_waiting()
    waiting.join(30)
    assert found == ["waiting"]


def test_two_agents_save_at_once(people: Cast) -> None:
    """One is faster; the other is told what changed, and nothing is lost silently."""
    seen = people.ticket.version

    def first() -> None:
        change_priority(
            get_for_change(people.agent.actor, people.ticket.number, version=seen), Priority.HIGH, by=people.agent.actor
        )

    def second() -> None:
        change_subject(
            get_for_change(people.owner.actor, people.ticket.number, version=seen), "New", by=people.owner.actor
        )

    with tenancy.organization(people.acme.pk):
        seen = Ticket.objects.get(pk=people.ticket.pk).version
    results = at_once(people, first, second)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "TicketChanged"]
    (refused,) = [result for result in results if isinstance(result, TicketChanged)]
    assert refused.extra["version"] == seen + 1
    with tenancy.organization(people.acme.pk):
        ticket = Ticket.objects.get(pk=people.ticket.pk)
    won = (ticket.priority == Priority.HIGH, ticket.subject == "New")
    assert sum(won) == 1


def test_without_a_version_both_are_saved_one_after_the_other(people: Cast) -> None:
    def urgent() -> None:
        change_priority(
            get_for_change(people.agent.actor, people.ticket.number), Priority.URGENT, by=people.agent.actor
        )

    def reword() -> None:
        change_subject(get_for_change(people.owner.actor, people.ticket.number), "New", by=people.owner.actor)

    assert at_once(people, urgent, reword) == [None, None]
    with tenancy.organization(people.acme.pk):
        ticket = Ticket.objects.get(pk=people.ticket.pk)
        assert (ticket.priority, ticket.subject) == (Priority.URGENT, "New")


def test_numbers_are_unique_however_many_are_opened_at_once(people: Cast) -> None:
    def opened() -> str:
        contact = find_or_create_contact("same@person.test", "Same")
        new = NewTicket(subject="At once", requester=contact, channel=Channel.WEB)
        return open_ticket(new, "x", by=factories.moondesk())[0].number

    numbers = at_once(people, *[opened] * 8)
    assert all(isinstance(number, str) for number in numbers), numbers
    assert len(set(numbers)) == 8
    with tenancy.organization(people.acme.pk):
        assert Contact.objects.filter(email="same@person.test").count() == 1


def test_an_invitation_is_used_once_even_at_once(people: Cast) -> None:
    user = factories.make_user("nina@acme.test")
    with tenancy.organization(people.acme.pk):
        _, secret = organizations.invite_member(user.email, "viewer", by=people.owner.actor)
    results = at_once(people, *[lambda: organizations.accept_invitation(secret, user)] * 4)
    assert sorted(type(result).__name__ for result in results) == ["InvitationExpired"] * 3 + ["Member"]
    assert any(isinstance(result, InvitationExpired) for result in results)


def test_two_owners_cannot_unseat_each_other_at_once(people: Cast) -> None:
    with tenancy.organization(people.acme.pk):
        organizations.change_role(people.administrator.member, "owner", by=people.owner.actor)

    def unseat(who: str, by: str) -> None:
        member = Member.objects.get(pk=people.people[who].member.pk)
        organizations.change_role(member, "viewer", by=people.people[by].actor)

    results = at_once(people, lambda: unseat("owner", "administrator"), lambda: unseat("administrator", "owner"))
    with tenancy.organization(people.acme.pk):
        owners = Member.objects.filter(is_active=True, roles__contains=["owner"]).count()
    assert owners >= 1, results
    assert not all(result is None for result in results)
    assert all(
        result is None or isinstance(result, LastOwner) or result.code in ("not_allowed", "more_than_own")
        for result in results
    )


def test_a_into_b_and_b_into_a_at_once(people: Cast) -> None:
    """Exactly one is merged into the other; the second is told that there is nothing left to merge into."""
    with tenancy.organization(people.acme.pk):
        first, second = (factories.make_ticket(department=people.flights).number for _one in range(2))
        agent, owner = people.agent.actor, people.owner.actor

    def merge(into: str, what: str, by: Actor) -> Callable[[], Any]:
        return lambda: merge_tickets(into, [what], by=by)

    for _attempt in range(3):
        results = at_once(people, merge(first, second, agent), merge(second, first, owner))
        refused = [result for result in results if isinstance(result, Exception)]
        assert [type(error) for error in refused] == [TicketMerged], results
        assert refused[0].extra["merged_into"] in (f"TKT-{first}", f"TKT-{second}")
        with tenancy.organization(people.acme.pk):
            rows = {one.number: one for one in Ticket.objects.filter(number__in=[first, second])}
            gone = [one for one in rows.values() if one.merged_into_id is not None]
            assert [one.merged_count for one in gone] == [0]
            assert Merge.objects.filter(ended_at=None).count() == 1
            unmerge_ticket(gone[0].number, by=agent)
