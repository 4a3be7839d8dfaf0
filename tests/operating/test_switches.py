"""Features that the operator switches off for one organization: each of its doors says so, and others stay open."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from moondesk.accounts.models import User
from moondesk.audit.models import InstallationEntry
from moondesk.directory.pull.running import is_open
from moondesk.events.models import Event
from moondesk.exports.actions import NewExport, start_export
from moondesk.exports.actions.writing import write_export
from moondesk.exports.rules import ExportFormat, ExportState
from moondesk.kit import tenancy
from moondesk.operating.actions import make_operator, switch_features
from moondesk.organizations.errors import FeatureOff
from moondesk.organizations.features import FEATURES, Feature, feature_at
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.portals.actions import PortalEdit, change_portal
from moondesk.portals.queries import home_of
from moondesk.tickets.list_query import ListQuery
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.names import Names
from tests.harness.people import Cast
from tests.portals.test_domain import at, served
from tests.web.console_doors import give_second_factor, show_second_factor

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-7000-8000-000000000000"
ADDRESSES = tomllib.loads((Path(__file__).parents[1] / "guards" / "access.toml").read_text())
"""Every address that there is, by its method."""


def place_of(address: str) -> str:
    """Return an address as the table of doors has it: without the organization."""
    return address.removeprefix("/{slug}").strip("/")


def doors() -> list[tuple[Feature, str, str]]:
    found = []
    for row in ADDRESSES:
        method, address = row.split(" ")
        feature = feature_at(place_of(address))
        # Those of the public API ask by themselves, and are asked below with what they need.
        if feature is not None and not address.startswith("/api/v1/public/"):
            found.append((feature, method, address))
    return found


def filled(address: str, slug: str) -> str:
    path = address.replace("{slug}", slug).replace("{key}", "contact")
    for name in {part.strip("{}") for part in path.split("/") if part.startswith("{")}:
        path = path.replace(f"{{{name}}}", NOBODY)
    return path


def ask(client: Client, token: str, method: str, address: str, slug: str) -> Any:
    path = filled(address, slug)
    if address.startswith("/api/"):
        return Program(token).send(method, path.removeprefix("/api/v1"), {} if method in ("PUT", "PATCH") else None)
    return client.generic(method, path)


def code_of(response: Any) -> str:
    if response.headers.get("Content-Type", "").startswith("application/problem+json"):
        return str(json.loads(response.content)["code"])
    return str(response.headers.get("Moondesk-Error", ""))


@pytest.fixture
def olga(cast: Cast) -> User:
    user = factories.make_user("olga@operator.test", name="Olga Operator")
    make_operator(user.email)
    give_second_factor(user)
    return user


@pytest.fixture
def operator(olga: User) -> Client:
    client = Client()
    client.force_login(olga)
    show_second_factor(client, olga)
    return client


def off(cast: Cast, *features: Feature) -> None:
    """Let just these be off in acme, without the console."""
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(features_off=[one.value for one in features])


def kept(cast: Cast) -> list[str]:
    with tenancy.organization(cast.acme.pk):
        return list(Organization.objects.get().features_off)


def test_the_longest_beginning_says_which_feature_it_is() -> None:
    assert feature_at("settings/public-api") is Feature.PUBLIC_API
    assert feature_at("/settings/web-forms/") is Feature.WEB_FORMS
    assert feature_at("settings/web-forms-of-others") is None
    assert feature_at("api/v1/public-api-sites") is feature_at("api/v1/public/acme/tickets") is Feature.PUBLIC_API
    assert feature_at("settings") is None


def test_the_table_names_addresses_that_there_are() -> None:
    there = {place_of(row.split(" ")[1]) for row in ADDRESSES}
    for about in FEATURES.values():
        for door in about.doors:
            assert any(one == door or one.startswith(f"{door}/") for one in there), door


@pytest.mark.parametrize("feature", Feature)
def test_each_door_of_a_feature_says_so_and_no_other(
    feature: Feature, cast: Cast, client_of: Any, token_of: Any
) -> None:
    owner, token = client_of(cast.owner), token_of(cast.owner)
    stranger, strange_token = client_of(cast.stranger), token_of(cast.stranger)
    off(cast, feature)
    closed = set()
    for whose, method, address in doors():
        if whose is not feature and method != "GET":
            continue
        response = ask(owner, token, method, address, "acme")
        if whose is not feature:
            assert code_of(response) != "feature_off", (method, address)
            continue
        if response.status_code != 405:
            assert (response.status_code, code_of(response)) == (403, "feature_off"), (method, address)
            closed.add(address)
        if method == "GET":
            elsewhere = ask(stranger, strange_token, method, address, "globex")
            assert code_of(elsewhere) != "feature_off", (method, address)
    assert closed == {address for whose, _method, address in doors() if whose is feature}
    off(cast)
    for whose, method, address in doors():
        if whose is feature and method == "GET":
            assert code_of(ask(owner, token, method, address, "acme")) != "feature_off", address


def test_a_settings_page_says_it_in_words_inside_the_desk(cast: Cast, client_of: Any) -> None:
    off(cast, Feature.DIRECTORY)
    page = client_of(cast.owner).get("/acme/settings/directory", headers={"Accept-Language": "en"})
    assert page.status_code == 403
    text = page.content.decode()
    assert "Directory of people: whoever runs this installation has switched this off here." in text
    assert 'href="/acme/desk/' in text
    assert "permission" not in code_of(client_of(cast.viewer).get("/acme/settings/directory"))
    assert code_of(client_of(cast.viewer).get("/acme/settings/directory")) == "not_allowed", "rights are asked first"


def test_the_public_api_is_closed_by_its_own_doors(cast: Cast) -> None:
    secret = {"Moondesk-Ticket-Secret": cast.link}
    ticket = f"/public/acme/tickets/TKT-{cast.ticket.number}"
    written = {"email": "a@b.test", "name": "A", "subject": "S", "description": "D"}
    assert Program().get(ticket, **secret).status_code == 200
    off(cast, Feature.PUBLIC_API)
    is_problem(Program().get(ticket, **secret), 403, "feature_off")
    said = is_problem(Program().post("/public/acme/tickets", written), 403, "feature_off")
    assert said["feature"] == "public_api"
    assert Program().post("/public/globex/tickets", written).status_code == 201
    assert Client().get(f"/acme/help/t/{cast.link}").status_code == 200, "links in mails go on"
    off(cast)
    assert Program().post("/public/acme/tickets", written).status_code == 201


def test_scim_is_refused_and_nothing_is_read_by_the_clock(cast: Cast, token_of: Any) -> None:
    token = token_of(cast.owner, scopes=[Permission.DIRECTORY_SYNC.value])

    def users() -> Any:
        return Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer {token}"})

    assert users().status_code == 200
    off(cast, Feature.DIRECTORY)
    refused = users()
    assert refused.status_code == 403
    assert "switched this off" in json.loads(refused.content)["detail"]
    with tenancy.organization(cast.acme.pk):
        assert not is_open()
    with tenancy.organization(cast.globex.pk):
        assert is_open()


def test_apps_are_refused_and_tokens_go_on(cast: Cast, token_of: Any) -> None:
    user = cast.agent.user
    user.set_password("eleven quiet herons wade")
    user.save()
    given = {"email": user.email, "password": "eleven quiet herons wade"}
    app = Program(json.loads(Program().post("/sign-in", given).content)["access_token"])
    assert app.get("/me", Moondesk_Organization="acme").status_code == 200
    off(cast, Feature.APPS)
    is_problem(app.get("/me", Moondesk_Organization="acme"), 403, "feature_off")
    assert Program(token_of(cast.agent)).get("/me").status_code == 200


def test_an_export_under_way_stops(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        export = start_export(NewExport(ExportFormat.JSON, ListQuery()), by=cast.agent.actor)
    off(cast, Feature.EXPORTS)
    write_export(cast.acme.pk, export.pk)
    with tenancy.organization(cast.acme.pk):
        export.refresh_from_db()
        assert export.state == ExportState.FAILED
        assert "switched this off" in export.problem


@pytest.mark.django_db(transaction=True)
def test_an_own_domain_leads_back_to_the_installations_address(cast: Cast, names: Names) -> None:
    served(names, cast.owner, is_used=True)
    assert at(f"/t/{cast.link}").status_code == 200
    off(cast, Feature.OWN_DOMAIN)
    led = at(f"/t/{cast.link}?from=mail")
    assert led.status_code == 302
    assert led["Location"].endswith(f"/acme/help/t/{cast.link}?from=mail")
    assert Client().get(f"/acme/help/t/{cast.link}").status_code == 200, "and it stays there"
    with tenancy.organization(cast.acme.pk):
        assert home_of(Organization.objects.get()).endswith("/acme/help")
        with pytest.raises(FeatureOff):
            change_portal(PortalEdit(domain="other.acme-travel.test"), by=cast.owner.actor)
        change_portal(PortalEdit(sign_in_links=False), by=cast.owner.actor)
    off(cast)
    assert at("/").status_code == 200


def test_the_console_switches_looks_once_more_and_takes_back(cast: Cast, client_of: Any, operator: Client) -> None:
    page = f"/console/organizations/{cast.acme.pk}/features"
    on = [one.value for one in Feature if one is not Feature.EXPORTS]
    sent = {"do": "look", "on": on, "reason": "Too much at once"}
    assert client_of(cast.owner).post(page, sent).status_code == 404
    assert operator.post(page, sent | {"reason": " "}).status_code == 422
    nothing = operator.post(page, sent | {"on": [one.value for one in Feature]})
    assert nothing.status_code == 422
    assert "Move a switch first" in nothing.content.decode()
    asked = operator.post(page, sent)
    assert asked.status_code == 200
    assert "Exports of tickets: off" in asked.content.decode()
    assert kept(cast) == [], "nothing holds before it is confirmed"
    assert operator.post(page, sent | {"do": "confirm"}).status_code == 302
    assert kept(cast) == ["exports"]
    assert client_of(cast.owner).get("/acme/desk/exports").status_code == 403
    assert client_of(cast.stranger).get("/globex/desk/exports").status_code == 200
    assert "Exports of tickets" in operator.get(f"/console/organizations/{cast.acme.pk}").content.decode()
    assert operator.post(page, sent | {"do": "confirm", "on": []}).status_code == 409, "it was switched meanwhile"
    with tenancy.organization(cast.acme.pk):
        told = Event.objects.get(name="organization.features_switched")
    assert (told.actor_kind, told.data["before"], told.data["after"]) == (
        "operator",
        {"exports": "on"},
        {"exports": "off"},
    )
    log = client_of(cast.owner).get("/acme/settings/audit?what=organization").content.decode()
    assert "features switched by the operator" in log
    assert "Olga Operator" in log
    assert "Too much at once" in client_of(cast.owner).get(f"/acme/settings/audit/{told.pk}").content.decode()
    entry = InstallationEntry.objects.get(name="organization.features_switched")
    assert (entry.data["organization"], entry.data["reason"]) == ("acme", "Too much at once")
    assert operator.post(page, {"do": "undo", "event": str(told.pk)}).status_code == 302
    assert kept(cast) == []
    assert operator.post(page, {"do": "undo", "event": str(told.pk)}).status_code == 409
    assert operator.post(page, {"do": "undo", "event": "x"}).status_code == 422
    assert operator.get(f"/console/organizations/{NOBODY}/features").status_code == 404


def test_what_was_kept_of_an_unknown_feature_stays(cast: Cast, olga: User) -> None:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(features_off=["telepathy"])
    switch_features(cast.acme.pk, [Feature.APPS], "Why not", seen=[], user=olga)
    assert kept(cast) == ["apps", "telepathy"]
