"""Snoozing at the desk and through the API: the menu, a moment of one's own, reminders, the view."""

import datetime
import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.tickets.actions.snoozing import MOST_REMINDERS, set_reminder, tell_if_due
from moondesk.tickets.models import Ticket
from moondesk.tickets.reminder_models import Reminder
from tests.harness.people import Cast, Person

SCRIPT = {"HX-Request": "true"}


def address(cast: Cast, verb: str = "") -> str:
    return f"/acme/desk/tickets/{cast.ticket.number}" + (f"/{verb}" if verb else "")


def ticket_of(cast: Cast) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.get(pk=cast.ticket.pk)


@pytest.mark.parametrize("script", [False, True])
@pytest.mark.parametrize("when", ["later", "tomorrow", "monday", "reply"])
def test_the_menu_snoozes_and_the_page_wakes(
    cast: Cast, client_of: Callable[[Person], Client], when: str, script: bool
) -> None:
    client, headers = client_of(cast.agent), SCRIPT if script else {}
    fields = {"version": ticket_of(cast).version, "when": when}
    answer = client.post(address(cast, "snooze"), fields, headers=headers)
    assert answer.status_code == (200 if script else 302)
    ticket = ticket_of(cast)
    assert ticket.snoozed_at is not None
    if script:
        told = json.loads(answer["HX-Trigger"])["toast"]
        assert told["text"].startswith("Snoozed until")
        assert client.post(told["undo"], headers=headers).status_code == 200
        assert ticket_of(cast).snoozed_at is None
        fields = {"version": ticket_of(cast).version, "when": when}
        assert client.post(address(cast, "snooze"), fields, headers=headers).status_code == 200
        ticket = ticket_of(cast)
    assert (ticket.snoozed_until is None) == (when == "reply")
    assert "Snoozed until" in client.get(address(cast)).content.decode()
    assert cast.ticket.number in client.get("/acme/desk/?view=snoozed").content.decode()
    assert cast.ticket.number not in client.get("/acme/desk/?view=open").content.decode()
    fields = {"version": ticket.version}
    assert client.post(address(cast, "waking"), fields, headers=headers).status_code == (200 if script else 302)
    assert cast.ticket.number in client.get("/acme/desk/?view=open").content.decode()
    assert client.post(address(cast, "snooze"), {"version": 1, "when": "never"}).status_code == 422


