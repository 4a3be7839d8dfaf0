"""The pages of general settings, departments and tokens, through their doors."""

import re

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.organizations.actions import create_department
from moondesk.organizations.models import ApiToken, Department, Organization
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_a_department_is_added_moved_and_removed(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    fields = {"name": "Rail", "parent": str(cast.flights.pk)}
    assert client.post("/acme/settings/departments/new", fields).status_code == 302
    with tenancy.organization(cast.acme.pk):
        rail = Department.objects.get(name="Rail")
        assert rail.parent_id == cast.flights.pk
    assert client.post(f"/acme/settings/departments/{rail.pk}", {"name": "Trains", "parent": ""}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        rail.refresh_from_db()
        assert (rail.name, rail.parent_id) == ("Trains", None)
    assert client.post(f"/acme/settings/departments/{rail.pk}/removal").status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert not Department.objects.filter(pk=rail.pk).exists()


def test_a_department_cannot_stand_below_itself(cast: Cast, client_of) -> None:
    answer = client_of(cast.owner).post(
        f"/acme/settings/departments/{cast.flights.pk}",
        {"which": str(cast.flights.pk), "name": "Flights", "parent": str(cast.flights.pk)},
    )
    assert answer.status_code == 422
    assert "A department cannot stand below itself." in answer.content.decode()


def test_a_department_with_tickets_stays(cast: Cast, client_of) -> None:
    answer = client_of(cast.owner).post(f"/acme/settings/departments/{cast.flights.pk}/removal")
    assert answer.status_code == 409
    with tenancy.organization(cast.acme.pk):
        assert Department.objects.filter(pk=cast.flights.pk).exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "flights"])
def test_a_name_that_does_not_fit_is_refused_beside_its_field(cast: Cast, client_of, name: str) -> None:
    answer = client_of(cast.owner).post("/acme/settings/departments/new", {"which": "new", "name": name, "parent": ""})
    assert answer.status_code == 422
    assert 'aria-describedby="f-name-error"' in answer.content.decode()


def test_a_parent_of_another_organization_is_not_offered(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.globex.pk):
        foreign = Department.objects.create(name="Secret")
    answer = client_of(cast.owner).post(
        "/acme/settings/departments/new", {"which": "new", "name": "Rail", "parent": str(foreign.pk)}
    )
    assert answer.status_code == 422
    assert "Secret" not in answer.content.decode()


def test_a_token_is_shown_once_and_works(cast: Cast, client_of) -> None:
    client = client_of(cast.agent)
    answer = client.post("/acme/settings/tokens", {"name": "Booking system", "days": "30"})
    secret = re.search(r"mdk_[\w-]{40,}", answer.content.decode()).group()
    assert secret not in client.get("/acme/settings/tokens").content.decode()
    me = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert me.status_code == 200


def test_an_agent_sees_and_revokes_only_their_own_tokens(cast: Cast, client_of, token_of) -> None:
    token_of(cast.owner)
    with tenancy.organization(cast.acme.pk):
        theirs = ApiToken.objects.get()
    client = client_of(cast.agent)
    assert theirs.prefix not in client.get("/acme/settings/tokens").content.decode()
    assert client.post(f"/acme/settings/tokens/{theirs.pk}/revocation").status_code == 404
    assert client_of(cast.owner).post(f"/acme/settings/tokens/{theirs.pk}/revocation").status_code == 302


def test_general_settings_are_saved_and_refused(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    good = {"name": "Acme Trips", "language": "es", "time_zone": "Europe/Madrid"}
    assert client.post("/acme/settings/organization", good).status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Organization.objects.get().name == "Acme Trips"
    assert client.post("/acme/settings/organization", good | {"undo_seconds": "60"}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Organization.objects.get().undo_seconds == 60
    wrong = (
        ("name", " "),
        ("language", "xx"),
        ("time_zone", "Mars/Olympus"),
        ("undo_seconds", "7"),
        ("undo_seconds", "x"),
    )
    for field, value in wrong:
        answer = client.post("/acme/settings/organization", good | {field: value})
        assert answer.status_code == 422, field
        assert f'id="f-{field}-error"' in answer.content.decode()


def test_who_types_is_told_who_changed_the_settings(cast: Cast, client_of) -> None:
    address, owner, agent = "/acme/settings/changed", client_of(cast.owner), client_of(cast.agent)
    with tenancy.organization(cast.acme.pk):
        create_department("Rail", by=cast.owner.actor)
    assert owner.get(address).json()["text"].startswith("You changed the settings elsewhere")
    assert agent.get(address).json()["text"].startswith(f"{cast.owner.member.name} changed the settings")
    assert client_of(cast.stranger).get(address).status_code == 404
    assert cast.owner.member.name not in client_of(cast.stranger).get("/globex/settings/changed").json()["text"]


def test_a_token_of_the_organization_is_made_by_who_manages_tokens(cast: Cast, client_of) -> None:
    wanted = {"name": "Billing", "days": "365", "owner": "organization", "scopes": ["contacts:contact:view"]}
    assert client_of(cast.agent).post("/acme/settings/tokens", wanted).status_code == 403
    assert 'name="owner"' not in client_of(cast.agent).get("/acme/settings/tokens").content.decode()
    owner = client_of(cast.owner)
    wrong = owner.post("/acme/settings/tokens", wanted | {"scopes": []})
    assert wrong.status_code == 422
    assert "Choose what the token may do." in wrong.content.decode()
    answer = owner.post("/acme/settings/tokens", wanted)
    secret = re.search(r"mdk_[\w-]{40,}", answer.content.decode()).group()
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/contacts", headers=headers).status_code == 200
    with tenancy.organization(cast.acme.pk):
        token = ApiToken.objects.get()
    page = client_of(cast.administrator).get("/acme/settings/tokens").content.decode()
    assert "Billing" in page
    assert "Organization</span>" in page
    assert client_of(cast.administrator).post(f"/acme/settings/tokens/{token.pk}/revocation").status_code == 302
    assert Client().get("/api/v1/contacts", headers=headers).status_code == 401
