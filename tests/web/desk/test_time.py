"""Timers and time at the desk: with and without a script, the page of time, the numbers of a ticket."""

import datetime
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from moondesk.kit import tenancy
from moondesk.timekeeping.models import TimeEntry, Timer
from tests.harness.people import Cast, Person
from tests.timekeeping.making import make_time_entry, make_timer

SCRIPT = {"HX-Request": "true"}
DESK = "/acme/desk"


@pytest.fixture
def agent(cast: Cast, client_of: Callable[[Person], Client]) -> Client:
    return client_of(cast.agent)


def at(cast: Cast) -> str:
    return f"{DESK}/tickets/{cast.ticket.number}"


def started(cast: Cast, client: Client) -> Timer:
    assert client.post(f"{at(cast)}/timer", headers=SCRIPT).status_code == 200
    with tenancy.organization(cast.acme.pk):
        return Timer.objects.get()


def entries(cast: Cast) -> list[TimeEntry]:
    with tenancy.organization(cast.acme.pk):
        return list(TimeEntry.objects.order_by("id"))


def test_a_timer_starts_and_is_seen_on_every_page(cast: Cast, agent: Client) -> None:
    answer = agent.post(f"{at(cast)}/timer", headers=SCRIPT)
    page = answer.content.decode()
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == "Your timer runs."
    for part in ("timer", "timing", "facts", "conversation", "top"):
        assert f'hx-target="#{part}"' in page
    for address in (f"{DESK}/", f"{DESK}/contacts", f"{DESK}/time", "/acme/settings/tokens", at(cast)):
        shown = agent.get(address).content.decode()
        assert f'href="{at(cast)}"' in re.search(r'<nav class="timing".*?</nav>', shown, re.DOTALL).group(), address  # type: ignore[union-attr]


def test_without_a_timer_nothing_is_shown(cast: Cast, agent: Client) -> None:
    chip = agent.get(f"{DESK}/time/running", headers=SCRIPT).content.decode()
    assert "hidden" in chip
    assert "<a" not in chip


def test_without_a_script_the_page_comes_back(cast: Cast, agent: Client) -> None:
    answer = agent.post(f"{at(cast)}/timer")
    assert answer.status_code == 302
    assert answer["Location"].startswith(at(cast))
    assert "Your timer runs." in agent.get(at(cast)).content.decode()


def test_starting_twice_says_so_and_changes_nothing(cast: Cast, agent: Client) -> None:
    timer = started(cast, agent)
    answer = agent.post(f"{at(cast)}/timer", headers=SCRIPT)
    assert answer.status_code == 409
    assert "running already" in answer.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert Timer.objects.get().running_since == timer.running_since


def test_starting_another_says_which_was_paused(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    owner = client_of(cast.owner)
    started(cast, owner)
    answer = owner.post(f"{DESK}/tickets/{cast.other_ticket.number}/timer", headers=SCRIPT)
    text = json.loads(answer["HX-Trigger"])["toast"]["text"]
    assert text == f"Your timer runs. The one on TKT-{cast.ticket.number} is paused."


@pytest.mark.parametrize("script", [True, False])
def test_stop_books_and_can_be_undone(cast: Cast, agent: Client, script: bool) -> None:
    timer, headers = started(cast, agent), SCRIPT if script else {}
    stop = f"{DESK}/time/timers/{timer.pk}/stop"
    answer = agent.post(stop, {"asked": "1", "note": "Called <b>them</b>"}, headers=headers)
    [entry] = entries(cast)
    assert (entry.minutes, entry.billable, entry.note) == (1, False, "Called <b>them</b>")
    page = answer.content.decode() if script else agent.get(answer["Location"]).content.decode()
    assert "Called &lt;b&gt;them&lt;/b&gt;" in page
    assert "1 min booked for Ana Agent" in page
    if script:
        undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
        assert agent.post(undo, headers=SCRIPT)["Location"] == at(cast)
        assert entries(cast) == []
        with tenancy.organization(cast.acme.pk):
            assert Timer.objects.get().pk == timer.pk
        assert "taken back already" in agent.get(agent.post(undo)["Location"]).content.decode()


def test_pause_and_discard(cast: Cast, agent: Client) -> None:
    timer = started(cast, agent)
    assert "paused" in agent.post(f"{DESK}/time/timers/{timer.pk}/pause", headers=SCRIPT).content.decode()
    answer = agent.post(f"{DESK}/time/timers/{timer.pk}/removal", headers=SCRIPT)
    assert entries(cast) == []
    agent.post(json.loads(answer["HX-Trigger"])["toast"]["undo"])
    with tenancy.organization(cast.acme.pk):
        assert Timer.objects.get().running_since is None


def test_a_forgotten_timer_asks_and_keeps_what_was_typed(cast: Cast, agent: Client) -> None:
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=20)):
        timer = started(cast, agent)
    assert "Still working?" in agent.get(f"{DESK}/contacts").content.decode()
    assert "How much of it was work?" in agent.get(at(cast)).content.decode()
    stop = f"{DESK}/time/timers/{timer.pk}/stop"
    answer = agent.post(stop, {"asked": "1", "note": "Kept words"}, headers=SCRIPT)
    assert answer.status_code == 409
    assert "Kept words" in answer.content.decode()
    assert agent.post(stop, {"minutes": "soon"}, headers=SCRIPT).status_code == 422
    assert entries(cast) == []
    assert agent.post(stop, {"minutes": "1:15"}, headers=SCRIPT).status_code == 200
    assert [one.minutes for one in entries(cast)] == [75]


