"""Help pages at an organization's own domain: who gets it, what is there, and what never is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.conversations.actions import reply_to_customer
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.domains import record_name, record_of
from moondesk.organizations.errors import DomainNotProven
from moondesk.organizations.models import Organization
from moondesk.portals.actions import PortalEdit, change_portal, make_link, prove_domain
from moondesk.portals.errors import DomainTaken, InvalidPortal
from moondesk.portals.models import Portal
from moondesk.portals.queries import home_of, is_desks
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.names import Names
from tests.harness.people import Cast, Person

pytestmark = pytest.mark.django_db(transaction=True)
DOMAIN = "help.acme-travel.test"
type ClientOf = Callable[[Person | None], Client]


def name_it(person: Person, domain: str = DOMAIN) -> None:
    with tenancy.organization(person.organization.pk):
        change_portal(PortalEdit(domain=domain), by=person.actor)


def publish(names: Names, person: Person, domain: str = DOMAIN) -> None:
    with tenancy.organization(person.organization.pk):
        names.add(record_name(domain), "TXT", record_of(domain))


def prove(person: Person) -> Portal:
    with tenancy.organization(person.organization.pk):
        return prove_domain(by=person.actor)


def served(names: Names, person: Person, *, is_used: bool = False) -> None:
    name_it(person)
    publish(names, person)
    prove(person)
    if is_used:
        with tenancy.organization(person.organization.pk):
            change_portal(PortalEdit(is_used=True), by=person.actor)


def at(path: str, host: str = DOMAIN, client: Client | None = None, **more: Any) -> Any:
    return (client or Client()).get(path, headers={"Host": host}, **more)


def test_a_domain_is_served_once_it_is_proven(cast: Cast, names: Names) -> None:
    assert at("/").status_code == 400
    name_it(cast.owner)
    assert at("/").status_code == 400
    with pytest.raises(DomainNotProven):
        prove(cast.owner)
    publish(names, cast.owner)
    prove(cast.owner)
    page = at("/")
    assert page.status_code == 200
    assert "Acme Travel" in page.content.decode()
    assert 'href="/new"' in page.content.decode()
    assert "/acme/" not in page.content.decode()


def test_the_first_to_prove_it_has_it(cast: Cast, names: Names) -> None:
    """Whoever only names a domain keeps nobody from it, and has nothing."""
    name_it(cast.stranger)
    served(names, cast.owner)
    publish(names, cast.stranger)
    with pytest.raises(DomainTaken):
        prove(cast.stranger)
    assert "Acme Travel" in at("/").content.decode()
    with pytest.raises(DomainTaken):
        name_it(cast.stranger, DOMAIN.upper() + ".")


@pytest.mark.parametrize(
    "wrong", ["localhost", "127.0.0.1", "https://help.example.com", "help", "a b.example.com", "x" * 260]
)
def test_what_is_no_domain_or_the_desks_own_is_refused(cast: Cast, wrong: str) -> None:
    with pytest.raises(InvalidPortal) as raised:
        name_it(cast.owner, wrong)
    assert "domain" in raised.value.fields


def test_the_installations_own_names_are_nobodys(cast: Cast, settings: Any) -> None:
    settings.BASE_URL = "https://desk.moon.test"
    settings.ALLOWED_HOSTS = ["desk.moon.test", ".moon.test"]
    for own in ("desk.moon.test", "acme.moon.test"):
        with pytest.raises(InvalidPortal):
            name_it(cast.owner, own)


def test_only_the_portal_is_there(cast: Cast, names: Names, client_of: ClientOf) -> None:
    served(names, cast.owner)
    owner = client_of(cast.owner)
    for path in (
        "/acme/desk/", "/acme/settings/organization", "/acme/help/", "/globex/help/", "/accounts/login", "/console/",
        "/organizations/", "/api/v1/me", "/api/v1/docs", "/scim/v2/Users", "/dev/mail", "/healthz", "/readyz",
        "/metrics", "/mail-consent", "/internal/certificate",
    ):  # fmt: skip
        assert at(path).status_code == 404, path
        assert at(path, client=owner).status_code == 404, path
    for path in ("/", "/new", "/lookup", "/sign-in"):
        assert at(path).status_code == 200, path


def test_a_host_of_an_organization_is_not_the_desks_whatever_hosts_are_allowed(
    cast: Cast, names: Names, settings: Any
) -> None:
    served(names, cast.owner)
    assert not is_desks(DOMAIN)
    settings.ALLOWED_HOSTS, settings.FILES_ORIGIN = ["*"], "https://files.moon.test"
    assert is_desks("desk.moon.test:8443")
    for host in (DOMAIN, f"{DOMAIN.upper()}:8000", "files.moon.test"):
        assert not is_desks(host), host


def test_nobody_is_a_user_there(cast: Cast, names: Names, client_of: ClientOf) -> None:
    """A cookie of the desk that was carried over by hand is worth nothing."""
    served(names, cast.owner)
    assert at("/tickets", client=client_of(cast.customer)).headers["Location"] == "/sign-in"
    assert "Carla" not in at("/", client=client_of(cast.customer)).content.decode()


@pytest.mark.parametrize("host", [DOMAIN.upper(), f"{DOMAIN}:8443", f"{DOMAIN}.", "Help.Acme-Travel.TEST.:443"])
def test_one_domain_has_many_spellings(cast: Cast, names: Names, host: str) -> None:
    served(names, cast.owner)
    assert "Acme Travel" in at("/", host).content.decode()


@pytest.mark.parametrize(
    "host",
    [
        "other.acme-travel.test",
        f"x.{DOMAIN}",
        f"{DOMAIN}@evil.test",
        f"{DOMAIN}..",
        "acme-travel.test",
    ],
)
def test_an_unknown_host_is_nobodys(cast: Cast, names: Names, host: str) -> None:
    served(names, cast.owner)
    answer = at("/", host)
    assert answer.status_code == 400
    assert "Acme" not in answer.content.decode()


def test_a_header_beside_the_host_says_nothing(cast: Cast, names: Names) -> None:
    served(names, cast.owner)
    answer = Client().get("/globex/help/", headers={"X-Forwarded-Host": DOMAIN, "X-Original-URL": "/acme/desk/"})
    assert "Acme" not in answer.content.decode()


def test_nothing_of_another_organization_opens_there(cast: Cast, names: Names) -> None:
    served(names, cast.owner)
    with tenancy.organization(cast.globex.pk):
        link = make_link("sam@globex.test", Organization.objects.get(pk=cast.globex.pk), language="en")
    assert link is None or at(f"/sign-in/{link[1]}").status_code == 404
    assert at(f"/t/{cast.link}").status_code == 200
    name_it(cast.stranger, "help.globex.test")
    publish(names, cast.stranger, "help.globex.test")
    prove(cast.stranger)
    assert at(f"/t/{cast.link}", "help.globex.test").status_code == 404


def test_a_customer_signs_in_and_answers_there(cast: Cast, names: Names) -> None:
    served(names, cast.owner, is_used=True)
    with tenancy.organization(cast.acme.pk):
        made = make_link("carla@customer.test", Organization.objects.get(pk=cast.acme.pk), language="en")
    assert made is not None
    client = Client(enforce_csrf_checks=True, headers={"Host": DOMAIN})
    client.get(f"/sign-in/{made[1]}")
    token = client.cookies["moondesk_csrf"]
    assert token["domain"] == ""
    own = {"Host": DOMAIN, "Origin": f"http://{DOMAIN}", "X-CSRFToken": token.value}
    other = {**own, "Origin": "http://help.globex.test"}
    assert client.post(f"/sign-in/{made[1]}", headers=other).status_code == 403
    assert client.post(f"/sign-in/{made[1]}", headers=own).headers["Location"] == "/tickets"
    assert client.cookies["moondesk"]["domain"] == ""
    page = client.get(f"/tickets/{cast.ticket.number}")
    assert page.status_code == 200
    assert "/acme/" not in page.content.decode()
    own["X-CSRFToken"] = client.cookies["moondesk_csrf"].value
    sent = client.post(f"/tickets/{cast.ticket.number}/messages", {"body": "Thanks", "once": "1"}, headers=own)
    assert sent.headers["Location"].startswith(f"/tickets/{cast.ticket.number}#")


def test_links_lead_there_once_it_is_used(cast: Cast, names: Names, client_of: ClientOf) -> None:
    served(names, cast.owner)
    with tenancy.organization(cast.acme.pk):
        assert home_of(Organization.objects.get(pk=cast.acme.pk)).endswith("/acme/help")
        change_portal(PortalEdit(is_used=True), by=cast.owner.actor)
        assert home_of(Organization.objects.get(pk=cast.acme.pk)).startswith(f"http://{DOMAIN}")
    visitor = Client()
    assert visitor.get("/acme/help/new?template=x").headers["Location"].endswith("/new?template=x")
    assert DOMAIN in visitor.get("/acme/help/").headers["Location"]
    assert client_of(cast.customer).get("/acme/help/tickets").status_code == 200
    assert visitor.post("/acme/help/lookup", {"number": "x", "email": "a@b.test"}).status_code == 200
    assert visitor.get("/globex/help/").status_code == 200


def test_a_file_of_another_organization_is_not_given_out(cast: Cast, names: Names, client_of: ClientOf) -> None:
    served(names, cast.owner)
    with tenancy.organization(cast.acme.pk):
        message = reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), "See this", by=cast.agent.actor)
        attachment = factories.make_attachment(message)
    name_it(cast.stranger, "help.globex.test")
    publish(names, cast.stranger, "help.globex.test")
    prove(cast.stranger)
    file = client_of(cast.customer).get(f"/acme/help/tickets/{cast.ticket.number}/files/{attachment.file_id}")
    address = file.headers["Location"]
    given = at(address)
    assert given.status_code == 200
    given.close()
    assert at(address, "help.globex.test").status_code == 404


def test_what_is_undone_is_as_it_was(cast: Cast, names: Names, client_of: ClientOf) -> None:
    owner = client_of(cast.owner)
    owner.post("/acme/settings/portal", {"which": "links"})
    with tenancy.organization(cast.acme.pk):
        assert not Portal.objects.get().sign_in_links
        event = Event.objects.get(name="portal.changed")
    assert event.data == {"before": {"sign_in_links": True}, "after": {"sign_in_links": False}}
    owner.post(f"/acme/settings/undo/portal/{cast.acme.pk}/{event.operation}")
    with tenancy.organization(cast.acme.pk):
        assert Portal.objects.get().sign_in_links


def test_a_closed_organization_shows_nothing_at_its_domain(cast: Cast, names: Names) -> None:
    served(names, cast.owner)
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(suspended_at=now())
    assert at("/").status_code == Client().get("/acme/help/").status_code != 200
    assert at(f"/t/{cast.link}").status_code != 200
    assert at("/leave/x").status_code == Client().get("/acme/help/leave/x").status_code


def test_the_api_changes_and_proves(cast: Cast, names: Names, client_of: ClientOf, token_of: Any) -> None:
    def call(method: str, path: str = "", person: Person | None = None, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {token_of(person or cast.owner)}"}
        send = getattr(client_of(None), method)
        given = {} if method == "get" else {"data": body, "content_type": "application/json"}
        return send(f"/api/v1/portal{path}", headers=headers, **given)

    assert call("get").json()["own_domain"] is None
    shown = call("patch", domain=DOMAIN, sign_in_links=False).json()
    assert shown["own_domain"]["proven_at"] is None
    assert shown["sign_in_links"] is False
    assert call("patch", is_used=True).status_code == 422
    assert call("post", "/domain-check").status_code == 409
    names.add(shown["own_domain"]["name"], "TXT", shown["own_domain"]["record"])
    assert call("post", "/domain-check").json()["own_domain"]["proven_at"]
    assert call("patch", is_used=True).json()["url"].startswith(f"http://{DOMAIN}")
    assert call("patch", person=cast.agent, domain="").status_code == 403
