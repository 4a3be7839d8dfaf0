"""Who may what: every address of web and API, asked by everybody, against the reviewed file ``access.toml``.

``MOONDESK_WRITE_MATRIX=new`` asks the addresses that are not in it yet and writes their rows, ``=1`` asks all anew;
read the difference before you commit it.
"""

import datetime
import json
import os
import re
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

from moondesk.channels.models import ReceivedMail
from moondesk.conversations.actions import reply_to_customer
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.kit.metrics import REQUESTS
from moondesk.macros.models import Macro, TicketTemplate
from moondesk.organizations.models import ApiToken
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Role
from moondesk.tickets.models import Category, Status
from moondesk.views.models import SavedView
from moondesk.webforms.models import WebForm
from tests import factories
from tests.guards import matrix_people
from tests.guards.bodies import BODIES, FORMS, ONE
from tests.guards.matrix_people import BAD_TOKENS, EVERYBODY, PEOPLE, TOKENS, answers_of, more_people
from tests.guards.routes import Route, routes
from tests.harness.people import Cast
from tests.macros.making import make_macro, make_template
from tests.tickets.making import make_status
from tests.timekeeping.making import make_time_entry, make_timer
from tests.views.making import make_view
from tests.web.account.test_fresh_proof import came_by_provider
from tests.webforms.making import make_web_form

MATRIX = Path(__file__).with_name("access.toml")
ROUTES = routes()


def outcome(response: HttpResponse) -> str:
    """Return what an answer means: ``may`` is also for what was understood and refused for its content."""
    status = response.status_code
    where = response.headers.get("Location", "")
    asks = "/accounts/login" in where or where.endswith("/help/sign-in")
    if status == 401 or (status in (301, 302, 303) and asks):
        return "sign_in"
    if status == 302 and where.endswith("/help/"):
        return "led_to_help"
    named = {403: "forbidden", 404: "missing", 405: "method", 429: "limit", 503: "not_ready"}
    if status in named:
        return named[status]
    return "may" if status < 500 else f"error_{status}"


def _came_by_mail(message: Message) -> Message:
    ReceivedMail.objects.filter(pk=factories.make_received_mail().pk).update(message=message)
    return message


