"""Who may what: every address of web and API, asked by everybody, against the reviewed file ``matrix.toml``.

``MOONDESK_WRITE_MATRIX=1`` writes what is true now; read the difference before you commit it.
"""

import datetime
import json
import os
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from tests import factories
from tests.guards.routes import Route, routes
from tests.harness.people import Cast

from moondesk.kit import tenancy
from moondesk.organizations.models import ApiToken
from moondesk.tickets.models import Category, Status

MATRIX = Path(__file__).with_name("matrix.toml")
PEOPLE = ("owner", "administrator", "agent", "other_agent", "viewer", "employee", "customer", "stranger")
TOKENS = ("token", "stranger_token", "expired_token", "revoked_token", "scopeless_token", "wrong_token")
EVERYBODY = ("anonymous", *PEOPLE, *TOKENS)
STREAMS = ("stream",)
ROUTES = routes()


def outcome(response: HttpResponse) -> str:
    """Return what an answer means: ``may`` is also for what was understood and refused for its content."""
    status = response.status_code
    where = response.headers.get("Location", "")
    if status == 401 or (status in (301, 302, 303) and "/accounts/login" in where):
        return "sign_in"
    named = {403: "forbidden", 404: "missing", 405: "method", 429: "limit"}
    if status in named:
        return named[status]
    return "may" if status < 500 else f"error_{status}"


