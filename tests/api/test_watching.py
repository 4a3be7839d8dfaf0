"""Watchers and mentions through the API."""

import pytest
from django.test import Client

from moondesk.conversations.actions.merging import merge_tickets
from moondesk.kit import tenancy
from moondesk.organizations.models import Member
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_a_program_watches_and_has_others_watch(cast: Cast, token_of, client: Client) -> None:
    by = {"authorization": f"Bearer {token_of(cast.agent)}"}
    place = f"/api/v1/tickets/{cast.ticket.number}/watchers"
    assert client.put(f"{place}/me", headers=by).json()["items"] == [
        {"member": str(cast.agent.member.pk), "name": "Ana Agent"}
    ]
    refused = client.put(f"{place}/{cast.other_agent.member.pk}", headers=by)
    assert (refused.status_code, refused.json()["code"]) == (422, "cannot_watch")
    assert client.put(f"{place}/{cast.stranger.member.pk}", headers=by).status_code == 404
    found = client.get("/api/v1/tickets?watched=true", headers=by).json()["items"]
    assert [one["number"] for one in found] == [f"TKT-{cast.ticket.number}"]
    assert client.delete(f"{place}/me", headers=by).status_code == 204
    assert client.get(place, headers=by).json() == {"items": []}
    assert client.get("/api/v1/tickets?watched=true", headers=by).json()["items"] == []
    assert client.get(place, headers={"authorization": f"Bearer {token_of(cast.other_agent)}"}).status_code == 404


def test_what_goes_on_in_another_is_watched_there(cast: Cast, token_of, client: Client) -> None:
    by = {"authorization": f"Bearer {token_of(cast.agent)}"}
    with tenancy.organization(cast.acme.pk):
        gone = factories.make_ticket(department=cast.flights)
    client.put(f"/api/v1/tickets/{gone.number}/watchers/me", headers=by)
    with tenancy.organization(cast.acme.pk):
        merge_tickets(cast.ticket.number, [gone.number], by=cast.agent.actor)
    found = client.get("/api/v1/tickets?watched=true", headers=by).json()["items"]
    assert [one["number"] for one in found] == [f"TKT-{cast.ticket.number}"]


def test_a_program_chooses_its_members_mails(cast: Cast, token_of, client: Client, settings) -> None:
    by = {"authorization": f"Bearer {token_of(cast.agent)}"}
    answer = client.put("/api/v1/watching", {"mails": "none"}, headers=by, content_type="application/json")
    assert answer.json() == {"mails": "none"}
    refused = client.put("/api/v1/watching", {"mails": "some"}, headers=by, content_type="application/json")
    assert refused.status_code == 422
    with tenancy.organization(cast.acme.pk):
        assert Member.objects.get(pk=cast.agent.member.pk).watch_mails == "none"


def test_naming_one_who_cannot_see_the_ticket_is_refused(cast: Cast, token_of, client: Client) -> None:
    by = {"authorization": f"Bearer {token_of(cast.agent)}"}
    place = f"/api/v1/tickets/{cast.ticket.number}/messages"
    refused = client.post(
        place, {"kind": "note", "body": "@Bo Other?"}, headers=by, content_type="application/json"
    ).json()
    assert (refused["status"], refused["code"], refused["names"]) == (422, "mention_without_access", ["Bo Other"])
    made = client.post(place, {"kind": "note", "body": "@Adam Admin?"}, headers=by, content_type="application/json")
    assert made.status_code == 201
    admin = {"authorization": f"Bearer {token_of(cast.administrator)}"}
    found = client.get("/api/v1/tickets?mentioned=true", headers=admin).json()["items"]
    assert [one["number"] for one in found] == [f"TKT-{cast.ticket.number}"]
