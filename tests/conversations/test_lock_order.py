"""Whoever changes a message takes the ticket's row first, and never that of a ticket which goes on in it."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from moondesk.conversations.actions import reply_as_customer, reply_to_customer
from moondesk.conversations.actions.editing import delete_message, edit_message, restore_message
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.models import Message
from moondesk.conversations.rules import Vote
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, lock_ticket
from moondesk.tickets.rules import Channel
from tests import factories
from tests.harness.people import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
A_MOMENT = 0.5


@pytest.fixture
def people() -> Cast:
    return make_cast()


def beside(cast: Cast, work: Callable[[], Any]) -> tuple[threading.Thread, list[BaseException]]:
    """Start work in a thread and a transaction of its own; returns it and what went wrong there."""
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            with tenancy.organization(cast.acme.pk):
                work()
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, wrong


def change(what: str, message: Message, cast: Cast) -> None:
    by = cast.agent.actor
    if what == "edit":
        edit_message(message, "Other words", by=by)
    elif what == "vote":
        vote(message, Vote.UP, by=by)
    elif what == "delete":
        delete_message(message, by=by)
    else:
        restore_message(message, by=by)


def written(what: str, ticket: Ticket, cast: Cast) -> Message:
    """Return a message on a ticket that can be changed so."""
    message = reply_to_customer(ticket, "Words", by=cast.agent.actor)
    return delete_message(message, by=cast.agent.actor) if what == "restore" else message


@pytest.mark.parametrize("what", ["edit", "vote", "delete", "restore"])
def test_nobody_holds_a_message_and_waits_for_its_ticket(people: Cast, what: str) -> None:
    """A split locks the ticket, and then moves its messages."""
    with tenancy.organization(people.acme.pk):
        message = written(what, people.ticket, people)
    with tenancy.organization(people.acme.pk):
        lock_ticket(people.ticket.pk)
        thread, wrong = beside(people, lambda: change(what, message, people))
        time.sleep(A_MOMENT)
        list(Message.objects.filter(pk=message.pk).select_for_update(nowait=True))
    thread.join(30)
    assert wrong == []


@pytest.mark.parametrize("what", ["edit", "restore"])
def test_an_agent_edits_while_the_customer_of_a_merged_ticket_writes(people: Cast, what: str) -> None:
    """The customer holds their own ticket and wants the one where it goes on, which the agent holds."""
    with tenancy.organization(people.acme.pk):
        agent = people.agent.actor
        own = factories.make_ticket(department=people.flights, requester=people.customer.contact)
        message = written(what, own, people)
        merge_tickets(people.ticket.number, [own.number], by=agent)

    def write() -> None:
        ticket = lock_ticket(own.pk)
        by = people.customer.actor
        reply_as_customer(ticket, people.customer.contact, "More", by=by, channel=Channel.EMAIL)

    with tenancy.organization(people.acme.pk):
        get_for_change(agent, people.ticket.number)
        thread, wrong = beside(people, write)
        time.sleep(A_MOMENT)
        change(what, message, people)
    thread.join(30)
    assert wrong == []
    with tenancy.organization(people.acme.pk):
        assert Message.objects.filter(ticket=own).count() >= 2
        assert Message.objects.get(pk=message.pk).version > 0
        assert Ticket.objects.get(pk=people.ticket.pk).merged_count == 1
