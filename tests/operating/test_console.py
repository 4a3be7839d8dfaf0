"""The console: for operators alone, with figures and no words; what they do in an organization its people see."""

import datetime
from typing import Any

import pytest
from django.test import Client

from moondesk.audit.models import InstallationEntry, Viewing
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.errors import InvalidInput
from moondesk.notifications.models import Notification
from moondesk.operating.actions import count_here, make_operator, unmake_operator
from moondesk.operating.actions.counting import KEPT_DAYS
from moondesk.operating.models import Standing
from tests import factories
from tests.api.conftest import Program
from tests.harness.people import Cast
from tests.notifications.test_telling import react
from tests.web.console_doors import give_second_factor, show_second_factor

pytestmark = pytest.mark.django_db
PAGES = ("/console/", "/console/health", "/console/audit")


@pytest.fixture
def operator(cast: Cast) -> Client:
    """Olga, who runs the installation and is a member nowhere."""
    user = factories.make_user("olga@operator.test", name="Olga Operator")
    make_operator(user.email)
    give_second_factor(user)
    client = Client()
    client.force_login(user)
    assert client.get("/console/").status_code == 403, "it is there, and was not shown in this session"
    show_second_factor(client, user)
    return client


def place(cast: Cast) -> str:
    return f"/console/organizations/{cast.acme.pk}"


def test_nobody_else_learns_that_there_is_one(cast: Cast, client_of: Any, operator: Client) -> None:
    for path in (*PAGES, place(cast)):
        assert Client().get(path).status_code == 302
        assert client_of(cast.owner).get(path).status_code == 404
        assert operator.get(path).status_code == 200
    unmake_operator("olga@operator.test")
    assert operator.get("/console/").status_code == 404
    with pytest.raises(InvalidInput):
        make_operator("nobody@operator.test")


def test_it_shows_figures_of_all_and_words_of_none(cast: Cast, operator: Client) -> None:
    page = operator.get("/console/").content.decode()
    assert "Acme Travel" in page
    assert "Globex" in page
    assert cast.ticket.subject not in page
    assert cast.ticket.subject not in operator.get(place(cast)).content.decode()
    assert operator.get("/acme/desk/").status_code == 404
    assert operator.get(f"/acme/desk/tickets/{cast.ticket.number}").status_code == 404


def test_looking_in_takes_a_reason_that_its_people_see(cast: Cast, client_of: Any, operator: Client) -> None:
    assert operator.post(place(cast), {"do": "look", "reason": " "}).status_code == 422
    assert operator.post(place(cast), {"do": "look", "reason": "Ticket 7 of ours"})["Location"] == "/acme/desk/"
    assert cast.ticket.subject in operator.get("/acme/desk/?view=open").content.decode()
    assert operator.get(f"/acme/desk/tickets/{cast.ticket.number}").status_code == 200
    assert operator.get("/globex/desk/").status_code == 404
    assert operator.get("/acme/settings/audit").status_code == 403
    assert operator.post(f"/acme/desk/tickets/{cast.ticket.number}/messages").status_code == 403
    assert operator.post(place(cast), {"do": "suspend", "reason": "x"}).status_code == 403
    with tenancy.organization(cast.acme.pk):
        react()
        told = set(Notification.objects.filter(kind="viewed").values_list("member_id", flat=True))
        assert told == {cast.owner.member.pk}  # type: ignore[union-attr]
    page = client_of(cast.owner).get("/acme/settings/audit?what=viewing").content.decode()
    assert "Olga Operator" in page
    assert "Ticket 7 of ours" in client_of(cast.owner).get("/acme/desk/notifications").content.decode()
    assert operator.post("/viewing/end").status_code == 302
    assert operator.get("/acme/desk/").status_code == 404
    with tenancy.organization(cast.acme.pk):
        assert Viewing.objects.get().ended_at is not None


def test_a_closed_organization_answers_nobody_until_it_is_opened(
    cast: Cast, client_of: Any, token_of: Any, operator: Client
) -> None:
    program, agent = Program(token_of(cast.agent)), client_of(cast.agent)
    assert operator.post(place(cast), {"do": "suspend", "reason": ""}).status_code == 422
    assert operator.post(place(cast), {"do": "suspend", "reason": "Unpaid"}).status_code == 302
    for path in ("/acme/desk/", "/acme/settings/members", "/acme/help/"):
        refused = agent.get(path)
        assert (refused.status_code, refused["Moondesk-Error"]) == (403, "organization_suspended"), path
    assert program.get("/tickets").status_code == 401
    written = {"email": "a@b.test", "name": "A", "subject": "S", "description": "D"}
    assert Program().post("/public/acme/tickets", written).status_code == 403
    assert client_of(cast.stranger).get("/globex/desk/").status_code == 200
    assert operator.post(place(cast), {"do": "resume", "reason": "Paid"}).status_code == 302
    assert agent.get("/acme/desk/").status_code == 200
    assert program.get("/tickets").status_code == 200
    with tenancy.organization(cast.acme.pk):
        told = [Event.objects.get(name=name) for name in ("organization.suspended", "organization.resumed")]
        assert [(one.actor_kind, one.data["reason"]) for one in told] == [("operator", "Unpaid"), ("operator", "Paid")]
        react()
        kinds = Notification.objects.filter(member=cast.owner.member).values_list("kind", flat=True)
        assert {"closed", "opened"} <= set(kinds)
    page = client_of(cast.owner).get("/acme/desk/notifications").content.decode()
    assert "closed your organization" in page
    names = set(InstallationEntry.objects.values_list("name", flat=True))
    assert {"operator.added", "organization.suspended", "organization.resumed"} <= names
    log = operator.get("/console/audit?q=unpaid").content.decode()
    assert "olga@operator.test" in log


def test_figures_of_long_ago_are_not_kept(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        today = count_here()
        for days in (KEPT_DAYS, KEPT_DAYS + 1):
            Standing.objects.create(
                organization_id=cast.acme.pk,
                day=today.day - datetime.timedelta(days=days),
                slug="acme",
                name="Acme",
                founded_at=today.founded_at,
            )
        count_here()
    kept = Standing.objects.filter(organization_id=cast.acme.pk).values_list("day", flat=True)
    assert sorted(kept) == [today.day - datetime.timedelta(days=KEPT_DAYS), today.day]
