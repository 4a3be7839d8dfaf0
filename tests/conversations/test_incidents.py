"""Answering all incidents of a problem: one text, each as if answered by itself, nobody twice."""

from collections.abc import Callable

import pytest

from moondesk.conversations.actions.incidents import answer_incidents, answer_one
from moondesk.conversations.errors import InvalidMessage, NoIncidents
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.errors import NotAllowed
from moondesk.tickets.actions import resolve_ticket
from moondesk.tickets.actions.linking import link_tickets
from moondesk.tickets.joining import Relation
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Stage, TicketType
from tests import factories
from tests.harness.people import Cast


def _problem(cast: Cast) -> tuple[Ticket, list[Ticket]]:
    problem = factories.make_ticket("No power", department=cast.flights, type=TicketType.PROBLEM)
    incidents = [factories.make_ticket(department=cast.flights, type=TicketType.INCIDENT) for _n in range(4)]
    for one in incidents:
        link_tickets(problem.number, Relation.CAUSES, one.number, by=cast.agent.actor)
    return Ticket.objects.get(pk=problem.pk), incidents


@pytest.mark.django_db(transaction=True)
def test_each_incident_is_answered_once_and_what_failed_is_told(cast: Cast, run_jobs: Callable[[], object]) -> None:
    with tenancy.organization(cast.acme.pk):
        agent = cast.agent.actor
        problem, (first, second, third, fourth) = _problem(cast)
        blocker = factories.make_ticket(department=cast.flights)
        link_tickets(blocker.number, Relation.BLOCKS, second.number, by=agent)
        assert answer_incidents(problem, "Power is back.", resolve=True, by=agent) == 4
        resolve_ticket(Ticket.objects.get(pk=third.pk), by=agent)
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        wrote = Message.objects.filter(body="Power is back.").values_list("ticket_id", "author_name")
        assert set(wrote) == {(first.pk, "Ana Agent"), (fourth.pk, "Ana Agent")}
        stages = dict(Ticket.objects.values_list("pk", "stage"))
        assert stages[first.pk] == stages[fourth.pk] == Stage.RESOLVED
        assert stages[second.pk] == Stage.OPEN
        done = Event.objects.get(subject_id=problem.pk, name="ticket.incidents_answered")
        assert done.data["answered"] == 3
        assert [line[:6] for line in done.data["failed"]] == [second.number]
        asked = Event.objects.get(subject_id=problem.pk, name="ticket.incidents_to_answer")
        assert answer_one(asked, first.pk) == ""
        assert Message.objects.filter(body="Power is back.").count() == 2
        assert Event.objects.get(subject_id=first.pk, name="message.reply_sent").caused_by == asked.pk


@pytest.mark.django_db
def test_only_what_can_be_answered_is_asked_for(in_acme: Cast) -> None:
    agent = in_acme.agent.actor
    problem, incidents = _problem(in_acme)
    with pytest.raises(NoIncidents):
        answer_incidents(in_acme.ticket, "text", resolve=False, by=agent)
    with pytest.raises(InvalidMessage):
        answer_incidents(problem, "  ", resolve=False, by=agent)
    with pytest.raises(NotAllowed):
        answer_incidents(problem, "text", resolve=False, by=in_acme.viewer.actor)
    Ticket.objects.filter(pk__in=[one.pk for one in incidents[:3]]).update(department=in_acme.hotels)
    assert answer_incidents(problem, "text", resolve=False, by=agent) == 1
