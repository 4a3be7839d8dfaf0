"""Who gets in: tokens, sessions, scopes, limits."""

import datetime
import json
from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.organizations.actions import revoke_token
from moondesk.organizations.models import ApiToken, Member
from moondesk.organizations.permissions import Permission
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast


def test_all_bad_tokens_look_the_same(cast: Cast, token_of: Callable[..., str]) -> None:
    with tenancy.organization(cast.acme.pk):
        revoked = factories.make_token(cast.agent.member)
        revoke_token(revoked.token, by=cast.agent.actor)
        gone = factories.make_token(cast.other_agent.member).secret
        Member.objects.filter(pk=cast.other_agent.member.pk).update(is_active=False)  # type: ignore[union-attr]
    secrets = ["", "mdk_", "mdk_wrong", "x", revoked.secret, gone]
    secrets.append(token_of(cast.agent, expires_in=datetime.timedelta(seconds=-1)))
    texts = set()
    for secret in secrets:
        response = Program().get("/tickets", **({"Authorization": f"Bearer {secret}"} if secret else {}))
        is_problem(response, 401, "bad_token")
        assert response["WWW-Authenticate"] == 'Bearer realm="Moondesk"'
        texts.add(response.content)
    texts.add(Program().get("/tickets", Authorization="Basic YTpi").content)
    assert len(texts) == 1


def test_a_token_in_the_address_is_nothing(agent: Program, cast: Cast) -> None:
    is_problem(Program().get(f"/tickets?access_token={agent.token}"), 401, "bad_token")


def test_a_token_stays_in_its_organization(programs, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    stranger = programs("stranger")
    items = json.loads(stranger.get("/tickets", Moondesk_Organization="acme").content)["items"]
    assert [one["subject"] for one in items] == ["Something of globex"]
    is_problem(stranger.get(f"/tickets/TKT-{cast.ticket.number}"), 404, "ticket_not_found")


def test_a_missing_scope_is_named(programs) -> None:  # type: ignore[no-untyped-def]
    narrow = programs("owner", scopes=[Permission.TICKET_VIEW.value])
    assert narrow.get("/tickets").status_code == 200
    found = is_problem(narrow.get("/contacts"), 403, "not_allowed")
    assert found["permission"] == "contacts:contact:view"
    found = is_problem(programs("viewer").post("/departments", {"name": "x"}), 403, "not_allowed")
    assert found["permission"] == "organizations:department:manage"


def test_the_use_of_a_token_is_written_down_once_a_minute(cast: Cast, agent: Program) -> None:
    assert agent.get("/me").status_code == 200
    with tenancy.organization(cast.acme.pk):
        first = ApiToken.objects.get(member=cast.agent.member).last_used_at
        assert first is not None
    agent.get("/me")
    is_problem(agent.get("/tickets/TKT-000000"), 404, "ticket_not_found")
    with tenancy.organization(cast.acme.pk):
        assert ApiToken.objects.get(member=cast.agent.member).last_used_at == first
        ApiToken.objects.update(last_used_at=first - datetime.timedelta(minutes=2))
    is_problem(agent.get("/tickets/TKT-000000"), 404, "ticket_not_found")
    with tenancy.organization(cast.acme.pk):
        later = ApiToken.objects.get(member=cast.agent.member).last_used_at
        assert later is not None
        assert later > first - datetime.timedelta(minutes=1)


def test_me_says_who_and_what(agent: Program, cast: Cast) -> None:
    me = json.loads(agent.get("/me").content)
    assert me["member"]["email"] == "ana@acme.test"
    assert me["member"]["departments"] == [str(cast.flights.pk)]
    assert me["organization"]["slug"] == "acme"
    assert "tickets:ticket:update" in me["permissions"]
    assert "organizations:token:manage" not in me["permissions"]


def test_a_session_names_its_organization_and_is_safe_from_other_sites(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.agent.user)
    browser = Program(client=client)
    is_problem(browser.get("/tickets"), 400, "organization_required")
    assert browser.get("/tickets", Moondesk_Organization="acme").status_code == 200
    is_problem(browser.get("/tickets", Moondesk_Organization="globex"), 404, "organization_not_found")
    is_problem(browser.get("/tickets", Moondesk_Organization="nothing"), 404, "organization_not_found")
    address = f"/tickets/TKT-{cast.ticket.number}"
    is_problem(browser.patch(address, {"priority": "low"}, Moondesk_Organization="acme"), 403, "csrf_failed")
    client.cookies["moondesk_csrf"] = "a" * 32
    done = browser.patch(address, {"priority": "low"}, Moondesk_Organization="acme", X_CSRFToken="a" * 32)
    assert done.status_code == 200, done.content


def test_nothing_is_said_to_other_origins(agent: Program) -> None:
    for origin in ("null", "https://evil.test"):
        response = agent.get("/tickets", Origin=origin)
        assert not [name for name in response.headers if name.lower().startswith("access-control")]


def test_the_limit_is_told_and_kept(agent: Program, settings) -> None:  # type: ignore[no-untyped-def]
    settings.API_RATE_LIMIT = 3
    left = []
    for _time in range(3):
        response = agent.get("/me")
        left.append(response["RateLimit-Remaining"])
        assert response["RateLimit-Limit"] == "3"
        assert 0 < int(response["RateLimit-Reset"]) <= 60
    assert left == ["2", "1", "0"]
    over = agent.get("/me")
    is_problem(over, 429, "rate_limited")
    assert 0 < int(over["Retry-After"]) <= 60
    assert over["RateLimit-Remaining"] in ("0", "-1")


@pytest.mark.parametrize(
    "path", ["/tickets", "/me", "/members", "/contacts", "/departments", "/statuses", "/categories"]
)
def test_reading_changes_nothing(owner: Program, cast: Cast, path: str, superuser, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    owner.get(path)
    first, second = owner.get(path).content, owner.get(path).content
    assert first == second
    for word in (b"digest", b"mdk_", b"mail_key", b"password", b"secret"):
        assert word not in first
