"""Deleting and archiving at the desk, the way back, and the list of what was deleted."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.conversations.actions.merging import merge_tickets
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast, Person

SCRIPT = {"HX-Request": "true"}


def address(cast: Cast, verb: str = "") -> str:
    return f"/acme/desk/tickets/{cast.ticket.number}" + (f"/{verb}" if verb else "")


@pytest.mark.parametrize("script", [False, True])
def test_a_deleted_ticket_comes_back_by_the_toast(
    cast: Cast, client_of: Callable[[Person], Client], script: bool
) -> None:
    client = client_of(cast.owner)
    fields = {"version": cast.ticket.version}
    answer = client.post(address(cast, "deletion"), fields, headers=SCRIPT if script else {}, follow=True)
    page = answer.content.decode()
    undo = re.search(r'data-undo="(/[^"]+)"', page)
    assert undo, page
    assert client.get(address(cast)).status_code == 404
    assert client.post(undo[1], headers=SCRIPT if script else {}).status_code == 302
    assert client.get(address(cast)).status_code == 200


def test_a_link_of_a_deleted_ticket_is_dead(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    link = f"/acme/help/t/{cast.link}"
    assert Client().get(link).status_code == 200
    client_of(cast.owner).post(address(cast, "deletion"), {"version": cast.ticket.version})
    assert Client().get(link).status_code == 404
    assert client_of(cast.customer).get(f"/acme/help/tickets/{cast.ticket.number}").status_code == 404


def test_an_old_form_deletes_nothing(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    answer = client_of(cast.owner).post(address(cast, "deletion"), {"version": cast.ticket.version - 1})
    assert answer.status_code == 412
    assert client_of(cast.owner).post(address(cast, "deletion")).status_code == 422
    assert client_of(cast.agent).post(address(cast, "deletion"), {"version": 1}).status_code == 403


@pytest.mark.parametrize("script", [False, True])
def test_a_ticket_in_which_others_go_on_stays(cast: Cast, client_of: Callable[[Person], Client], script: bool) -> None:
    with tenancy.organization(cast.acme.pk):
        merge_tickets(cast.ticket.number, [cast.other_ticket.number], by=cast.owner.actor)
        version = Ticket.objects.get(pk=cast.ticket.pk).version
    client = client_of(cast.owner)
    answer = client.post(address(cast, "deletion"), {"version": version}, headers=SCRIPT if script else {})
    assert answer.status_code == 409
    assert "Unmerge first" in answer.content.decode()
    assert client.get(address(cast)).status_code == 200


def test_what_was_deleted_is_listed_restored_and_purged(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    client = client_of(cast.owner)
    client.post(address(cast, "deletion"), {"version": cast.ticket.version})
    page = client.get("/acme/settings/trash").content.decode()
    assert cast.ticket.number in page
    assert cast.owner.member is not None
    assert cast.owner.member.name in page
    assert client_of(cast.agent).get("/acme/settings/trash").status_code == 403
    assert client_of(cast.stranger).post(f"/acme/settings/trash/{cast.ticket.number}/purge").status_code == 404
    assert client.post(f"/acme/settings/trash/{cast.ticket.number}/restoration").status_code == 302
    assert client.get(address(cast)).status_code == 200
    assert client.post(f"/acme/settings/trash/{cast.ticket.number}/purge").status_code == 404
    with tenancy.organization(cast.acme.pk):
        version = Ticket.objects.get(pk=cast.ticket.pk).version
    client.post(address(cast, "deletion"), {"version": version})
    assert client.post(f"/acme/settings/trash/{cast.ticket.number}/purge").status_code == 302
    page = client.get("/acme/settings/trash").content.decode()
    assert "Gone for good" in page
    with tenancy.organization(cast.acme.pk):
        assert not Ticket.objects.filter(pk=cast.ticket.pk).exists()


def test_a_closed_ticket_is_archived_and_back(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    client = client_of(cast.agent)

    def post(verb: str, **fields: str) -> int:
        with tenancy.organization(cast.acme.pk):
            version = Ticket.objects.get(pk=cast.ticket.pk).version
        return client.post(address(cast, verb), {"version": version, **fields}).status_code

    assert post("archive") == 409
    assert post("status", status="closed") == 302
    assert "Archive" in client.get(address(cast)).content.decode()
    assert post("archive") == 302
    assert cast.ticket.number not in client.get("/acme/desk/?view=all").content.decode()
    assert cast.ticket.number in client.get("/acme/desk/?view=all&archived=true").content.decode()
    assert "Take out of the archive" in client.get(address(cast)).content.decode()
    assert post("archive/return") == 302
    assert cast.ticket.number in client.get("/acme/desk/?view=all").content.decode()
