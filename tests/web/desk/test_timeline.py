"""The timeline: what it shows of whom, days set through each door, what is refused, undone and said, and a browser."""

import datetime
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.tickets import actions
from moondesk.tickets import timelines as of_tickets
from moondesk.tickets.joining import LinkKind
from moondesk.tickets.models import Ticket
from moondesk.tickets.related import TicketLink
from moondesk.tickets.rules import Priority
from moondesk.tickets.scheduling import Schedule, on_day, read_schedule, schedule_problem
from moondesk.web.desk import groups, timelines
from tests import factories
from tests.harness.browser import hear
from tests.harness.people import Cast
from tests.harness.running import Desk, wait_until

TIMELINE = "view=open&layout=timeline"
SCRIPT = {"HX-Request": "true"}
NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def bars_of(page: str) -> dict[str, dict[str, Any]]:
    found = re.search(r'data-bars="([^"]*)"', page)
    assert found
    groups = json.loads(found[1].replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&"))
    return {bar["id"]: bar | {"group": group["label"]} for group in groups for bar in group["bars"]}


def now_there(cast: Cast) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.get(pk=cast.ticket.pk)


def post(client: Client, cast: Cast, **fields: str) -> tuple[int, str, dict[str, str]]:
    address = f"/acme/desk/tickets/{cast.ticket.number}/schedule?{TIMELINE}"
    values = {"version": str(now_there(cast).version), "from": "list"} | fields
    answer = client.post(address, values, headers=SCRIPT)
    return answer.status_code, answer.content.decode(), json.loads(answer.get("HX-Trigger", "{}")).get("toast", {})


def test_a_schedule_has_an_order_and_an_end() -> None:
    day = datetime.timedelta(days=1)
    assert schedule_problem(Schedule(NOON, NOON + day), NOON) is None
    assert schedule_problem(Schedule(None, None), NOON) is None
    assert schedule_problem(Schedule(NOON + day, NOON), NOON) == ("due_at", "order")
    assert schedule_problem(Schedule(NOON, NOON), NOON) == ("due_at", "order")
    assert schedule_problem(Schedule(NOON - 4000 * day, NOON), NOON) == ("starts_at", "far")
    for one in (Schedule(NOON, None), Schedule(None, NOON), Schedule(None, None)):
        assert read_schedule(one.text) == one
    assert on_day(NOON.date(), NOON + 3 * day, datetime.UTC, end=True) == NOON
    assert on_day(NOON.date(), None, datetime.UTC, end=True).hour == 23


@pytest.mark.django_db
def test_it_shows_what_is_due_and_what_waits_for_what(cast: Cast, client_of: Callable[..., Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        first = factories.make_ticket("First", department=cast.flights)
        second = factories.make_ticket("Then <this>", department=cast.flights)
        elsewhere = factories.make_ticket("Elsewhere", department=cast.hotels)
        TicketLink.objects.create(kind=LinkKind.BLOCKS, first=first, second=second, made_by="Ana")
        Ticket.objects.filter(pk=second.pk).update(due_at=None)
    client = client_of(cast.agent)
    page = client.get(f"/acme/desk/?{TIMELINE}").content.decode()
    assert str(first.pk) in bars_of(page)
    assert not {str(second.pk), str(elsewhere.pk)} & set(bars_of(page))
    assert f'id="row-{second.pk}"' in page
    assert "Elsewhere" not in page
    with tenancy.organization(cast.acme.pk):
        second.refresh_from_db()
        actions.schedule_ticket(second, Schedule(None, first.due_at), by=cast.owner.actor)
    page = client.get(f"/acme/desk/?{TIMELINE}&lanes=department").content.decode()
    assert bars_of(page)[str(second.pk)]["after"] == [str(first.pk)]
    assert bars_of(page)[str(second.pk)]["group"] == "Flights"
    assert client_of(cast.stranger).get(f"/acme/desk/?{TIMELINE}").status_code == 404


def rows_of(page: str) -> list[str]:
    """Return the ids of the tickets in the table below the chart."""
    return re.findall(r'<tr id="row-([0-9a-f-]+)"', page)


@pytest.mark.django_db
def test_each_group_has_its_first_and_leads_to_all_it_has(
    cast: Cast, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timelines, "BARS_BESIDE", 2)
    monkeypatch.setattr(of_tickets, "BARS", 3)
    with tenancy.organization(cast.acme.pk):
        made = [factories.make_ticket(f"Bar {at}", department=cast.flights) for at in range(7)]
        Ticket.objects.filter(pk__in=[one.pk for one in made]).update(assignee=cast.owner.member)
        Ticket.objects.filter(pk=cast.ticket.pk).update(assignee=None)
        name = cast.owner.member.name
    client = client_of(cast.agent)
    page = client.get(f"/acme/desk/?{TIMELINE}").content.decode()
    # However many the owner has, nobody's ticket is there beside the first of them.
    assert str(cast.ticket.pk) in rows_of(page)
    assert len(rows_of(page)) == 3
    assert re.search(rf"{name} <span[^>]*>7</span>", page)
    [more] = re.findall(rf'href="([^"]+)" aria-label="Show all of {name}"', page)
    seen: list[str] = []
    while more:
        page = client.get(more.replace("&amp;", "&")).content.decode()
        assert len(rows_of(page)) <= 3
        seen += rows_of(page)
        more = next(iter(re.findall(r'href="([^"]+)"[^>]*>\s*Due later', page)), "")
    assert seen == [str(one.pk) for one in sorted(made, key=lambda one: (one.due_at, one.pk))]


@pytest.mark.django_db
def test_more_groups_than_a_page_has_are_on_the_next(
    cast: Cast, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "ON_PAGE", 1)
    with tenancy.organization(cast.acme.pk):
        other = factories.make_ticket("Unplaced", department=None)
    client = client_of(cast.owner)
    page = client.get(f"/acme/desk/?{TIMELINE}&lanes=department").content.decode()
    first = rows_of(page)
    [more] = re.findall(r'href="([^"]+)"[^>]*>[^<]*More groups', page)
    assert str(other.pk) not in first
    pages = [first]
    while more:
        page = client.get(more.replace("&amp;", "&")).content.decode()
        pages.append(rows_of(page))
        more = next(iter(re.findall(r'href="([^"]+)"[^>]*>[^<]*More groups', page)), "")
    assert str(other.pk) in pages[-1]
    seen = [one for rows in pages for one in rows]
    assert len(seen) == len(set(seen))


@pytest.mark.django_db
def test_days_are_set_and_taken_back_with_their_time(cast: Cast, client_of: Callable[..., Client]) -> None:
    before = now_there(cast)
    assert before.due_at
    due = before.due_at + datetime.timedelta(days=9)
    client = client_of(cast.agent)
    status, page, toast = post(client, cast, start=due.date().isoformat(), due=due.date().isoformat())
    assert status == 200
    assert bars_of(page)[str(cast.ticket.pk)]["end"] == due.date().isoformat()
    assert now_there(cast).due_at == due
    assert client.post(toast["undo"], headers=SCRIPT).status_code == 200
    assert (now_there(cast).starts_at, now_there(cast).due_at) == (None, before.due_at)
    assert post(client, cast, due="")[0] == 200
    assert now_there(cast).due_at is None
    shown = client.get(f"/acme/desk/tickets/{cast.ticket.number}/schedule", headers=SCRIPT).content.decode()
    assert 'name="start"' in shown
    for wrong in ({"due": "tomorrow"}, {"due": "0001-01-01"}, {"start": "2026-12-02", "due": "2026-12-01"}):
        assert post(client, cast, **wrong)[0] == 422
    viewer = client_of(cast.viewer)
    assert post(viewer, cast, due="2026-12-01")[0] == 403
    assert post(client_of(cast.stranger), cast, due="2026-12-01")[0] == 404
    assert "data-open" not in viewer.get(f"/acme/desk/?{TIMELINE}").content.decode()


@pytest.mark.django_db
def test_the_api_sets_them_and_a_day_by_hand_outlives_the_priority(
    cast: Cast, client_of: Callable[..., Client], token_of: Callable[..., str]
) -> None:
    headers = {"Authorization": f"Bearer {token_of(cast.agent)}"}
    address = f"/api/v1/tickets/{cast.ticket.number}"

    def patch(**changes: Any) -> tuple[int, dict[str, Any]]:
        found = Client().patch(address, json.dumps(changes), content_type="application/json", headers=headers)
        return found.status_code, found.json()

    status, found = patch(starts_at="2026-12-01T08:00:00Z", due_at="2026-12-04T16:00:00Z")
    assert status == 200, found
    assert found["starts_at"].startswith("2026-12-01T08:00")
    assert found["due_at"].startswith("2026-12-04T16:00")
    assert patch(priority="urgent")[1]["due_at"].startswith("2026-12-04T16:00")
    status, found = patch(due_at="2026-11-30T16:00:00Z")
    assert (status, list(found["fields"])) == (422, ["due_at"])
    status, found = patch(starts_at=None, due_at=None)
    assert (status, found["starts_at"], found["due_at"]) == (200, None, None)
    history = client_of(cast.agent).get(f"/acme/desk/tickets/{cast.ticket.number}").content.decode()
    assert "Due: Fri 4 Dec 2026, 16:00 → nothing" in history
    with tenancy.organization(cast.acme.pk):
        fresh = factories.make_ticket("Another", department=cast.flights)
        assert fresh.due_at
        soon = fresh.due_at
        actions.change_priority(fresh, Priority.URGENT, by=cast.agent.actor)
        assert fresh.due_at < soon


def drag_the_end(page: Any, bar: Any, *, days: int) -> None:
    bar.hover()
    box = bar.locator(".handle.right").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 38 * days + box["width"] / 2, box["y"] + 4, steps=6)
    page.mouse.up()


@pytest.mark.browser
def test_a_bar_is_dragged_and_moved_by_keys(desk: Desk, page: Any, sign_in, axe) -> None:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        ticket = factories.make_ticket("Rebook <b>the group</b>", department=cast.flights)
    due = ticket.due_at.date() if ticket.due_at else None
    assert due

    def is_due(days: int) -> bool:
        with tenancy.organization(cast.acme.pk):
            found = Ticket.objects.get(pk=ticket.pk).due_at
        return found is not None and (found.date() - due).days == days

    sign_in(cast.agent)
    page.goto(f"/acme/desk/?{TIMELINE}")
    hear(page)
    bar = page.locator(f'.bar-wrapper[data-id="{ticket.pk}"]')
    bar.wait_for()
    assert "<b>the group</b>" in bar.text_content()
    assert axe(page) == []
    drag_the_end(page, bar, days=2)
    wait_until(lambda: is_due(2), "The dragged end")
    page.locator("toast-region").get_by_role("button", name="Undo").last.click()
    wait_until(lambda: is_due(0), "Taken back")
    page.locator(f'#row-{ticket.pk}[data-due="{due.isoformat()}"]').wait_for()
    bar.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.locator("#board-said", has_text="Enter saves").wait_for(state="attached")
    page.keyboard.press("Escape")
    assert is_due(0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    wait_until(lambda: is_due(1), "The bar moved by keys")
    page.get_by_role("button", name="Month").click()
    page.locator(".lower-text").first.wait_for()
    field = page.locator(f'#row-{ticket.pk} input[name="due"]')
    field.fill((due + datetime.timedelta(days=5)).isoformat())
    page.keyboard.press("Enter")
    wait_until(lambda: is_due(5), "The day typed in the table")
