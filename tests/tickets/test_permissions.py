"""The rule in Python and the one in the database say the same."""

import itertools
import uuid

import pytest

from moondesk.organizations.actor import Actor, ActorKind, Door, Scope
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Permission, Role
from moondesk.tickets.actions import add_participant
from moondesk.tickets.facts import ticket_facts
from moondesk.tickets.models import Category, Ticket
from moondesk.tickets.permissions import can_see
from moondesk.tickets.queries import visible_to
from moondesk.tickets.rules import TicketType
from tests import factories
from tests.harness.people import Cast


@pytest.mark.django_db
def test_can_see_says_what_visible_to_says(in_acme: Cast) -> None:
    agent, other = in_acme.agent.member, in_acme.other_agent.member
    contact = in_acme.customer.contact
    assert agent
    assert other
    assert contact
    categories = list(Category.objects.all()[:2])
    choices = itertools.product(
        (None, in_acme.flights, in_acme.hotels), (None, *categories), (TicketType.QUESTION, TicketType.TASK)
    )
    for number, (department, category, kind) in enumerate(choices):
        ticket = factories.make_ticket(department=department, category=category, type=kind)
        Ticket.objects.filter(pk=ticket.pk).update(
            assignee=(None, agent, other)[number % 3], department=department, category=category
        )
        if number % 4 == 0:
            add_participant(ticket, contact)
    Ticket.objects.filter(pk=ticket.pk).update(deleted_at="2026-01-01T00:00:00Z")
    scopes = [
        Scope(frozenset(departments), frozenset(kinds), frozenset(types))
        for departments in ((), (in_acme.flights.pk,), (in_acme.flights.pk, in_acme.hotels.pk))
        for kinds in ((), (categories[0].pk,), (uuid.uuid4(),))
        for types in ((), ("task",))
    ]
    permissions = [*ROLE_PERMISSIONS.values(), frozenset(), frozenset({Permission.DESK_OPEN})]
    permissions.append(ROLE_PERMISSIONS[Role.SUPPORT_AGENT] - {Permission.TICKET_VIEW})
    people = [(agent.pk, None), (other.pk, None), (None, contact.pk), (None, uuid.uuid4()), (None, None)]
    facts = ticket_facts(list(Ticket.objects.values_list("pk", flat=True)), with_contacts=True)
    asked = seen = 0
    for scope, allowed, (member, person) in itertools.product(scopes, permissions, people):
        kind = ActorKind.CONTACT if person else ActorKind.MEMBER
        actor = Actor(
            in_acme.acme.pk, kind, member or person, "One", allowed, Door.DESK, member, contact_id=person, scope=scope
        )
        visible = set(visible_to(actor).values_list("pk", flat=True))
        assert {pk for pk, one in facts.items() if can_see(actor, one)} == visible, actor
        asked += 1
        seen += len(visible)
    assert asked > 1000
    assert seen > 1000
