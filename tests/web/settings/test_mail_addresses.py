"""The addresses for mail, through the page and the API: who may, what is refused, and what is kept."""

import json
import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from moondesk.channels.models import MailAddress
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
PAGE, API = "/acme/settings/mail/addresses", "/api/v1/mail-addresses"


def ask(secret: str, method: str, path: str = "", data: Any = None) -> HttpResponse:
    body = {"data": json.dumps(data), "content_type": "application/json"} if data is not None else {}
    return getattr(Client(), method)(API + path, **body, headers={"Authorization": f"Bearer {secret}"})


def in_organization(organization: Organization) -> dict[str, MailAddress]:
    with tenancy.organization(organization.pk):
        return {one.address: one for one in MailAddress.objects.all()}


def test_an_address_is_added_changed_and_made_the_default(cast: Cast, client_of) -> None:
    client = client_of(cast.administrator)
    fields = {"address": " Rail@Acme.test ", "name": "Rail", "department": str(cast.flights.pk), "signature": "Bye"}
    assert client.post(PAGE, fields).status_code == 302
    rail = in_organization(cast.acme)["rail@acme.test"]
    assert (rail.name, rail.department_id, rail.signature, rail.is_active) == ("Rail", cast.flights.pk, "Bye", True)
    fields = {"name": "Trains", "department": "", "signature": "", "is_default": "on", "is_active": "on"}
    assert client.post(f"{PAGE}/{rail.pk}", fields).status_code == 302
    found = in_organization(cast.acme)
    assert [one.address for one in found.values() if one.is_default] == ["rail@acme.test"]
    assert (found["rail@acme.test"].name, found["rail@acme.test"].department_id) == ("Trains", None)
    with tenancy.organization(cast.acme.pk):
        told = Event.objects.filter(name="mail_address.changed", subject_id=rail.pk).order_by("id")
        assert [one.data["change"] for one in told] == ["added", "changed"]


def test_the_default_address_stays_and_one_that_had_mail_too(cast: Cast, client_of, token_of) -> None:
    with tenancy.organization(cast.acme.pk):
        default, _made = MailAddress.objects.get_or_create(address="desk@acme.test", defaults={"is_default": True})
        used = factories.make_received_mail().address
    secret = token_of(cast.owner)
    assert ask(secret, "patch", f"/{default.pk}", {"is_active": False}).json()["code"] == "mail_address_in_use"
    assert ask(secret, "delete", f"/{default.pk}").status_code == 409
    assert client_of(cast.owner).post(f"{PAGE}/{used.pk}/removal").status_code == 409
    assert ask(secret, "patch", f"/{used.pk}", {"is_active": False}).json()["is_active"] is False
    free = ask(secret, "post", data={"address": "free@acme.test"}).json()
    assert ask(secret, "delete", f"/{free['id']}").status_code == 204
    assert set(in_organization(cast.acme)) >= {"desk@acme.test"}


@pytest.mark.parametrize(
    "address", ["no address", "support+a@acme.test", "desk@globex.test", "agent's", "x" * 250 + "@acme.test", ""]
)
def test_addresses_that_cannot_be_are_refused_beside_their_field(cast: Cast, client_of, token_of, address: str) -> None:
    with tenancy.organization(cast.globex.pk):
        MailAddress.objects.create(address="desk@globex.test")
    wanted = cast.agent.user.email.upper() if address == "agent's" else address
    answer = client_of(cast.owner).post(PAGE, {"address": wanted})
    assert answer.status_code == 422
    assert 'aria-describedby="f-address-error"' in answer.content.decode()
    refused = ask(token_of(cast.owner), "post", data={"address": wanted})
    assert refused.status_code == 422


def test_taken_is_said_the_same_of_desks_and_of_people(cast: Cast, token_of) -> None:
    with tenancy.organization(cast.globex.pk):
        MailAddress.objects.create(address="desk@globex.test")
    said = {
        ask(token_of(cast.owner), "post", data={"address": wanted}).json()["detail"]
        for wanted in ("desk@globex.test", cast.stranger.user.email, cast.agent.user.email)
    }
    assert len(said) == 1


def test_addresses_of_others_are_not_there_and_agents_may_not(cast: Cast, client_of, token_of) -> None:
    with tenancy.organization(cast.globex.pk):
        foreign = MailAddress.objects.create(address="desk@globex.test")
    assert ask(token_of(cast.owner), "get", f"/{foreign.pk}").status_code == 404
    assert client_of(cast.owner).post(f"{PAGE}/{foreign.pk}/removal").status_code == 404
    assert ask(token_of(cast.owner), "patch", f"/{uuid.uuid4()}", {"name": "x"}).status_code == 404
    assert ask(token_of(cast.agent), "get").status_code == 403
    assert client_of(cast.agent).get(PAGE).status_code == 403
    assert "desk@globex.test" in in_organization(cast.globex)
