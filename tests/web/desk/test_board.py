"""The board: its columns and counts, what is more, lanes, moving a card with its toast, and who may not."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets import actions
from moondesk.tickets.actions import WorkflowEdit
from moondesk.tickets.models import Status, Ticket
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
BOARD = "/acme/desk/?view=open&layout=board"
SCRIPT = {"HX-Request": "true"}


def cell(page: str, key: str) -> str:
    start = page.index(f'data-cell="{key}"')
    return page[start : page.find("data-cell=", start + 10)]


def numbers(part: str) -> list[str]:
    return re.findall(r'data-number="([^"]+)"', part)


def now_there(cast: Cast) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.select_related("status", "assignee").get(pk=cast.ticket.pk)


def post(
    client: Client, cast: Cast, query: str = "view=open&layout=board", **fields: str
) -> tuple[int, str, dict[str, str]]:
    version = str(now_there(cast).version)
    values = {"version": version, "from": "list"} | fields
    answer = client.post(f"/acme/desk/tickets/{cast.ticket.number}/card?{query}", values, headers=SCRIPT)
    return answer.status_code, answer.content.decode(), json.loads(answer.get("HX-Trigger", "{}")).get("toast", {})


def test_columns_stand_in_the_workflows_order_and_count_what_they_have(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    with tenancy.organization(cast.acme.pk):
        made = [factories.make_ticket() for _n in range(27)]
        actions.resolve_ticket(made[0], by=cast.agent.actor)
    client = client_of(cast.owner)
    page = client.get(BOARD).content.decode()
    assert re.findall(r'data-cell="(\w+)"', page) == ["open", "in_progress", "pending", "on_hold", "resolved"]
    first = cell(page, "open")
    assert len(numbers(first)) == 25
    head = page[: page.index('data-cell="open"')]
    with tenancy.organization(cast.acme.pk):
        count = Ticket.objects.filter(status__key="open", deleted_at=None).count()
    assert head.endswith(f'<span class="n num">{count}</span></header><div class="slots" id="cell-open" ')
    assert numbers(cell(page, "resolved")) == [made[0].number]
    following = re.search(r'class="more"[^>]* hx-get="([^"]+)"', first)
    assert following
    rest = client.get(following[1].replace("&amp;", "&"), headers=SCRIPT).content.decode()
    assert len(numbers(rest)) == count - 25
    assert not set(numbers(rest)) & set(numbers(first))
    deep = client.get(BOARD + "&deep=open:50").content.decode()
    assert len(numbers(cell(deep, "open"))) == count


def test_a_card_is_moved_and_taken_back_where_it_was(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.agent)
    status, page, toast = post(client, cast, status="in_progress")
    assert (status, now_there(cast).status.key) == (200, "in_progress")
    assert cast.ticket.number in numbers(cell(page, "in_progress"))
    assert "In progress" in toast["text"]
    answer = client.post(toast["undo"], headers=SCRIPT)
    assert answer.status_code == 200
    assert cast.ticket.number in numbers(cell(answer.content.decode(), "open"))
    assert now_there(cast).status.key == "open"


def test_a_card_in_another_lane_changes_hands_all_or_nothing(cast: Cast, client_of: Callable[..., Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        moves = {("open", "pending"): frozenset[str]()}
        actions.change_workflow(WorkflowEdit({"on_hold": {"needs_note": True}}, moves=moves), by=cast.owner.actor)
    client = client_of(cast.agent)
    lanes = "view=open&layout=board&lanes=assignee"
    before = now_there(cast)
    page = client.get(f"/acme/desk/?{lanes}").content.decode()
    assert f'data-lane="{cast.agent.member.pk}"' in page
    moved = json.loads(re.search(r'data-moves="([^"]+)"', page)[1].replace("&#34;", '"'))  # type: ignore[index]
    assert "pending" not in moved["open"]
    target = "nobody" if before.assignee_id else str(cast.agent.member.pk)
    status, _page, _toast = post(client, cast, lanes, status="pending", assignee=target)
    assert status == 409
    assert (now_there(cast).status.key, now_there(cast).assignee_id) == ("open", before.assignee_id)
    status, page, _toast = post(client, cast, lanes, status="on_hold", assignee=target)
    assert status == 422
    assert 'id="ask-note"' in page
    status, _page, _toast = post(client, cast, lanes, status="in_progress", assignee=target)
    assert status == 200
    assert str(now_there(cast).assignee_id or "nobody") == target


@pytest.mark.parametrize("lanes", ["priority", "department", "nonsense"])
def test_each_ticket_lies_in_one_lane(cast: Cast, client_of: Callable[..., Client], lanes: str) -> None:
    page = client_of(cast.owner).get(f"{BOARD}&lanes={lanes}").content.decode()
    assert numbers(page).count(cast.ticket.number) == 1


def test_a_lane_shows_a_few_cards_and_then_all(
    cast: Cast, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenancy.organization(cast.acme.pk):
        made = {factories.make_ticket(department=cast.hotels).number for _n in range(11)}
    client = client_of(cast.owner)
    lanes = BOARD + "&lanes=department"
    page = client.get(lanes).content.decode()
    lane = page[page.index(f'data-lane="{cast.hotels.pk}"') :]
    lane = lane[: lane.index("data-cell=")]
    assert len(numbers(lane)) == 8
    following = re.search(r'class="more"[^>]* hx-get="([^"]+)" [^>]*hx-trigger="click"[^>]*>(\d+) more<', lane)
    assert following
    rest = client.get(following[1].replace("&amp;", "&"), headers=SCRIPT).content.decode()
    assert 'class="more"' not in rest
    assert int(following[2]) == len(numbers(rest))
    assert made <= {*numbers(lane), *numbers(rest)}
    deep = client.get(f"{lanes}&deep=open@{cast.hotels.pk}:33").content.decode()
    assert made <= set(numbers(deep))
    monkeypatch.setattr("moondesk.web.desk.boards._IN_ALL", 1)
    assert not made <= set(numbers(client.get(f"{lanes}&deep=open@{cast.hotels.pk}:33").content.decode()))
    assert client.get(f"{lanes}&deep=open@{cast.hotels.pk}:{'9' * 5000}").status_code == 200
    assert client.get("/acme/desk/column?view=open&lanes=department&column=open&lane=nowhere").status_code == 422


def test_columns_say_how_many_are_late(cast: Cast, client_of: Callable[..., Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        made = [factories.make_ticket().pk for _n in range(3)]
        Ticket.objects.filter(pk__in=made).update(due_at=now())
        pending = Status.objects.get(key="pending")
        actions.change_status(Ticket.objects.get(pk=made[0]), pending, by=cast.owner.actor)
    page = client_of(cast.owner).get(BOARD).content.decode()
    assert re.findall(r'class="small late num" href="[^"]*status=(\w+)[^"]*due=overdue">([^<]+)', page) == [
        ("open", "2 late")
    ]


def test_only_who_may_change_tickets_moves_cards(cast: Cast, client_of: Callable[..., Client]) -> None:
    stranger = client_of(cast.stranger)
    assert stranger.get(BOARD).status_code == 404
    assert post(stranger, cast, status="in_progress")[0] == 404
    client = client_of(cast.agent)
    assert post(client, cast, status="nowhere")[0] == 422
    assert client.get("/acme/desk/column?view=open&column=nowhere").status_code == 422
    assert now_there(cast).status.key == "open"
