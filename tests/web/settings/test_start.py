"""The first steps of a new organization: where they lead, and that they check themselves off."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.conversations.actions import reply_to_customer
from moondesk.kit import tenancy
from moondesk.organizations.actions import create_department, invite_member
from moondesk.organizations.models import Organization
from moondesk.organizations.queries import member_actor, member_of, organization_id_of
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
type ClientOf = Callable[..., Client]
NEW = {"name": "Nora's Bikes", "slug": "nora", "language": "en", "time_zone": "Europe/Madrid"}


def founded(cast: Cast, client_of: ClientOf) -> tuple[Client, uuid.UUID]:
    """Return the founder's browser after a new organization, and the organization's id."""
    client = client_of(cast.stranger)
    assert client.post("/organizations/new", NEW)["Location"] == "/nora/settings/setup"
    return client, organization_id_of("nora")


def done(client: Client, path: str = "/nora/settings/start") -> str:
    page = client.get(path).content.decode()
    return next((f"{count} of 6" for count in range(7) if f"{count} of 6 done" in page), "")


def test_a_new_organization_begins_with_its_first_steps(cast: Cast, client_of: ClientOf) -> None:
    client, _own = founded(cast, client_of)
    page = client.get("/nora/settings/start").content.decode()
    assert done(client) == "0 of 6"
    for href in ("/nora/settings/departments", "/nora/settings/members", "/nora/help/new", "/nora/desk/?view=open"):
        assert f'href="{href}"' in page
        assert client.get(href).status_code == 200
    assert "support@nora." in page
    assert page.count("data-copy=") == 2
    assert done(client, "/nora/desk/") == "0 of 6", "the desk shows them, too, while it is empty"


def test_the_steps_check_themselves_off(cast: Cast, client_of: ClientOf) -> None:
    client, own = founded(cast, client_of)
    seen: list[Any] = []
    with tenancy.organization(own):
        member = member_of(cast.stranger.user)
        assert member is not None
        by = member_actor(member)
        create_department("Shop", by=by)
    seen.append(done(client))
    with tenancy.organization(own):
        invite_member("max@nora.test", "support_agent", by=by)
    seen.append(done(client))
    with tenancy.organization(own):
        ticket = factories.make_ticket()
    seen.append(done(client))
    assert seen == ["1 of 6", "2 of 6", "3 of 6"]
    assert done(client, "/nora/desk/?view=all") == "3 of 6"
    with tenancy.organization(own):
        reply_to_customer(Ticket.objects.get(pk=ticket.pk), "Come by at noon.", by=by)
    assert done(client) == "4 of 6"
    assert done(client, "/nora/desk/?view=all") == "", "the rest can wait"
    with tenancy.organization(own):
        Organization.objects.update(brand_hue=10)
        factories.make_received_mail()
    assert done(client) == "6 of 6"
    assert "All of it is done." in client.get("/nora/settings/start").content.decode()
    assert done(client, "/nora/desk/?view=all") == "", "nothing is left to do"


def test_they_can_be_put_away_for_all(cast: Cast, client_of: ClientOf) -> None:
    client, _own = founded(cast, client_of)
    assert client.get("/nora/settings/start/closing").status_code == 405
    assert client.post("/nora/settings/start/closing")["Location"] == "/nora/desk/"
    assert done(client, "/nora/desk/") == ""
    page = client.get("/nora/desk/?view=all").content.decode()
    assert "Nobody has written yet" in page
    assert "/nora/help/new" in page, "the empty list still says where requests come in"
    assert done(client) == "0 of 6", "their own page keeps them"
    assert "/nora/settings/start/closing" not in client.get("/nora/settings/start").content.decode()


def test_only_those_who_can_take_them_see_them(cast: Cast, client_of: ClientOf) -> None:
    for person in (cast.agent, cast.viewer):
        assert client_of(person).get("/acme/settings/start").status_code == 403
        assert client_of(person).post("/acme/settings/start/closing").status_code == 403
    assert client_of(cast.stranger).get("/acme/settings/start").status_code == 404


@pytest.mark.parametrize("path", ["/nora/desk/?view=all&layout=table", "/nora/desk/contacts"])
def test_an_empty_page_says_where_requests_come_in(cast: Cast, client_of: ClientOf, path: str) -> None:
    client, _own = founded(cast, client_of)
    client.post("/nora/settings/start/closing")
    page = client.get(path).content.decode()
    assert "/nora/help/new" in page
    assert "support@nora." in page


def test_one_who_is_alone_is_told_how_to_invite(cast: Cast, client_of: ClientOf) -> None:
    client, _own = founded(cast, client_of)
    assert "Only you so far" in client.get("/nora/settings/members").content.decode()
    assert "Only you so far" not in client_of(cast.owner).get("/acme/settings/members").content.decode()


def test_settings_alone_lead_to_the_first_page_one_may_open(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.owner).get("/acme/settings/")["Location"] == "/acme/settings/organization"
    assert client_of(cast.viewer).get("/acme/settings/")["Location"] == "/acme/settings/tokens"
