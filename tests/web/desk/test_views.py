"""Saved views at the desk: saved from a list, opened, changed, counted in the rail, deleted and brought back."""

import json
import re
from html import unescape
from typing import Any

import pytest

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.models import MemberDepartment
from moondesk.tickets.models import Status, Ticket
from moondesk.views.models import SavedView
from moondesk.web import rail_views
from tests.harness.people import Cast
from tests.views.making import make_view

pytestmark = pytest.mark.django_db


def saved(cast: Cast, person: str, **edit: Any) -> SavedView:
    with tenancy.organization(cast.acme.pk):
        return make_view(by=cast.people[person].actor, **edit)


def test_a_list_is_saved_as_a_view_and_opens_as_it_was(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.agent)
    asked = "?view=open&priority=high&sort=due_at&layout=table"
    assert "Save as view" in client.get(f"/acme/desk/{asked}").content.decode()
    form = client.get(f"/acme/desk/views/new{asked}").content.decode()
    assert "Priority is High" in form
    assert "Everybody at the desk" not in form
    answer = client.post(f"/acme/desk/views{asked}", {"name": "Urgent ones", "share": "personal", "pinned": "on"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "<title>Urgent ones" in page
    assert 'class="bar wide"' in page
    assert "Priority is High" in page
    with tenancy.organization(cast.acme.pk):
        view = SavedView.objects.get()
    assert view.question["priority"] == "high"
    assert (view.layout, view.sort, view.scope) == ("table", "due_at", "personal")
    assert f'href="/acme/desk/?view={view.pk}"' in page
    as_list = client.get(f"/acme/desk/?view={view.pk}&layout=list").content.decode()
    assert 'class="bar wide"' not in as_list


def test_a_view_keeps_the_lanes_of_its_board_and_the_groups_of_its_timeline(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.agent)

    def lanes(address: str) -> list[str]:
        return re.findall(r'data-lanes="(\w*)"', client.get(address).content.decode())

    asked = "?view=open&layout=board&lanes=priority"
    view = client.post(f"/acme/desk/views{asked}", {"name": "By priority", "share": "personal"})["Location"]
    assert lanes(view) == ["priority"]
    assert "Save changes" not in client.get(view).content.decode()
    assert lanes(view.replace("/?", "/rows?")) == ["priority"]
    assert lanes(f"{view}&lanes=") == [""]
    assert "lanes=" in unescape(
        re.findall(r'href="([^"]*)"[^>]*><span class="cut">No lanes', client.get(view).content.decode())[0]
    )
    assert lanes(f"{view}&lanes=department") == ["department"]
    as_table = client.get(f"{view}&layout=table").content.decode()
    assert 'class="grp"' not in as_table
    client.post(f"/acme/desk/views/{view[-36:]}?view={view[-36:]}&lanes=nonsense", {"do": "question"})
    assert lanes(view) == [""]
    asked = "?view=open&layout=timeline&lanes=department"
    view = client.post(f"/acme/desk/views{asked}", {"name": "By department", "share": "personal"})["Location"]
    with tenancy.organization(cast.acme.pk):
        assert SavedView.objects.get(name="By department").grouping == "department"
    assert cast.flights.name in re.findall(
        r'rowgroup" colspan="4"><span class="line">([^<]+?) <', client.get(view).content.decode()
    )


def test_a_view_takes_what_its_list_asks_now(cast: Cast, client_of: Any) -> None:
    view = saved(cast, "agent", question={"tag": "refund", "priority": "low"})
    client = client_of(cast.agent)
    address = f"?view={view.pk}&priority=urgent&tag="
    assert "Save changes" in client.get(f"/acme/desk/{address}").content.decode()
    answer = client.post(f"/acme/desk/views/{view.pk}{address}", {"do": "question"})
    assert answer["Location"] == f"/acme/desk/?view={view.pk}"
    with tenancy.organization(cast.acme.pk):
        assert SavedView.objects.get().question == {"priority": "urgent"}


def test_only_so_many_views_are_counted(cast: Cast, client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rail_views, "COUNTED", 1)
    first, second = saved(cast, "agent"), saved(cast, "agent")
    client = client_of(cast.agent)
    counts = json.loads(client.get("/acme/desk/views/counts").content)
    assert (str(first.pk) in counts, str(second.pk) in counts) == (True, False)
    page = client.get("/acme/desk/").content.decode()
    assert f'data-late="{first.pk}"' in page
    assert f'data-late="{second.pk}"' not in page
    assert f'?view={second.pk}"' in page


def test_a_view_is_deleted_and_brought_back(cast: Cast, client_of: Any) -> None:
    view = saved(cast, "agent")
    client = client_of(cast.agent)
    answer = client.post(f"/acme/desk/views/{view.pk}", {"do": "delete"}, follow=True)
    page = answer.content.decode()
    assert "is deleted" in page
    undo = unescape(re.search(rf'"(/acme/desk/views/{view.pk}/operations/[^"]*/undo)"', page)[1])  # type: ignore[index]
    assert client.get(f"/acme/desk/?view={view.pk}").status_code == 404
    client.post(undo)
    assert client.get(f"/acme/desk/?view={view.pk}").status_code == 200


def test_only_the_rail_of_those_who_see_it_has_it(cast: Cast, client_of: Any) -> None:
    view = saved(cast, "agent", name="Mine alone")
    shared = saved(cast, "owner", name="For all", scope="organization")
    for person, own in (("agent", True), ("owner", False), ("viewer", False)):
        page = client_of(cast.people[person]).get("/acme/desk/?view=all").content.decode()
        assert ("Mine alone" in page, "For all" in page) == (own, True)
    agent = client_of(cast.agent)
    assert agent.post(f"/acme/desk/views/{shared.pk}", {"do": "delete"}).status_code == 403
    assert client_of(cast.owner).get(f"/acme/desk/views/{view.pk}").status_code == 404
    assert client_of(cast.owner).get(f"/acme/desk/?view={view.pk}").status_code == 404
    assert client_of(cast.stranger).get(f"/globex/desk/?view={shared.pk}").status_code == 404
    assert agent.get("/acme/desk/?view=everything").status_code == 422


def test_counts_of_pinned_views_are_those_of_their_lists(cast: Cast, client_of: Any) -> None:
    view = saved(cast, "agent", question={"priority": "urgent"})
    hidden = saved(cast, "agent", question={"priority": "low"}, pinned=False)
    client = client_of(cast.agent)

    def counted() -> dict[str, str]:
        return dict(json.loads(client.get("/acme/desk/views/counts").content))

    assert counted()[str(view.pk)] == "0"
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(pk=cast.ticket.pk).update(priority=4)
    assert counted()[str(view.pk)] == "1"
    assert str(hidden.pk) not in counted()


def test_a_view_with_something_gone_says_so_and_opens(cast: Cast, client_of: Any) -> None:
    view = saved(cast, "agent", question={"status": "pending"})
    client = client_of(cast.agent)
    assert "not used any more" not in client.get(f"/acme/desk/?view={view.pk}").content.decode()
    with tenancy.organization(cast.acme.pk):
        Status.objects.filter(key="pending").update(retired_at=now())
    for address in (f"/acme/desk/?view={view.pk}", f"/acme/desk/?view={view.pk}&layout=table", "/acme/desk/views"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "“Pending”, which is not used any more" in answer.content.decode()


def test_order_and_pin_from_the_page_of_views_are_the_readers_own(cast: Cast, client_of: Any) -> None:
    one = saved(cast, "agent", name="One")
    two = saved(cast, "owner", name="Two", scope="organization")
    three = saved(cast, "owner", name="Three", scope="organization")
    agent, owner, viewer = client_of(cast.agent), client_of(cast.owner), client_of(cast.viewer)

    def order(client: Any) -> list[str]:
        page = client.get("/acme/desk/views").content.decode()
        return re.findall(r'id="view-([0-9a-f-]{36})"', page)

    agent.post("/acme/desk/views", {"order": [str(three.pk), str(two.pk), str(one.pk)]})
    agent.post(f"/acme/desk/views/{two.pk}", {"do": "unpin"})
    assert order(agent) == [str(three.pk), str(two.pk), str(one.pk)]
    page = agent.get("/acme/desk/views").content.decode()
    assert f"count-{three.pk}" in page
    assert f"count-{two.pk}" not in page
    assert "Use this order for everybody" not in page
    assert order(viewer) == [str(two.pk), str(three.pk)]
    assert f"count-{two.pk}" in viewer.get("/acme/desk/views").content.decode()
    everybody = {"order": [str(three.pk), str(two.pk)], "do": "everybody"}
    assert agent.post("/acme/desk/views", everybody).status_code == 403
    assert "Use this order for everybody" in owner.get("/acme/desk/views").content.decode()
    owner.post("/acme/desk/views", everybody)
    assert order(viewer) == [str(three.pk), str(two.pk)]
    agent.post("/acme/desk/views", {"do": "usual"})
    assert f"count-{two.pk}" in agent.get("/acme/desk/views").content.decode()


def test_the_view_of_a_department_one_left_is_not_there(cast: Cast, client_of: Any) -> None:
    view = saved(cast, "owner", scope="department", department=cast.flights.pk)
    client = client_of(cast.agent)
    assert client.get(f"/acme/desk/?view={view.pk}").status_code == 200
    with tenancy.organization(cast.acme.pk):
        MemberDepartment.objects.filter(member_id=cast.agent.actor.member_id).delete()
    for address in (f"/acme/desk/?view={view.pk}", f"/acme/desk/rows?view={view.pk}", f"/acme/desk/views/{view.pk}"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("layout", "mark"),
    [("list", 'class="row-box"'), ("table", "data-column="), ("board", "board"), ("timeline", "timeline")],
)
def test_a_view_opens_in_its_layout(cast: Cast, client_of: Any, layout: str, mark: str) -> None:
    view = saved(cast, "agent", question={"stage": "open,in_progress"}, layout=layout)
    client = client_of(cast.agent)
    for address in (f"/acme/desk/?view={view.pk}", f"/acme/desk/rows?view={view.pk}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert mark in answer.content.decode()
    other = "table" if layout == "list" else "list"
    assert client.get(f"/acme/desk/?view={view.pk}&layout={other}").status_code == 200