class Door:
    """Asks one address as everybody."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.sessions: dict[str, str] = {}
        with tenancy.organization(cast.acme.pk):
            people = cast.people | more_people(cast)
        for key in PEOPLE:
            client = Client()
            client.force_login(people[key].user)
            came_by_provider(client, people[key].user)  # a moment ago, so nothing asks them to prove it once more
            self.sessions[key] = client.cookies[settings.SESSION_COOKIE_NAME].value
        with tenancy.organization(cast.acme.pk):
            agent = cast.agent.member
            self.tokens = {
                "token": factories.make_token(agent).secret,
                "scopeless_token": factories.make_token(agent, scopes=["tickets:note:view"]).secret,
                "expired_token": factories.make_token(agent, expires_in=datetime.timedelta(minutes=-1)).secret,
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
        message = _came_by_mail(reply_to_customer(cast.ticket, "An answer", by=cast.agent.actor))
        Macro.objects.filter(pk=make_macro().pk).update(id=ONE)
        TicketTemplate.objects.filter(pk=make_template().pk).update(id=ONE)
        WebForm.objects.filter(pk=make_web_form().pk).update(id=ONE)
        SavedView.objects.filter(pk=make_view(by=cast.owner.actor, scope="organization").pk).update(id=ONE)
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
            "status_key": make_status().key,
            "status_id": Status.objects.earliest("position").pk,
            "category_id": Category.objects.earliest("position").pk,
            "macro_id": ONE,
            "message": message.pk,
            "message_id": message.pk,
            "view_id": ONE,
            "template_id": ONE,
            "form_id": ONE,
            **dict.fromkeys(("mark", "token", "rest", "caught"), "nothing"),
            "file_id": factories.make_attachment(factories.make_message(self.cast.ticket)).file_id,
            "timer_id": make_timer(cast.ticket, by=cast.agent.actor).pk,
            "entry_id": make_time_entry(cast.ticket, by=cast.agent.actor).pk,
            "part": "top",
            "kind": "reply",
            "stage": "department",
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
        body: dict[str, Any] = {}
        if "/api/" in route.pattern:
            fitting = json.dumps(BODIES.get(f"{method} {route.pattern}", {}))
            body = {"data": fitting, "content_type": "application/json"}
        elif f"{method} {route.pattern}" in FORMS:
            body = {"data": FORMS[f"{method} {route.pattern}"], "content_type": "application/x-www-form-urlencoded"}
        with transaction.atomic():
            response = client.generic(method, route.address(values), headers=headers, **body)
            if response.headers.get("Content-Type", "").startswith("text/csv"):
                response.getvalue()  # the client closes it then, and lets the test's own transaction be
            elif getattr(response, "streaming", False):
                response.close()
            transaction.set_rollback(True)
        return outcome(response)

    def value(self, route: Route, name: str) -> Any:
        """Return what stands for a parameter: named by itself, or an ``id`` by the noun before it."""
        if name == "key" and "/statuses/" in route.pattern:
            return self.values["status_key"]
        if name == "key" and "/forms/" in route.pattern:
            return "contact"
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
        by_name = answers_of(route, method, lambda who: door.ask(who, method, route))  # noqa: B023 - called at once
        for who in EVERYBODY:
            if who in by_name:
                answers.setdefault(by_name[who], []).append(who)
        all_same = len(answers) == 1
        found[f"{method} {route.pattern}"] = {
            answer: "everybody" if all_same else " ".join(names) for answer, names in answers.items()
        }
    return found


def part_of(route: Route) -> str:
    """Return the part of the desk that a route belongs to; one cast serves all routes of a part."""
    first, _, rest = route.pattern.removeprefix("/").partition("/")
    second = rest.partition("/")[0]
    return f"{first}/{second}" if first in ("{slug}", "api") and second else first


PARTS = sorted({part_of(route) for route in ROUTES if not route.pattern.endswith("/stream")})


@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_the_reviewed_answer(request: pytest.FixtureRequest, part: str) -> None:
    known, writes = reviewed(), os.environ.get("MOONDESK_WRITE_MATRIX")
    wanted = [route for route in ROUTES if part_of(route) == part and not route.pattern.endswith("/stream")]
    if writes == "new":
        wanted = [one for one in wanted if any(f"{method} {one.pattern}" not in known for method in one.methods)]
        if not wanted:
            return
    door: Door = request.getfixturevalue("door")
    found: dict[str, dict[str, str]] = {}
    REQUESTS.clear()  # /metrics would tell of every route that was asked before
    for route in wanted:
        found |= asked(door, route)
    if writes:
        write(found)
        known = reviewed()
    assert found == {key: known.get(key) for key in found}, "MOONDESK_WRITE_MATRIX=new writes the rows that are missing"


def test_no_address_is_reviewed_that_does_not_exist() -> None:
    known = {f"{method} {route.pattern}" for route in ROUTES for method in route.methods}
    assert set(reviewed()) - known == set()


@pytest.mark.parametrize("route", [route for route in ROUTES if route.is_ours], ids=lambda route: route.pattern)
def test_our_views_say_what_they_need(route: Route) -> None:
    """A view without an edge would have neither organization nor permission."""
    assert hasattr(route.view, "moondesk_permission"), f"{route.pattern} has no edge: in_desk, in_portal or public"


def test_every_built_in_role_walks() -> None:
    assert set(matrix_people.WALKED) == set(Role)
    managing = {ROLE_PERMISSIONS[role] for role in (Role.DEPARTMENT_MANAGER, Role.CATEGORY_MANAGER, Role.TYPE_MANAGER)}
    assert len(managing) == 1, "they may different things now: let each of them ask at every address"
    assert ROLE_PERMISSIONS[Role.OWNER] == ROLE_PERMISSIONS[Role.ADMINISTRATOR], "let both of them read every address"


def answers() -> Iterator[tuple[str, str, str]]:
    for key, row in reviewed().items():
        for answer, names in row.items():
            for who in EVERYBODY if names == "everybody" else names.split():
                yield key, who, answer


MEMBERS_BELOW = ("agent", "other_agent", "viewer", "employee")
OWN = r"exports|views|display|tokens|tickets/\{number\}/(looked|watchers|mute|presence)|watching|notifications"
OWN += r"|organization/transfer/"
"""What one takes along, watches, mutes, has read, one's own views, and that one is there; how one answers an offer."""
NEVER: list[tuple[str, tuple[str, ...]]] = [
    (r" /\{slug\}/(desk|settings|help/tickets)", ("anonymous", "stranger", *TOKENS, *BAD_TOKENS)),
    (r" /\{slug\}/(desk|settings)", ("customer", "employee")),
    (r" /\{slug\}/settings/(?!tokens|responses|changed|leaving|ownership|$)", (*MEMBERS_BELOW, "lesser")),
    (r" /api/v1/(?!public/|docs|openapi|sign-in)", ("anonymous", "customer", *BAD_TOKENS)),
    (r" /api/v1/(?!public)\w+/\{", ("stranger", "stranger_token")),
    (rf"^(?!GET )\w+ /\{{slug\}}/desk/(?!{OWN})", ("viewer",)),
    (rf"^(POST|PUT|PATCH|DELETE) /api/v1/(?!public/|docs|openapi|sign-in|{OWN})", ("viewer", "scopeless_token")),
    (r"^(POST|PUT|PATCH|DELETE) /api/v1/(?!public/|docs|openapi|sign-in)", ("scopeless_token",)),
    (r" /(\{slug\}/desk|api/v1)/tickets/\{number\}(?!/presence)", matrix_people.OTHER_PART),
    (r"^(?!GET )\w+ /(\{slug\}/desk|api/v1)/tickets/\{number\}/(?!looked|watchers|mute|presence|archive)", ("lesser",)),
    (r"^(?!GET )\w+ /\{slug\}/settings/(members|roles|organization|branding|mail|sign-in)/.", matrix_people.PART_ONLY),
]
"""What must hold whatever was reviewed: who never gets in where. A viewer changes nothing but what is their own,
another department's ticket is there for nobody (who says to be there is told nothing, ticket or not), and who manages
a part does not manage the organization."""


def test_the_reviewed_file_itself_is_right() -> None:
    rows = list(answers())
    assert rows
    found = [row for row in rows if row[2].startswith("error") or (row[2] == "not_ready" and "/readyz" not in row[0])]
    for pattern, people in NEVER:
        of_pattern = [row for row in rows if re.search(pattern, row[0])]
        assert of_pattern, f"{pattern} meets no address"
        found += [row for row in of_pattern if row[1] in people and row[2] == "may"]
    assert found == []


def write(found: dict[str, dict[str, str]]) -> None:
    rows = reviewed() | found
    order = {f"{method} {route.pattern}": number for number, route in enumerate(ROUTES) for method in route.methods}
    lines = ["# Who may what. Written by MOONDESK_WRITE_MATRIX=1, and read by a person before it is committed.\n"]
    for key in sorted((key for key in rows if key in order), key=lambda key: order[key]):
        lines.append(f'\n["{key}"]\n')
        lines += [f'{answer} = "{names}"\n' for answer, names in sorted(rows[key].items())]
    MATRIX.write_text("".join(lines), encoding="utf-8")
