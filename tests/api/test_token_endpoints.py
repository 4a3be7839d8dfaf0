"""Tokens made, listed and revoked by programs; and programs of the organization at work."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from moondesk.api.v1 import api
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations import actions
from moondesk.organizations.errors import BadToken
from moondesk.organizations.models import ApiToken
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Permission, Role
from moondesk.organizations.token_access import token_actors
from tests.api.conftest import Program, is_problem, new_ticket
from tests.harness.people import PASSWORD, Cast

type Programs = Callable[..., Program]
VIEW = [Permission.TICKET_VIEW.value, Permission.TICKET_VIEW_ALL.value]


def of_organization(cast: Cast, scopes: list[str]) -> Program:
    with tenancy.organization(cast.acme.pk):
        return Program(actions.create_organization_token("Billing", by=cast.owner.actor, scopes=scopes).secret)


def read(response: Any) -> Any:
    return json.loads(response.content)


def test_a_token_is_made_listed_read_and_revoked(agent: Program) -> None:
    made = agent.post("/tokens", {"name": "Shop", "scopes": [Permission.TICKET_VIEW.value], "expires_in": 30})
    assert made.status_code == 201, made.content
    new = read(made)
    program = Program(new["secret"])
    assert program.get("/tickets").status_code == 200
    is_problem(program.get("/tokens"), 403, "not_allowed")
    shown = read(agent.get(made["Location"].removeprefix("/api/v1")))
    assert shown["name"] == "Shop"
    assert shown["last_used_at"]
    assert "secret" not in shown
    assert [one["name"] for one in read(agent.get("/tokens"))["items"]] == ["Shop", "Token"]
    assert agent.delete(f"/tokens/{new['id']}").status_code == 204
    is_problem(program.get("/tickets"), 401, "bad_token")
    is_problem(agent.get(f"/tokens/{new['id']}"), 404, "not_found")


def test_it_takes_the_scope_to_make_one(programs: Programs) -> None:
    narrow = programs("agent", scopes=VIEW[:1])
    found = is_problem(narrow.post("/tokens", {"name": "x"}), 403, "not_allowed")
    assert found["permission"] == Permission.TOKEN_OWN
    maker = programs("agent", scopes=[*VIEW[:1], Permission.TOKEN_OWN.value])
    is_problem(maker.post("/tokens", {"name": "x"}), 403, "more_than_own")
    wide = is_problem(
        maker.post("/tokens", {"name": "x", "scopes": [Permission.TICKET_UPDATE.value]}), 422, "invalid_organization"
    )
    assert list(wide["fields"]) == ["scopes"]
    assert maker.post("/tokens", {"name": "x", "scopes": VIEW[:1]}).status_code == 201


def test_what_does_not_fit_is_said_beside_its_field(agent: Program, owner: Program) -> None:
    for body, field in (
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x", "expires_in": 0}, "expires_in"),
        ({"name": "x", "networks": ["nowhere"]}, "networks"),
        ({"name": "x", "owner": "somebody"}, "owner"),
    ):
        response = agent.post("/tokens", body)
        assert response.status_code == 422, response.content
        assert field in read(response)["fields"]
    is_problem(agent.post("/tokens", {"name": "x", "owner": "organization", "scopes": VIEW[:1]}), 403, "not_allowed")
    found = is_problem(owner.post("/tokens", {"name": "x", "owner": "organization"}), 422, "invalid_organization")
    assert "scopes" in found["fields"]


def test_no_answer_with_a_secret_is_kept_for_a_key(agent: Program) -> None:
    is_problem(agent.post("/tokens", {"name": "x"}, Idempotency_Key="once"), 422, "invalid_header")
    assert len(read(agent.get("/tokens"))["items"]) == 1


def test_a_program_of_the_organization_works_in_its_own_name(cast: Cast, owner: Program) -> None:
    scopes = [*VIEW, "tickets:ticket:create", "tickets:ticket:on_behalf", "tickets:message:reply"]
    scopes += ["tickets:note:view", "tickets:note:create", "tickets:ticket:update", "contacts:contact:view"]
    made = owner.post("/tokens", {"name": "Billing", "owner": "organization", "scopes": scopes})
    assert made.status_code == 201, made.content
    assert read(made)["member"] is None
    program = Program(read(made)["secret"])
    me = read(program.get("/me"))
    assert (me["kind"], me["name"], me["member"]) == ("token", "Billing", None)
    opened = program.post("/tickets", new_ticket())
    assert opened.status_code == 201, opened.content
    at = opened["Location"].removeprefix("/api/v1")
    for kind in ("reply", "note"):
        said = program.post(f"{at}/messages", {"kind": kind, "body": "x"})
        assert said.status_code == 201, said.content
    assert program.patch(at, {"priority": "low"}).status_code == 200
    with tenancy.organization(cast.acme.pk):
        changed = Event.objects.filter(actor_id=read(made)["id"])
        assert {(one.actor_kind, one.actor_label, one.door) for one in changed} == {("token", "Billing", "api")}


def test_every_list_answers_a_program_of_the_organization(cast: Cast) -> None:
    every = [one.value for one in ROLE_PERMISSIONS[Role.OWNER]]
    program = of_organization(cast, every)
    paths = {
        f"{router.prefix}{path}"
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
        if any("GET" in operation.methods for operation in view.operations) and "{" not in f"{router.prefix}{path}"
    }
    assert len(paths) > 30
    for path in sorted(paths):
        assert program.get(path).status_code < 500, path
    assert [one["name"] for one in read(program.get("/tokens"))["items"]] == ["Billing"]


def test_without_an_end_it_ends_with_the_token_that_makes_it(cast: Cast, owner: Program) -> None:
    first = read(owner.post("/tokens", {"name": "First", "expires_in": 30}))
    second = read(Program(first["secret"]).post("/tokens", {"name": "Second"}))
    assert second["expires_at"] == first["expires_at"]
    found = Program(first["secret"]).post("/tokens", {"name": "Third", "expires_in": 90})
    assert "expires_in" in is_problem(found, 422, "invalid_organization")["fields"], "what was asked for is not cut"
    found = Program(first["secret"]).post("/tokens", {"name": "Third", "expires_in": None})
    assert "expires_in" in is_problem(found, 422, "invalid_organization")["fields"]
    lasting = read(owner.post("/tokens", {"name": "Lasting", "expires_in": 365}))
    usual = read(Program(lasting["secret"]).post("/tokens", {"name": "Usual"}))
    assert usual["expires_at"] < lasting["expires_at"]


def test_what_a_token_made_ends_with_it(cast: Cast, owner: Program) -> None:
    first = read(owner.post("/tokens", {"name": "First", "expires_in": None}))
    second = read(Program(first["secret"]).post("/tokens", {"name": "Second"}))
    body = {"name": "Third", "expires_in": 30, "owner": "organization", "scopes": VIEW}
    third = read(Program(second["secret"]).post("/tokens", body))
    assert Program(third["secret"]).get("/tickets").status_code == 200
    assert owner.delete(f"/tokens/{first['id']}").status_code == 204
    for made in (first, second, third):
        is_problem(Program(made["secret"]).get("/tickets"), 401, "bad_token")
    assert [one["name"] for one in read(owner.get("/tokens"))["items"]] == ["Token"]
    with tenancy.organization(cast.acme.pk):
        told = Event.objects.filter(name="token.revoked").values_list("subject_id", flat=True)
        assert sorted(map(str, told)) == sorted(one["id"] for one in (first, second, third))


def test_what_the_token_of_somebody_made_ends_when_they_leave(cast: Cast, programs: Programs) -> None:
    body = {"name": "Hidden", "owner": "organization", "scopes": VIEW}
    made = read(programs("administrator").post("/tokens", body))
    with tenancy.organization(cast.acme.pk):
        actions.set_active(cast.administrator.member, False, by=cast.owner.actor)
    is_problem(Program(made["secret"]).get("/tickets"), 401, "bad_token")


def test_a_token_revoked_meanwhile_makes_none(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        maker = actions.create_token(cast.owner.member, "x", by=cast.owner.actor)
        by = token_actors([maker.token.pk])[maker.token.pk]
        actions.revoke_token(maker.token, by=cast.owner.actor)
        with pytest.raises(BadToken):
            actions.create_token(cast.owner.member, "y", by=by)


def test_a_session_that_was_not_proven_once_more_makes_none(cast: Cast) -> None:
    cast.agent.user.set_password(PASSWORD)
    cast.agent.user.save()
    signed_in = read(Program().post("/sign-in", {"email": cast.agent.user.email, "password": PASSWORD}))
    app, acme = Program(signed_in["access_token"]), {"Moondesk_Organization": "acme"}
    assert app.get("/tokens", **acme).status_code == 200
    is_problem(app.post("/tokens", {"name": "x", "expires_in": None}, **acme), 403, "proof_needed")
    with tenancy.organization(cast.acme.pk):
        assert not ApiToken.objects.exists()