def test_a_moment_of_ones_own_is_by_ones_own_clock(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    client = client_of(cast.agent)
    client.cookies["moondesk_zone"] = "America/New_York"
    day = (now() + datetime.timedelta(days=40)).date().isoformat()
    assert client.post(address(cast, "snooze"), {"until": f"{day}T08:30"}).status_code == 302
    until = ticket_of(cast).snoozed_until
    assert until is not None
    assert until.minute == 30
    page = client.get(address(cast)).content.decode()
    assert re.search(r'class="toast"[^>]*data-undo="[^"]+/undo"[^>]*>.*Snoozed until', page, re.DOTALL)
    for wrong in ("", "soon", "2020-01-01T10:00", "9999-12-31T23:59"):
        answer = client.post(address(cast, "snooze"), {"until": wrong})
        assert answer.status_code == 422, wrong
        assert 'aria-invalid="true"' in answer.content.decode()


def test_reminders_are_ones_own(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    client, day = client_of(cast.agent), (now() + datetime.timedelta(days=3)).date().isoformat()
    fields = {"at": f"{day}T09:00", "note": "Call <b>Carla</b>"}
    assert client.post(address(cast, "reminders"), fields).status_code == 302
    assert "Call &lt;b&gt;Carla&lt;/b&gt;" in client.get(address(cast, "later")).content.decode()
    assert "Call &lt;b" not in client_of(cast.owner).get(address(cast, "later")).content.decode()
    with tenancy.organization(cast.acme.pk):
        reminder = Reminder.objects.get()
    removal = address(cast, f"reminders/{reminder.pk}/removal")
    assert client_of(cast.owner).post(removal).status_code == 404
    assert client.post(removal).status_code == 302
    assert client.post(removal).status_code == 404
    assert client.post(address(cast, "reminders"), {"at": "", "note": "typed"}).status_code == 422


def test_the_note_of_a_reminder_is_read_by_its_owner_alone(
    cast: Cast, client_of: Callable[[Person], Client], token_of: Callable[..., str]
) -> None:
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        reminder = set_reminder(ticket, now() + datetime.timedelta(days=1), "My own thought", by=cast.agent.actor)
        Reminder.objects.filter(pk=reminder.pk).update(at=now())
        assert tell_if_due(reminder.pk)
    for who in (cast.owner, cast.agent, cast.owner):
        page = client_of(who).get(address(cast)).content.decode()
        assert "Reminder for Ana Agent" in page
        assert ("My own thought" in page) is (who is cast.agent)
    program = Client(headers={"Authorization": f"Bearer {token_of(cast.owner)}"})
    history = program.get(f"/api/v1/tickets/TKT-{cast.ticket.number}/events").content.decode()
    assert "ticket.reminder_due" in history
    assert "My own thought" not in history


def test_too_many_reminders_are_refused_beside_the_field(
    cast: Cast, client_of: Callable[[Person], Client], token_of: Callable[..., str]
) -> None:
    moment = now() + datetime.timedelta(days=1)
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        for _number in range(MOST_REMINDERS):
            set_reminder(ticket, moment, by=cast.agent.actor)
    typed = {"at": moment.strftime("%Y-%m-%dT%H:%M"), "note": "one more"}
    answer = client_of(cast.agent).post(address(cast, "reminders"), typed)
    assert answer.status_code == 422
    assert "Take one back first" in answer.content.decode()
    assert "one more" in answer.content.decode()
    program = Client(headers={"Authorization": f"Bearer {token_of(cast.agent)}"})
    path = f"/api/v1/tickets/TKT-{cast.ticket.number}/reminders"
    refused = program.post(path, {"at": moment.isoformat()}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_reminders")


def test_the_api_snoozes_wakes_and_reminds(cast: Cast, token_of: Callable[..., str]) -> None:
    client = Client(headers={"Authorization": f"Bearer {token_of(cast.agent)}"})
    root = f"/api/v1/tickets/TKT-{cast.ticket.number}"

    def send(method: str, path: str, body: object = None) -> tuple[int, dict]:  # type: ignore[type-arg]
        data = json.dumps(body) if body is not None else ""
        answer = client.generic(method, root + path, data, content_type="application/json")
        return answer.status_code, json.loads(answer.content or b"{}")

    moment = (now() + datetime.timedelta(days=2)).isoformat()
    status, found = send("PUT", "/snooze", {"until": moment})
    assert status == 200, found
    assert found["snoozed_until"]
    assert send("PUT", "/snooze", {})[1]["snoozed_until"] is None
    assert send("PUT", "/snooze", {"until": "2020-01-01T00:00:00Z"})[1]["code"] == "invalid_ticket"
    assert send("PUT", "/snooze", {"until": "2099-01-01T00:00:00"})[0] == 422, "a moment needs its zone"
    listed = json.loads(client.get("/api/v1/tickets?snoozed=true").content)["items"]
    assert [one["number"] for one in listed] == [f"TKT-{cast.ticket.number}"]
    assert json.loads(client.get("/api/v1/tickets?snoozed=false").content)["items"] == []
    assert send("DELETE", "/snooze")[1]["snoozed_at"] is None
    status, reminder = send("POST", "/reminders", {"at": moment, "note": "x"})
    assert status == 201
    assert [one["id"] for one in send("GET", "/reminders")[1]["items"]] == [reminder["id"]]
    assert send("DELETE", f"/reminders/{reminder['id']}")[0] == 204
    assert send("DELETE", f"/reminders/{new_id()}")[1]["code"] == "reminder_not_found"