class Door:
    """Asks one address as everybody."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.sessions: dict[str, str] = {}
        for key in PEOPLE:
            client = Client()
            client.force_login(cast.people[key].user, backend="allauth.account.auth_backends.AuthenticationBackend")
            self.sessions[key] = client.cookies[settings.SESSION_COOKIE_NAME].value
        with tenancy.organization(cast.acme.pk):
            agent = cast.agent.member
            self.tokens = {
                "token": factories.make_token(agent).secret,
                "scopeless_token": factories.make_token(agent, scopes=["tickets:note:view"]).secret,
                "expired_token": factories.make_token(agent, expires_in=datetime.timedelta(seconds=-1)).secret,
                "wrong_token": "mdk_" + "A" * 43,
            }
            revoked = factories.make_token(agent)
            ApiToken.objects.filter(pk=revoked.token.pk).update(revoked_at=cast.acme.created_at)
            self.tokens["revoked_token"] = revoked.secret
            self.values = self._values()
        with tenancy.organization(cast.globex.pk):
            self.tokens["stranger_token"] = factories.make_token(cast.stranger.member).secret

    def _values(self) -> dict[str, Any]:
        cast = self.cast
        company = factories.make_company("Carla & Co")
        token = factories.make_token(cast.agent.member).token
        return {
            "slug": "acme",
            "number": cast.ticket.number,
            "secret": cast.link,
            "key": "x",
            "uidb36": "1",
            "contact_id": cast.customer.contact.pk,
            "company_id": company.pk,
            "member_id": cast.viewer.member.pk,
            "department_id": cast.hotels.pk,
            "token_id": token.pk,
            "invitation_id": factories.make_invitation().pk,
            "status_id": Status.objects.earliest("position").pk,
            "category_id": Category.objects.earliest("position").pk,
            "message_id": uuid.uuid4(),
        }

    def ask(self, who: str, method: str, route: Route) -> str:
        """Ask, undo what it did, and say how it was answered."""
        values = {name: str(self.value(route, name)) for name in route.parameters}
        client = Client(raise_request_exception=False)
        headers = {}
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
            if route.pattern.startswith("/api/"):
                headers["Moondesk-Organization"] = "acme"
        elif who in self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        body = {"data": json.dumps({}), "content_type": "application/json"} if "/api/" in route.pattern else {}
        with transaction.atomic():
            response = client.generic(method, route.address(values), headers=headers, **body)
            if getattr(response, "streaming", False):
                response.close()
            transaction.set_rollback(True)
        return outcome(response)

    def value(self, route: Route, name: str) -> Any:
        """Return what stands for a parameter: named by itself, or an ``id`` by the noun before it."""
        if name in self.values and not (name == "secret" and "invitations" in route.pattern):
            return self.values[name]
        if name == "secret":
            return "wrong"
        noun = route.pattern.split("{" + name + "}")[0].rstrip("/").rpartition("/")[2].removesuffix("s")
        noun = {"companie": "company", "categorie": "category", "statuse": "status"}.get(noun, noun)
        return self.values.get(f"{noun}_id", self.values.get(noun, uuid.uuid4()))


def reviewed() -> dict[str, dict[str, str]]:
    return tomllib.loads(MATRIX.read_text(encoding="utf-8")) if MATRIX.exists() else {}


@pytest.fixture
def door(cast: Cast) -> Door:
    return Door(cast)


def asked(door: Door, route: Route) -> dict[str, dict[str, str]]:
    """Return for each method who got which answer: outcome → names."""
    found = {}
    for method in route.methods:
        answers: dict[str, list[str]] = {}
        for who in EVERYBODY:
            answers.setdefault(door.ask(who, method, route), []).append(who)
        found[f"{method} {route.pattern}"] = {answer: " ".join(names) for answer, names in answers.items()}
    return found


def is_stream(route: Route) -> bool:
    return route.pattern.endswith("/stream")


@pytest.mark.parametrize("route", [route for route in ROUTES if not is_stream(route)], ids=lambda route: route.pattern)
def test_everybody_gets_the_reviewed_answer(door: Door, route: Route) -> None:
    found = asked(door, route)
    if os.environ.get("MOONDESK_WRITE_MATRIX"):
        write(found)
    assert found == {key: reviewed().get(key) for key in found}


def test_no_address_is_reviewed_that_does_not_exist() -> None:
    known = {f"{method} {route.pattern}" for route in ROUTES for method in route.methods}
    assert set(reviewed()) - known == set()


@pytest.mark.parametrize("route", [route for route in ROUTES if route.is_ours], ids=lambda route: route.pattern)
def test_our_views_say_what_they_need(route: Route) -> None:
    """A view without an edge would have neither organization nor permission."""
    assert hasattr(route.view, "moondesk_permission"), f"{route.pattern} has no edge: in_desk, in_portal or public"


def sealed(key: str) -> bool:
    """Say whether an address shows something of an organization to its own people only."""
    return any(part in key for part in ("/{slug}/desk", "/{slug}/settings", "/help/tickets"))


def answers() -> Iterator[tuple[str, str, str]]:
    for key, row in reviewed().items():
        for answer, names in row.items():
            for who in names.split():
                yield key, who, answer


def test_the_reviewed_file_itself_is_right() -> None:
    """What must hold whatever was reviewed: strangers and dead tokens get nothing, nothing is an error of ours."""
    rows = list(answers())
    assert rows
    dead = ("expired_token", "revoked_token", "wrong_token")
    found = [row for row in rows if row[2].startswith("error")]
    for key, who, answer in rows:
        if sealed(key) and who in ("anonymous", "stranger", *TOKENS) and answer == "may":
            found.append((key, who, answer))
        if (
            "/{slug}/settings" in key
            and who in ("agent", "other_agent", "viewer", "employee", "customer")
            and answer == "may"
        ):
            found.append((key, who, answer))
        if "/{slug}/desk" in key and who in ("customer", "employee") and answer == "may":
            found.append((key, who, answer))
        if " /api/" in key and who in dead and answer == "may" and "/docs" not in key and "openapi" not in key:
            found.append((key, who, answer))
    assert found == []


def write(found: dict[str, dict[str, str]]) -> None:
    rows = reviewed() | found
    order = {f"{method} {route.pattern}": number for number, route in enumerate(ROUTES) for method in route.methods}
    lines = ["# Who may what. Written by MOONDESK_WRITE_MATRIX=1, and read by a person before it is committed.\n"]
    for key in sorted((key for key in rows if key in order), key=lambda key: order[key]):
        lines.append(f'\n["{key}"]\n')
        lines += [f'{answer} = "{names}"\n' for answer, names in sorted(rows[key].items())]
    MATRIX.write_text("".join(lines), encoding="utf-8")
