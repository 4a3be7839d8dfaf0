"""The cast: the same few people in every test, made by actions."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from django.test import Client

from moondesk.accounts.models import User
from moondesk.contacts.models import Contact
from moondesk.kit import tenancy
from moondesk.kit.ids import digest
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member, Organization
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import member_actor
from moondesk.tickets.models import Participant, Ticket
from moondesk.web.edges import portal_actor
from tests import factories
from tests.harness import laying

PASSWORD = "correct horse battery staple"


@dataclass
class Person:
    """One of the cast: a user who is a member or a contact of an organization."""

    user: User
    organization: Organization
    member: Member | None = None
    contact: Contact | None = None

    @property
    def actor(self) -> Actor:
        """The person as one who acts; read inside the organization."""
        if self.member is not None:
            return member_actor(Member.objects.get(pk=self.member.pk))
        return portal_actor(self.organization.pk, self.contact)


@dataclass
class Cast:
    """Organization acme with its people, and Sam, who owns globex and has no business in acme.

    Ana works in Flights. Bo works in Hotels and so does not see what is in Flights. ``ticket`` is Carla's, in
    Flights; ``other_ticket`` is somebody else's, in Hotels; ``foreign_ticket`` is in globex.
    """

    acme: Organization
    globex: Organization
    flights: Department
    hotels: Department
    owner: Person
    administrator: Person
    agent: Person
    other_agent: Person
    viewer: Person
    employee: Person
    customer: Person
    stranger: Person
    ticket: Ticket
    other_ticket: Ticket
    foreign_ticket: Ticket
    link: str
    """The secret of Carla's link to her ticket."""
    people: dict[str, Person] = field(default_factory=dict)


def make_cast() -> Cast:
    """Return the cast, fresh, laid out from the copy that was made once."""
    return laying.lay_out(make_cast_by_actions)


def make_cast_by_actions() -> Cast:
    """Make all of them."""
    olivia = factories.make_user("olivia@acme.test", name="Olivia Owner")
    acme = factories.make_organization("acme", name="Acme Travel", owner=olivia)
    people: dict[str, Person] = {}
    with tenancy.organization(acme.pk):
        flights, hotels = factories.make_department("Flights"), factories.make_department("Hotels")
        people["owner"] = Person(olivia, acme, Member.objects.get(user=olivia))
        for key, name, role, department in (
            ("administrator", "Adam Admin", Role.ADMINISTRATOR, None),
            ("agent", "Ana Agent", Role.SUPPORT_AGENT, flights),
            ("other_agent", "Bo Other", Role.SUPPORT_AGENT, hotels),
            ("viewer", "Vera Viewer", Role.VIEWER, None),
            ("employee", "Emil Employee", Role.EMPLOYEE, None),
        ):
            user = factories.make_user(f"{name.split()[0].lower()}@acme.test", name=name)
            member = factories.make_member(user, roles=[role], departments=[department] if department else [])
            people[key] = Person(user, acme, member)
        carla = factories.make_user("carla@customer.test", name="Carla Customer")
        contact = factories.make_contact("carla@customer.test", name="Carla Customer", user=carla)
        people["customer"] = Person(carla, acme, contact=contact)
        ticket = factories.make_ticket(
            "My flight was cancelled", "Please help me.", requester=contact, department=flights
        )
        other = factories.make_ticket("The room has no window", "It is dark.", department=hotels)
        link = factories.make_secret(Participant.objects.get(ticket=ticket, contact=contact))
    sam = factories.make_user("sam@globex.test", name="Sam Stranger")
    globex = factories.make_organization("globex", name="Globex", owner=sam)
    with tenancy.organization(globex.pk):
        people["stranger"] = Person(sam, globex, Member.objects.get(user=sam))
        foreign = factories.make_ticket("Something of globex", "Secret.")
    return Cast(
        acme=acme, globex=globex, flights=flights, hotels=hotels, ticket=ticket, other_ticket=other,
        foreign_ticket=foreign, link=link, people=people, **people,
    )  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, fresh for each test."""
    return make_cast()


@pytest.fixture
def in_acme(cast: Cast) -> Iterator[Cast]:
    """The cast, and the test runs inside of acme."""
    with tenancy.organization(cast.acme.pk):
        yield cast


@pytest.fixture
def client_of() -> Callable[[Person | None], Client]:
    """Return a browser without scripts in which a person is signed in; for None, nobody."""

    def sign_in(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person.user)
        return client

    return sign_in


@pytest.fixture
def token_of() -> Callable[..., str]:
    """Return the secret of a new token of a member, with scopes and a life as told."""

    def make(person: Person, *, scopes: Sequence[str] = (), expires_in: datetime.timedelta | None = None) -> str:
        with tenancy.organization(person.organization.pk):
            secret = factories.make_token(person.member, scopes=scopes, expires_in=expires_in).secret
        assert digest(secret)
        return secret

    return make
