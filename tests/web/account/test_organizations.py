"""Organizations from the outside: the start, the list, a new one, the door of one."""

from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.accounts.models import User
from moondesk.channels.models import MailAddress
from moondesk.kit import tenancy
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.queries import memberships_of, organization_id_of
from moondesk.tickets.models import Status
from moondesk.web.account.organizations import suggested_slug
from tests import factories
from tests.harness.people import Cast, Person

NEW = {"name": "Óptica Mirador", "slug": "", "language": "es", "time_zone": "Europe/Madrid"}


def founder(cast: Cast) -> Person:
    return Person(factories.make_user("f@example.test", name="Fina"), cast.acme)


def test_founding_a_desk_makes_all_it_needs(cast: Cast, client_of: Callable[..., Client]) -> None:
    person = founder(cast)
    assert client_of(person).post("/organizations/new", NEW)["Location"] == "/optica-mirador/settings/setup"
    with tenancy.organization(organization_id_of("optica-mirador")):
        own = Organization.objects.get()
        assert (own.name, own.language, own.time_zone) == ("Óptica Mirador", "es", "Europe/Madrid")
        assert Status.objects.count() == 6
        assert [one.roles for one in Member.objects.all()] == [["owner"]]
        address = MailAddress.objects.get()
        assert address.is_default
        assert address.address.startswith("support@optica-mirador.")
    shown = client_of(person).get("/optica-mirador/settings/organization").content.decode()
    assert address.address in shown
    assert "MOONDESK_MAIL_FROM" in shown, "who wonders about the end of it is told who sets it"
    domain = address.address.removeprefix("support@optica-mirador.")
    assert f"support@your-name.{domain};" in client_of(person).get("/organizations/new").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("slug", "acme"), ("slug", "settings"), ("slug", "a b"), ("slug", "a\0b"), ("slug", "x" * 41),
     ("language", "xx"), ("time_zone", "Mars/Base"), ("name", "\0")],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_its_field(
    cast: Cast, client_of: Callable[..., Client], field: str, value: str
) -> None:
    person = founder(cast)
    answer = client_of(person).post("/organizations/new", NEW | {"slug": "fine"} | {field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in page
    assert field == "time_zone" or '<option value="Europe/Madrid" selected' in page, "what else was typed is kept"
    assert memberships_of(person.user) == []


def test_a_founder_cannot_go_on_for_ever(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(founder(cast))
    answers = [client.post("/organizations/new", NEW | {"slug": f"number-{n}"}).status_code for n in range(6)]
    assert answers == [302] * 5 + [422]


def test_markup_in_a_name_stays_text(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(founder(cast))
    client.post("/organizations/new", NEW | {"name": "<script>alert(1)</script>", "slug": "script"})
    for path in ("/organizations/", "/script/help/"):
        assert "<script>alert" not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Óptica Mirador", "optica-mirador"),
        ("  A & B  ", "a-b"),
        ("日本", ""),
        ("Spaß am See", "spass-am-see"),
        ("x" * 60, "x" * 40),
    ],
)
def test_an_address_comes_from_the_name(name: str, slug: str) -> None:
    assert suggested_slug(name) == slug


def test_the_start_leads_on(cast: Cast, client_of: Callable[..., Client]) -> None:
    assert "Create an organization" in client_of(None).get("/").content.decode()
    assert client_of(cast.agent).get("/")["Location"] == "/acme/desk/"
    assert client_of(cast.customer).get("/")["Location"] == "/acme/help/"
    assert client_of(founder(cast)).get("/")["Location"] == "/organizations/"


def test_the_start_leads_to_the_last_desk(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.agent)
    factories.make_organization("zebra", owner=User.objects.get(pk=cast.agent.user.pk))
    assert client.get("/zebra/")["Location"] == "/zebra/desk/"
    assert client.get("/")["Location"] == "/zebra/desk/"
    client.cookies["moondesk_last"] = "globex"
    assert client.get("/")["Location"] == "/acme/desk/", "a cookie opens no foreign door"


def test_the_door_tells_nobody_who_is_a_member(cast: Cast, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.agent).get("/acme/")["Location"] == "/acme/desk/"
    for person in (cast.customer, cast.stranger, None):
        assert client_of(person).get("/acme")["Location"] == "/acme/help/"
    assert client_of(None).get("/nobody/", follow=True).status_code == 404
    assert client_of(None).get("/console")["Location"] == "/console/", "which is what people type"


def test_a_customer_at_the_desk_is_led_to_the_help_pages(cast: Cast, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.customer).get("/acme/desk/")["Location"] == "/acme/help/"
    assert client_of(cast.customer).get("/acme/desk/contacts").status_code == 404
    foreign, none = (client_of(cast.stranger).get(path) for path in ("/acme/desk/", "/nobody/desk/"))
    assert (foreign.status_code, none.status_code) == (404, 404)
    assert client_of(cast.agent).get("/acme/desk/").status_code == 200


def test_the_list_shows_only_own(cast: Cast, client_of: Callable[..., Client]) -> None:
    page = client_of(cast.stranger).get("/organizations/").content.decode()
    assert "Globex" in page
    assert "Acme" not in page


def test_mails_leave_under_the_name_of_now(cast: Cast, client_of: Callable[..., Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        MailAddress.objects.all().delete()
        for address, name in (("support@acme.test", cast.acme.name), ("lost@acme.test", "Lost luggage")):
            MailAddress.objects.create(address=address, name=name)
    fields = {"name": "Acme Voyages", "language": "en", "time_zone": "UTC", "undo_seconds": "30"}
    assert client_of(cast.owner).post("/acme/settings/organization", fields).status_code == 302
    with tenancy.organization(cast.acme.pk):
        names = dict(MailAddress.objects.values_list("address", "name"))
    assert names == {"support@acme.test": "Acme Voyages", "lost@acme.test": "Lost luggage"}
