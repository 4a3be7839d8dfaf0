"""Department, category and type managers see and change exactly their part, as it is given to them by the API."""

import json
from collections.abc import Callable

import pytest

from moondesk.kit import tenancy
from moondesk.organizations.permissions import Role
from moondesk.tickets.models import Category, Ticket
from moondesk.tickets.rules import TicketType
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast, Person

ROLES = {"department": Role.DEPARTMENT_MANAGER, "category": Role.CATEGORY_MANAGER, "type": Role.TYPE_MANAGER}


@pytest.fixture
def billing(cast: Cast) -> Category:
    """A category; another ticket of Hotels is in it, and is an incident."""
    with tenancy.organization(cast.acme.pk):
        category = Category.objects.earliest("position")
        Ticket.objects.filter(pk=cast.other_ticket.pk).update(category=category, type=TicketType.INCIDENT)
    return category


def _member(cast: Cast, role: Role) -> Person:
    with tenancy.organization(cast.acme.pk):
        user = factories.make_user(name="Mona Manager")
        return Person(user, cast.acme, factories.make_member(user, roles=[role]))


@pytest.mark.parametrize("kind", ROLES)
def test_a_manager_sees_and_changes_exactly_their_part(
    cast: Cast, billing: Category, token_of: Callable[..., str], kind: str
) -> None:
    manager = _member(cast, ROLES[kind])
    theirs, other = f"/tickets/TKT-{cast.other_ticket.number}", f"/tickets/TKT-{cast.ticket.number}"
    part = {
        "department": {"departments": [str(cast.hotels.pk)]},
        "category": {"managed_categories": [str(billing.pk)]},
        "type": {"managed_types": ["incident"]},
    }[kind]
    owner, program = Program(token_of(cast.owner)), Program(token_of(manager))
    is_problem(program.get(theirs), 404, "ticket_not_found")

    place = f"/members/{manager.member.pk}"  # type: ignore[union-attr]
    given = owner.patch(place, part, If_Match=owner.get(place)["ETag"])
    assert given.status_code == 200
    name, value = next(iter(part.items()))
    assert json.loads(given.content)[name] == value
    seen = [item["number"] for item in json.loads(program.get("/tickets").content)["items"]]
    assert seen == [f"TKT-{cast.other_ticket.number}"]
    shown = program.get(theirs)
    assert program.patch(theirs, {"priority": "high"}, If_Match=shown["ETag"]).status_code == 200
    is_problem(program.get(other), 404, "ticket_not_found")
    is_problem(program.patch(other, {"priority": "high"}, If_Match=shown["ETag"]), 404, "ticket_not_found")

    taken = owner.patch(place, {name: []}, If_Match=given["ETag"])
    assert json.loads(taken.content)[name] == []
    is_problem(program.get(theirs), 404, "ticket_not_found")


def test_what_is_not_here_cannot_be_managed(cast: Cast, token_of: Callable[..., str]) -> None:
    owner, place = Program(token_of(cast.owner)), f"/members/{_member(cast, Role.TYPE_MANAGER).member.pk}"  # type: ignore[union-attr]
    tag = owner.get(place)["ETag"]
    with tenancy.organization(cast.globex.pk):
        foreign = str(Category.objects.earliest("position").pk)
    is_problem(owner.patch(place, {"managed_categories": [foreign]}, If_Match=tag), 404, "reference_not_found")
    assert owner.patch(place, {"managed_types": ["wish"]}, If_Match=tag).status_code == 422
    refused = Program(token_of(cast.agent)).patch(place, {"managed_types": ["task"]}, If_Match=tag)
    is_problem(refused, 403, "not_allowed")
