"""The guided beginning: each step does what its page of settings does, and nothing typed or done is lost."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.branding.models import Branding
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Outcome
from moondesk.contacts.models import Contact
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.models import Department, Invitation, Organization
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Permission, Role
from moondesk.organizations.queries import organization_id_of
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast
from tests.harness.roles import narrow

pytestmark = pytest.mark.django_db
type ClientOf = Callable[..., Client]
HOME = "/nora/settings/setup"
NEW = {"name": "Nora's Bikes", "slug": "nora", "language": "en", "time_zone": "Europe/Madrid"}
REQUEST = {"subject": "Is it on?", "message": "I only try it."}


@pytest.fixture
def founder(cast: Cast, client_of: ClientOf) -> Client:
    """The browser of one who has just founded an organization."""
    client = client_of(cast.stranger)
    assert client.post("/organizations/new", NEW)["Location"] == HOME
    return client


def own() -> uuid.UUID:
    return organization_id_of("nora")


def post(client: Client, step: str, **sent: Any) -> Any:
    return client.post(f"{HOME}/{step}", {"go": "on", **sent})


def stopped(client: Client) -> str:
    return str(client.get(HOME)["Location"]).removeprefix("/nora/settings/")


def test_the_whole_path_does_what_the_settings_do(cast: Cast, founder: Client) -> None:
    assert stopped(founder) == "setup/look"
    assert post(founder, "look", colour="#7a2e63")["Location"] == f"{HOME}/department"
    assert post(founder, "department", name="Shop")["Location"] == f"{HOME}/people"
    with tenancy.organization(own()):
        [shop] = Department.objects.all()
    sent = {"email": "a@nora.test, Bo <b@nora.test>", "role": "support_agent", "departments": [str(shop.pk)]}
    assert post(founder, "people", **sent)["Location"] == f"{HOME}/mail"
    assert post(founder, "mail")["Location"] == f"{HOME}/request"
    opened = post(founder, "request", **REQUEST)["Location"]
    with tenancy.organization(own()):
        assert (Organization.objects.get().brand_hue, Branding.objects.count()) == (341, 1)
        assert sorted(Invitation.objects.values_list("email", "departments")) == [
            ("a@nora.test", [shop.pk]), ("b@nora.test", [shop.pk]),
        ]  # fmt: skip
        ticket = Ticket.objects.get()
        assert (ticket.subject, ticket.channel) == ("Is it on?", "web")
        assert ticket.requester == Contact.objects.get(user=cast.stranger.user)
        assert Event.objects.get(name="ticket.opened").door == "form", "the door by which customers write in"
    assert opened == f"/nora/desk/tickets/{ticket.number}"
    assert founder.get(opened).status_code == 200
    assert stopped(founder) == "start"


def test_what_was_typed_stays_whichever_way_one_goes(founder: Client) -> None:
    assert founder.post(f"{HOME}/people", {"go": "back", "email": "a@nora.test", "role": "viewer"})["Location"] == (
        f"{HOME}/department"
    )
    page = founder.get(f"{HOME}/people").content.decode()
    assert "a@nora.test</textarea>" in page
    assert '<option value="viewer" selected>' in page
    assert founder.post(f"{HOME}/department", {"go": "skip", "name": "Sh"})["Location"] == f"{HOME}/people"
    assert 'value="Sh"' in founder.get(f"{HOME}/department").content.decode()
    post(founder, "department", name="Shop")
    page = founder.get(f"{HOME}/department").content.decode()
    assert 'value="Sh"' not in page, "what is saved waits no more"
    assert "Another department" in page
    with tenancy.organization(own()):
        assert not Invitation.objects.exists(), "nothing is done on the way back"


def test_one_comes_back_to_the_first_step_that_is_not_behind(founder: Client) -> None:
    founder.post(f"{HOME}/look", {"go": "skip"})
    assert stopped(founder) == "setup/department"
    post(founder, "mail")
    assert stopped(founder) == "setup/department"
    assert "waits where you left it" in founder.get("/nora/settings/start").content.decode()
    founder.post("/nora/settings/start/closing")
    assert "waits where you left it" not in founder.get("/nora/settings/start").content.decode()


def test_a_step_is_told_once(founder: Client) -> None:
    for go in ("skip", "skip", "on", "on", "skip"):
        founder.post(f"{HOME}/mail", {"go": go})
    with tenancy.organization(own()):
        told = (
            Event.objects.filter(name="organization.setup_passed").order_by("created_at").values_list("data", flat=True)
        )
        assert list(told) == [{"step": "mail", "is_skipped": True}, {"step": "mail", "is_skipped": False}]


@pytest.mark.parametrize(
    ("step", "sent", "field"),
    [
        ("name", {"name": " ", "language": "en", "time_zone": "UTC"}, "name"),
        ("name", {"name": "N", "language": "xx", "time_zone": "UTC"}, "language"),
        ("look", {"colour": "#777777"}, "colour"),
        ("look", {"colour": "pink"}, "colour"),
        ("department", {"name": ""}, "name"),
        ("people", {"email": "", "role": "viewer"}, "email"),
        ("people", {"email": "a@nora.test", "role": "king"}, "role"),
        ("request", {"subject": "", "message": "x"}, "subject"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    founder: Client, step: str, sent: dict[str, str], field: str
) -> None:
    answer = post(founder, step, **sent)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.content.decode()
    assert stopped(founder) == "setup/look"


def test_those_who_cannot_be_invited_stay_with_the_reason(founder: Client) -> None:
    answer = post(founder, "people", email="a@nora.test\nnobody\na@nora.test", role="viewer")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "nobody</textarea>" in page
    assert "twice in the list" in page
    with tenancy.organization(own()):
        assert [one.email for one in Invitation.objects.all()] == ["a@nora.test"]


def test_a_test_request_that_is_sent_again_is_the_same_one(founder: Client) -> None:
    first = post(founder, "request", **REQUEST)["Location"]
    assert post(founder, "request", **REQUEST)["Location"] == first
    assert "sent a test request already" in founder.get(f"{HOME}/request").content.decode()
    with tenancy.organization(own()):
        assert Ticket.objects.count() == 1


def test_nobody_walks_on_where_they_may_not(cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    for person in (cast.agent, cast.viewer):
        assert client_of(person).get("/acme/settings/setup").status_code == 403
        assert client_of(person).post("/acme/settings/setup/look", {"go": "on"}).status_code == 403
    assert client_of(cast.owner).get("/acme/settings/setup/nothing").status_code == 404
    less = ROLE_PERMISSIONS[Role.OWNER] - {Permission.MEMBER_MANAGE}
    narrow(monkeypatch, Role.OWNER, less)
    assert client_of(cast.owner).get("/acme/settings/setup/people").status_code == 404
    answer = client_of(cast.owner).post("/acme/settings/setup/department", {"go": "skip"})
    assert answer["Location"] == "/acme/settings/setup/mail", "steps that somebody may not take are not theirs"


def test_an_arriving_mail_is_followed_until_it_is_a_ticket(cast: Cast, client_of: ClientOf) -> None:
    owner, at = client_of(cast.owner), "/acme/settings/setup/mail"
    assert "No mail has arrived yet." in owner.get(at).content.decode()
    with tenancy.organization(cast.acme.pk):
        mail = factories.make_received_mail()
    page = owner.get(at).content.decode()
    assert ("It is being read." in page, "data-there" in page) == (True, False), "the page goes on looking"
    with tenancy.organization(cast.acme.pk):
        ReceivedMail.objects.filter(pk=mail.pk).update(outcome=Outcome.TICKET, ticket_id=cast.ticket.pk)
    page = owner.get(at).content.decode()
    assert (f">TKT-{cast.ticket.number}</a>" in page, "data-there" in page) == (True, True)