def test_a_timer_that_is_gone_says_so(cast: Cast, agent: Client) -> None:
    timer = started(cast, agent)
    stop = f"{DESK}/time/timers/{timer.pk}/stop"
    agent.post(stop, {"ticket": cast.ticket.number})
    answer = agent.post(stop, {"ticket": cast.ticket.number}, headers=SCRIPT)
    assert answer.status_code == 404
    assert "not there any more" in answer.content.decode()
    assert len(entries(cast)) == 1


def test_time_is_booked_by_hand(cast: Cast, agent: Client) -> None:
    address = f"{at(cast)}/time"
    assert "How long" in agent.get(address).content.decode()
    wrong = agent.post(address, {"minutes": "never", "started_at": "", "note": "Kept", "billable": "on"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert 'value="Kept"' in page
    assert page.count('aria-invalid="true"') == 2
    right = agent.post(address, {"minutes": "1h 30m", "started_at": "2026-11-02T09:00", "note": "", "billable": "on"})
    assert right["Location"] == at(cast)
    [entry] = entries(cast)
    assert (entry.minutes, entry.billable, entry.from_timer) == (90, True, False)
    began = re.search(r'name="began" value="([^"]+)"', agent.get(address).content.decode())
    assert began
    untouched = {"minutes": "2h", "started_at": began[1], "began": began[1]}
    assert agent.post(address, untouched)["Location"] == at(cast)  # it ended now, so it began two hours ago
    late = agent.post(address, untouched | {"began": ""})
    assert late.status_code == 422
    assert "later than now" in late.content.decode()


def test_an_entry_is_changed_with_its_history_and_deleted_with_a_way_back(cast: Cast, agent: Client) -> None:
    with tenancy.organization(cast.acme.pk):
        entry = make_time_entry(cast.ticket, by=cast.agent.actor)
    address = f"{DESK}/time/entries/{entry.pk}"
    values = {"minutes": "40", "started_at": "2026-11-02T09:00", "billable": "on", "note": "x", "version": "1"}
    assert agent.post(address, values).status_code == 302
    page = agent.get(address).content.decode()
    assert "25 min → 40 min" in page
    stale = agent.post(address, values | {"minutes": "55"})
    assert stale.status_code == 412
    assert 'value="55"' in stale.content.decode()
    place = agent.post(f"{address}/removal")["Location"]
    assert entries(cast) == []
    undo = re.search(r'action="([^"]+/undo)"', agent.get(place).content.decode())
    assert undo
    assert agent.post(undo[1], {"place": f"{DESK}/time"})["Location"] == f"{DESK}/time"
    assert [one.minutes for one in entries(cast)] == [40]


def test_others_time_is_read_only_for_agents(cast: Cast, agent: Client, client_of: Callable[[Person], Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        entry = make_time_entry(cast.ticket, by=cast.owner.actor)
    address = f"{DESK}/time/entries/{entry.pk}"
    page = agent.get(address).content.decode()
    assert "You may change your own time only." in page
    assert "Delete" not in page
    values = {"minutes": "40", "started_at": "2026-11-02T09:00", "version": "1"}
    assert agent.post(address, values).status_code == 403
    assert agent.post(f"{address}/removal").status_code == 403
    assert client_of(cast.other_agent).get(address).status_code == 404
    assert client_of(cast.administrator).post(address, values).status_code == 302


@pytest.fixture
def booked(cast: Cast) -> Cast:
    now = datetime.datetime.now(datetime.UTC)
    with tenancy.organization(cast.acme.pk):
        make_time_entry(cast.ticket, 30, by=cast.agent.actor, started_at=now - datetime.timedelta(hours=1), note="=1+1")
        make_time_entry(cast.other_ticket, 15, by=cast.owner.actor, started_at=now - datetime.timedelta(hours=2))
    return cast


@pytest.mark.parametrize("group", ["", "agent", "ticket", "contact", "company", "department", "day", "week", "month"])
def test_the_page_of_time(booked: Cast, client_of: Callable[[Person], Client], group: str) -> None:
    page = client_of(booked.owner).get(f"{DESK}/time?period=year&group={group}").content.decode()
    assert re.search(r"Together</dt><dd class=\"num\">45 min", page)
    assert page.count("<tr data-row>") >= 1
    for address in re.findall(r'<tr data-row><td><span class="line">.*?href="([^"]+)"', page):
        inside = client_of(booked.owner).get(address.replace("&amp;", "&"))
        assert inside.status_code == 200
        assert "No time here" not in inside.content.decode(), address


def test_what_an_agent_sees_and_a_customer_does_not(
    booked: Cast, agent: Client, client_of: Callable[[Person], Client]
) -> None:
    assert "The room has no window" not in agent.get(f"{DESK}/time").content.decode()
    customer = client_of(booked.customer)
    assert customer.get(f"{DESK}/time").status_code == 404
    shown = customer.get(f"/acme/help/tickets/{booked.ticket.number}").content.decode()
    assert "30 min" not in shown
    assert "booked" not in shown


@pytest.mark.parametrize(
    ("query", "text"),
    [("agent=x", "not complete"), ("ticket=NOPE", "no such ticket"), ("customer=zzz", "No contact fits"),
     ("contact=00000000-0000-0000-0000-000000000001", "no such contact"),
     ("period=custom&from=x&to=9999-12-31", "Together"),
     ("group=colour", "Together"), ("customer=Carla", "30 min")],
)  # fmt: skip
def test_filters_that_do_not_fit_are_said(booked: Cast, agent: Client, query: str, text: str) -> None:
    answer = agent.get(f"{DESK}/time?{query}")
    assert answer.status_code == 200
    assert text in answer.content.decode()


@pytest.mark.parametrize("query", ["after=x", "after=%FF", "group=agent&after=1", "group=day&after=0"])
def test_a_page_that_is_none(booked: Cast, agent: Client, query: str) -> None:
    assert agent.get(f"{DESK}/time?{query}").status_code == 422


def test_pages_go_on(booked: Cast, agent: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from moondesk.web.desk import time_page

    monkeypatch.setattr(time_page, "PAGE", 1)
    with tenancy.organization(booked.acme.pk):
        make_time_entry(booked.ticket, 5, by=booked.agent.actor)
    first = agent.get(f"{DESK}/time?period=year").content.decode()
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older
    second = agent.get(older[1].replace("&amp;", "&")).content.decode()
    assert "30 min</td>" in second
    assert "5 min</td>" not in second.replace("35 min", "")


def test_the_table_is_taken_along(booked: Cast, agent: Client) -> None:
    answer = agent.get(f"{DESK}/time.csv?period=year")
    text = answer.getvalue().decode()
    assert text.startswith("\ufeffStarted,")
    assert "'=1+1" in text
    assert not agent.get(f"{DESK}/time.csv?period=year&bom=0").getvalue().startswith(b"\xef\xbb\xbf")


def test_numbers_come_when_they_are_opened(cast: Cast, agent: Client) -> None:
    assert "Waiting on us" not in agent.get(at(cast)).content.decode()
    part = agent.get(f"{at(cast)}/numbers", headers=SCRIPT).content.decode()
    assert part.startswith("<dl")
    assert "Waiting on us" in part
    assert "<h1>" in agent.get(f"{at(cast)}/numbers").content.decode()
    assert agent.get(f"{DESK}/tickets/{cast.other_ticket.number}/numbers").status_code == 404


def test_time_tells_open_pages_whose_it_is(in_acme: Cast) -> None:
    from moondesk.api.streams.telling import TOLD

    make_timer(in_acme.ticket, by=in_acme.agent.actor)
    names: set[Any] = {"time.timer_started", "time.entry_added"}
    assert names <= TOLD
