"""Lists: complete, without doubles, in the order that was asked for, also while they grow, in few statements."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moondesk.kit import tenancy
from tests import factories
from tests.api.conftest import Program
from tests.harness.people import Cast
from tests.search.making import index

SORTS = [
    "created_at", "-created_at", "updated_at", "-updated_at", "priority", "-priority", "due_at", "-due_at",
    "last_message_at", "-last_message_at",
]  # fmt: skip


@pytest.fixture
def many(cast: Cast) -> Cast:
    from moondesk.tickets.models import Ticket

    with tenancy.organization(cast.acme.pk):
        contact = factories.make_contact("many@customer.test", name="Many")
        for position in range(23):
            ticket = factories.make_ticket(f"Ticket {position}", "x", requester=contact, department=cast.flights)
            Ticket.objects.filter(pk=ticket.pk).update(
                priority=1 + position % 4,
                created_at=cast.ticket.created_at,
                **({"due_at": None} if position % 3 == 0 else {}),
            )
    return cast


def _walk(program: Program, path: str, between: Callable[[], object] = lambda: None) -> list[dict]:  # type: ignore[type-arg]
    items, cursor = [], ""
    for _page in range(100):
        answer = json.loads(program.get(f"{path}&cursor={cursor}" if cursor else path).content)
        assert set(answer) == {"items", "next"}
        items += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            return items
        between()
    raise AssertionError("The list does not end")


@pytest.mark.parametrize("sort", SORTS)
def test_pages_are_complete_and_without_doubles(many: Cast, owner: Program, sort: str) -> None:
    whole = json.loads(owner.get(f"/tickets?limit=100&sort={sort}").content)["items"]
    assert len(whole) == 25
    paged = _walk(owner, f"/tickets?limit=4&sort={sort}")
    assert [one["id"] for one in paged] == [one["id"] for one in whole]
    column = sort.removeprefix("-")
    words = ["low", "medium", "high", "urgent"]
    values = [words.index(one[column]) if column == "priority" else one[column] for one in whole if one[column]]
    assert values == sorted(values, reverse=sort.startswith("-"))


def test_a_list_that_grows_gives_no_doubles(many: Cast, owner: Program) -> None:
    def grow() -> None:
        with tenancy.organization(many.acme.pk):
            factories.make_ticket("New", "x", department=many.flights)

    with tenancy.organization(many.acme.pk):
        from moondesk.tickets.models import Ticket

        before = {str(pk) for pk in Ticket.objects.values_list("pk", flat=True)}
    ids = [one["id"] for one in _walk(owner, "/tickets?limit=5", grow)]
    assert len(ids) == len(set(ids))
    assert before <= set(ids)


@pytest.mark.parametrize(
    "path", ["/contacts?sort=name", "/contacts?sort=-created_at", "/members?sort=-name", "/departments?sort=name"]
)
def test_other_lists_are_complete(many: Cast, owner: Program, path: str) -> None:
    with tenancy.organization(many.acme.pk):
        for position in range(7):
            factories.make_contact(f"c{position}@customer.test", name="Same name")
            factories.make_department(f"D{position}")
    whole = json.loads(owner.get(f"{path}&limit=100").content)["items"]
    assert [one["id"] for one in _walk(owner, f"{path}&limit=2")] == [one["id"] for one in whole]


def test_filters(many: Cast, owner: Program, agent: Program) -> None:
    def count(query: str, program: Program = owner) -> int:
        return len(json.loads(program.get(f"/tickets?limit=100&{query}").content)["items"])

    index(many.acme)
    assert count("priority=urgent") + count("priority=low,medium&priority=high") == 25
    assert count("stage=open") == 25
    assert count("stage=resolved") == 0
    assert count(f"department={many.hotels.pk}") == 1
    assert count("assignee=nobody") == 25
    assert count("assignee=me") == 0
    assert count("q=cancelled") == 1
    assert count(f"q=TKT-{many.ticket.number}") == 1
    assert count("", agent) == 24
    assert count(f"requester={many.ticket.requester_id}") == 1
    contacts = json.loads(owner.get("/contacts?q=carla").content)["items"]
    assert [one["email"] for one in contacts] == ["carla@customer.test"]


QUERIES = {
    # two to know the token and enter its organization, then the work
    "/tickets": 3,
    "/tickets?assignee=me&stage=open&sort=-priority": 3,
    "/me": 5,
    "/contacts": 3,
    "/members": 4,
    "/departments": 3,
    "/statuses": 3,
    "/categories": 3,
}


@pytest.mark.parametrize("path", list(QUERIES))
def test_the_number_of_statements_is_known_and_does_not_grow(many: Cast, owner: Program, path: str) -> None:
    owner.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert owner.get(path).status_code == 200
    statements = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    assert len(statements) == QUERIES[path], "\n".join(statements)


def test_a_ticket_takes_three_statements(many: Cast, owner: Program) -> None:
    owner.get("/me")
    with CaptureQueriesContext(connection) as captured:
        owner.get(f"/tickets/TKT-{many.ticket.number}")
    assert len([one for one in captured if "SAVEPOINT" not in one["sql"]]) == 3
