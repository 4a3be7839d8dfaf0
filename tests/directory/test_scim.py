"""The SCIM service, by the tester of the people who write its library, and by what no tester of protocols knows."""

import json
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from moondesk.directory.models import DirectoryPerson
from moondesk.kit import tenancy
from moondesk.organizations.permissions import Permission
from tests import factories
from tests.harness.people import Cast, make_cast


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast where the handler of requests, which closes connections, finds it."""
    return make_cast()


@pytest.fixture
def token(committed: Cast) -> str:
    cast = committed
    with tenancy.organization(cast.acme.pk):
        made = factories.make_token(cast.owner.member, scopes=[Permission.DIRECTORY_SYNC.value])
        return str(made.secret)


def test_the_tester_of_the_protocol_finds_nothing(token: str) -> None:
    scim = WSGISCIMClient(
        WSGIHandler(), base_url="http://testserver/scim/v2", headers={"Authorization": f"Bearer {token}"}
    )
    results = check_server(scim)
    wrong = [f"{one.title} {one.resource_type}: {one.reason}" for one in results if one.status is Status.ERROR]
    assert wrong == [], "\n".join(wrong)
    assert len(results) > 100


def _write(client: Client, path: str, body: dict[str, Any], method: str = "post") -> dict[str, Any]:
    kind = "application/json" if path.startswith("/api") else "application/scim+json"
    answer = getattr(client, method)(path, json.dumps(body), content_type=kind)
    assert answer.status_code in (200, 201), answer.content
    return dict(answer.json())


def _look_and_decide(admin: Client, person_id: str) -> None:
    entries = admin.get("/api/v1/directory/entries").json()["items"]
    assert [(one["done"], one["new"]["departments"]) for one in entries] == [("invited", ["Flights"])]
    person = f"/api/v1/directory/people/{person_id}"
    assert _write(admin, f"{person}/exclusion", {}, "put")["step"] == "outside"
    assert admin.delete(f"{person}/exclusion").json()["step"] == "invited"
    assert admin.post(f"{person}/return").status_code == 409
    tried = _write(admin, "/api/v1/directory/trial", {"rules": []})
    assert (tried["steps"]["outside"], tried["people"]) == (1, [])


def _order_rules(admin: Client, first: str) -> None:
    everyone = _write(admin, "/api/v1/directory/rules", {"kind": "everyone", "role": "viewer"})
    order = _write(admin, "/api/v1/directory/rules/order", {"rules": [everyone["id"], first]}, "put")
    assert [one["id"] for one in order["items"]] == [everyone["id"], first]
    path = f"/api/v1/directory/rules/{everyone['id']}"
    assert _write(admin, path, {"kind": "group", "value": "Crew", "role": "viewer"}, "put")["value"] == "Crew"
    assert admin.delete(path).status_code == 204


def test_a_directory_set_up_and_followed_through_the_api(committed: Cast, token: str) -> None:
    """An identity provider writes a person and a group; an administrator's program decides what becomes of them."""
    cast = committed
    with tenancy.organization(cast.acme.pk):
        secret = factories.make_token(cast.owner.member).secret
    admin = Client(headers={"Authorization": f"Bearer {secret}"})
    scim = Client(headers={"Authorization": f"Bearer {token}"})

    emails = [{"value": "paula@elsewhere-travel.com"}]
    user = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "paula", "emails": emails}
    paula = _write(scim, "/scim/v2/Users", user)
    assert _write(admin, "/api/v1/directory", {"is_on": True}, "put")["steps"]["outside"] == 1
    group = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Support"}
    _write(scim, "/scim/v2/Groups", group | {"members": [{"value": paula["id"]}]})
    rule = {"kind": "group", "value": "Support", "role": "support_agent", "department": str(cast.flights.pk)}
    made = _write(admin, "/api/v1/directory/rules", rule)
    shown = admin.get("/api/v1/directory/people").json()["items"][0]
    assert (shown["step"], shown["role"], shown["groups"]) == ("invited", "support_agent", ["support"])
    assert admin.get("/api/v1/directory/groups").json()["items"][0]["people"] == 1
    _look_and_decide(admin, shown["id"])
    _order_rules(admin, made["id"])
    assert admin.delete(f"/api/v1/directory/rules/{made['id']}").status_code == 204
    assert admin.post(f"/api/v1/directory/people/{shown['id']}/connection").status_code == 409
    assert scim.get("/api/v1/directory").status_code == 403
    found = scim.get("/scim/v2/Users", {"filter": 'userName eq "PAULA"'}).json()
    assert (found["totalResults"], found["Resources"][0]["groups"][0]["display"]) == (1, "Support")
    with tenancy.organization(cast.globex.pk):
        other = factories.make_token(cast.stranger.member).secret
    stranger = Client(headers={"Authorization": f"Bearer {other}"})
    assert stranger.get(f"/scim/v2/Users/{paula['id']}").status_code == 404
    assert Client().get("/scim/v2/Users").status_code == 401
    patch = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}
    wrong = patch | {"Operations": [{"op": "replace", "path": "shoeSize", "value": 42}]}
    answer = scim.patch(f"/scim/v2/Users/{paula['id']}", json.dumps(wrong), content_type="application/scim+json")
    assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidPath")


def test_a_page_has_an_end(committed: Cast, token: str) -> None:
    """However many are asked for; the total is of all, and a search has pages too."""
    with tenancy.organization(committed.acme.pk):
        many = [
            DirectoryPerson(source="scim", user_name=f"n{n:03}", document={"userName": f"n{n:03}"}) for n in range(203)
        ]
        DirectoryPerson.objects.bulk_create(many)
    scim = Client(headers={"Authorization": f"Bearer {token}"})

    def ask(**query: Any) -> tuple[int, int, str]:
        found = scim.get("/scim/v2/Users", query).json()
        return found["totalResults"], len(found["Resources"]), found["Resources"][0]["userName"]

    assert ask(count=1000) == (203, 200, "n000")
    assert ask(startIndex=202, count=1000) == (203, 2, "n201")
    assert ask(filter='userName sw "n2"', count=1000) == (3, 3, "n200")
    assert ask(filter='userName sw "n"', startIndex=203) == (203, 1, "n202")
