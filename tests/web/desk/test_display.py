"""How a list is shown: columns chosen, ordered and made wider, kept for the member; groups and sizes in the address."""

import re
from html import unescape
from typing import Any

import pytest

from moondesk.kit import tenancy
from moondesk.organizations.models import Department
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority
from moondesk.views.models import ListLook
from tests import factories
from tests.harness.people import Cast
from tests.views.making import make_view

pytestmark = pytest.mark.django_db
TABLE = "/acme/desk/?view=all&layout=table"


def heads(client: Any, address: str = TABLE) -> list[str]:
    return re.findall(r'data-column="([^"]*)"', client.get(address).content.decode())


def test_columns_are_chosen_and_ordered_for_the_member_alone(cast: Cast, client_of: Any) -> None:
    agent, owner = client_of(cast.agent), client_of(cast.owner)
    usual = heads(agent)
    assert usual == [
        "status",
        "priority",
        "number",
        "subject",
        "requester",
        "department",
        "assignee",
        "updated_at",
        "due_at",
    ]
    chosen = ["subject", "category", "number", "last_message_at"]
    answer = agent.post(f"/acme/desk/display{TABLE[11:]}", {"columns": [*chosen, "secret"], "density": "compact"})
    assert answer["Location"] == TABLE
    page = agent.get(TABLE).content.decode()
    assert heads(agent) == chosen
    assert 'class="grid compact"' in page
    assert heads(owner) == usual
    agent.post(f"/acme/desk/display{TABLE[11:]}", {"columns": usual})
    assert heads(agent) == usual


def test_every_column_has_a_cell(cast: Cast, client_of: Any) -> None:
    from moondesk.web.desk.columns import COLUMNS

    client = client_of(cast.viewer)
    page = client.get(f"{TABLE}&columns={','.join(COLUMNS)}").content.decode()
    cells = re.findall(r'<td class="c-([a-z_]+)', page)
    assert cells[: len(COLUMNS)] == list(COLUMNS)
    for word in ("Question", "Web", "Flights", cast.ticket.number):
        assert word in page


def test_widths_are_kept_between_bounds(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.agent)
    assert (
        client.post("/acme/desk/display/widths", {"widths": "requester:240,number:9999,secret:100"}).status_code == 204
    )
    page = client.get(TABLE).content.decode()
    assert 'width="240" data-column="requester"' in page
    assert 'width="640" data-column="number"' in page
    for number in range(3):
        many = ",".join(f"field.f{number}_{one}:100" for one in range(100))
        assert client.post("/acme/desk/display/widths", {"widths": many}).status_code == 204
    with tenancy.organization(cast.acme.pk):
        assert len(ListLook.objects.get().widths) == 200
    for wrong in ("requester:wide", "requester:-5", "requester"):
        assert client.post("/acme/desk/display/widths", {"widths": wrong}).status_code == 422


def test_rows_are_grouped_and_a_view_keeps_that(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.owner)
    answer = client.post(
        f"/acme/desk/display{TABLE[11:]}", {"columns": ["subject"], "group": "department", "limit": "50"}
    )
    assert answer["Location"] == f"{TABLE}&group=department&limit=50"
    page = client.get(answer["Location"]).content.decode()
    assert page.count('class="grp"') == 2
    with tenancy.organization(cast.acme.pk):
        view = make_view(by=cast.owner.actor, layout="table", grouping="department", columns=["subject"], question={})
    opened = f"/acme/desk/?view={view.pk}"
    assert client.get(opened).content.decode().count('class="grp"') == 2
    answer = client.post(f"/acme/desk/display?view={view.pk}", {"columns": ["subject", "number"], "group": ""})
    assert answer["Location"] == f"{opened}&columns=subject%2Cnumber&group="
    page = client.get(answer["Location"]).content.decode()
    assert "Save changes" in page
    assert 'class="grp"' not in page


def test_the_head_of_a_group_is_as_wide_as_its_rows_also_where_columns_give_way(cast: Cast, client_of: Any) -> None:
    page = client_of(cast.owner).get(f"{TABLE}&group=department").content.decode()
    (group, *_), (row, *_) = (
        re.findall(rf"<tr {kind}.*?</tr>", page, re.DOTALL) for kind in ('class="grp"', 'id="row-')
    )
    cells = [
        (int(span or 1), "opt" in mark) for mark, span in re.findall(r'<td( class="\w+")?(?: colspan="(\d+)")?', group)
    ]
    shown = [mark.endswith(' opt"') for mark in re.findall(r'<td( class="[^"]*")?>', row)]
    assert sum(span for span, gives_way in cells if gives_way) == sum(shown) == 2
    assert sum(span for span, gives_way in cells) == len(shown)


def test_groups_show_their_first_rows_their_true_count_and_the_way_to_all(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.owner)
    with tenancy.organization(cast.acme.pk):
        made = [factories.make_ticket() for _ in range(14)]
        Ticket.objects.filter(pk__in=[one.pk for one in made]).update(priority=Priority.HIGH)
        Ticket.objects.filter(pk=made[0].pk).update(priority=Priority.URGENT)
        high = Ticket.objects.filter(priority=Priority.HIGH).count()
    page = client.get(f"{TABLE}&group=priority").content.decode()
    heads_ = re.findall(r'<span class="line">(\w+)<span class="mute num">(\d+)</span>', page)
    assert heads_[:2] == [("Urgent", "1"), ("High", str(high))]
    assert page.count("data-row ") < 14
    (all_of,) = re.findall(r'href="([^"]*)" aria-label="Show all of High"', page)
    page = client.get(unescape(all_of)).content.decode()
    assert re.findall(r'<span class="line">(\w+)<span class="mute num">(\d+)</span>', page) == [("High", str(high))]
    assert page.count("data-row ") == high
    assert "Remove filter Priority is High" in page


def test_many_groups_go_on_on_the_next_page(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.owner)
    with tenancy.organization(cast.acme.pk):
        for number in range(15):
            department = Department.objects.create(name=f"Team {number:02}")
            Ticket.objects.filter(pk=factories.make_ticket().pk).update(department=department)
    first = client.get(f"{TABLE}&group=department").content.decode()
    (after,) = re.findall(r'href="([^"]*)" rel="next"', first)
    second = client.get(unescape(after)).content.decode()
    names = [name for page in (first, second) for name in re.findall(r'<tr class="grp">.*?"line">([^<]*)<', page)]
    assert len(names) == len(set(names)) >= 16
    assert 'rel="next"' not in second
    (before,) = re.findall(r'href="([^"]*)" rel="prev"', second)
    assert client.get(unescape(before)).content.decode().count("data-row ") == first.count("data-row ")
    assert client.get(f"{TABLE}&group=department&cursor=group%3Agone").status_code == 200
    assert client.get(f"{TABLE}&cursor=group%3Agone").status_code == 422
