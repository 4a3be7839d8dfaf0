"""Links to sign in: no way round what is asked of members, how many there are, and that an end is for good."""

import datetime
import uuid
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from moondesk.contacts.actions import update_contact
from moondesk.contacts.models import Contact
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.limits.actions import Limit
from moondesk.organizations.actions import members, second_factor
from moondesk.organizations.actions.providers import ProviderChange, change_provider, remove_provider
from moondesk.organizations.actor import system_actor
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Role
from moondesk.organizations.sign_in_models import IdentityProvider, ProvenDomain
from moondesk.portals.actions import PortalEdit, change_portal, make_link, signing_in
from moondesk.portals.actions.changing import take_portal_back
from moondesk.portals.models import SignInLink
from moondesk.portals.queries import sign_ins_by_link
from tests.harness.people import Cast
from tests.organizations.making import make_proven_domain, make_provider
from tests.portals.test_links import CARLA, is_in, opened, secret_for

pytestmark = pytest.mark.django_db
ANA = "ana@acme.test"


def make(email: str = CARLA) -> bool:
    return make_link(email, Organization.objects.get(), language="en") is not None


def ask_second_factor(*, days: int = 0) -> None:
    since = now() - datetime.timedelta(days=3)
    Organization.objects.update(second_factor_roles=["*"], second_factor_since=since, second_factor_days=days)
    Member.objects.update(created_at=since)


def force(domain: str = "acme.test") -> None:
    Organization.objects.update(forced_sign_in=[f"{domain}={uuid.uuid4().hex}"])


def own_address(cast: Cast) -> Contact:
    return Contact.objects.create(email=cast.agent.user.email, name="Ana")


def joined(cast: Cast) -> Contact:
    return Contact.objects.create(email="ana@home.test", name="Ana", user=cast.agent.user)


def second_address(cast: Cast) -> Contact:
    EmailAddress.objects.create(user=cast.agent.user, email="ana@home.test", verified=True)
    return Contact.objects.create(email="ana@home.test", name="Ana")


@pytest.mark.parametrize("whose", [own_address, joined, second_address])
@pytest.mark.parametrize("ask", [ask_second_factor, force])
def test_a_link_is_no_way_round_what_is_asked_of_a_member(
    cast: Cast, whose: Callable[[Cast], Contact], ask: Callable[[], None]
) -> None:
    with tenancy.organization(cast.acme.pk):
        contact = whose(cast)
    client, customer = Client(), Client()
    opened(secret_for(cast, str(contact.email)), client)
    waiting = secret_for(cast, str(contact.email))
    opened(secret_for(cast), customer)
    assert is_in(client)
    with tenancy.organization(cast.acme.pk):
        ask()
        assert not make(str(contact.email))
        assert make(), "a customer is no member"
    assert opened(waiting).status_code == 404
    assert not is_in(client)
    assert is_in(customer)


def test_who_has_days_left_or_works_there_no_more_comes_in_by_link(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        contact = own_address(cast)
        ask_second_factor(days=9)
        assert make(str(contact.email))
        ask_second_factor()
        assert not make(str(contact.email))
        Member.objects.filter(user=cast.agent.user).update(is_active=False)
        assert make(str(contact.email))


def test_an_address_that_comes_back_brings_no_sign_in_back(cast: Cast) -> None:
    client, waiting = Client(), secret_for(cast)
    opened(secret_for(cast), client)
    with tenancy.organization(cast.acme.pk):
        waiting_too = SignInLink.objects.create(
            contact=Contact.objects.get(email=CARLA), email=CARLA, digest=b"x" * 32, expires_at=now(), language="en"
        )
        for email in ("carla@new.test", CARLA):
            update_contact(Contact.objects.get(pk=waiting_too.contact_id), by=cast.owner.actor, email=email)
        assert not SignInLink.objects.filter(ended_at=None).exists()
    assert not is_in(client)
    assert opened(waiting).status_code == 404


@pytest.mark.parametrize("whose", [own_address, joined, second_address])
@pytest.mark.parametrize("what", ["demand", "role", "provider"])
def test_what_was_shut_out_stays_out_when_less_is_asked(
    cast: Cast, whose: Callable[[Cast], Contact], what: str
) -> None:
    with tenancy.organization(cast.acme.pk):
        contact, by = whose(cast), system_actor(cast.acme.pk)
        provider = make_provider(domains=["acme.test"]) if what == "provider" else None
    client, customer = Client(), Client()
    opened(secret_for(cast, str(contact.email)), client)
    opened(secret_for(cast), customer)
    assert is_in(client)
    with tenancy.organization(cast.acme.pk):
        for more in (True, False):
            if what == "demand":
                second_factor.ask_second_factor(cast.acme, ["*"] if more else [], 0, by=by)
            elif what == "role":
                members.change_role(cast.agent.member, Role.ADMINISTRATOR if more else Role.SUPPORT_AGENT, by=by)
            elif provider is not None:
                ProvenDomain.objects.get_or_create(domain="acme.test", defaults={"checked_at": now()})
                IdentityProvider.objects.update(tested_at=now())
                provider.refresh_from_db()
                change_provider(provider, ProviderChange(is_forced=more), by=by)
                assert bool(Organization.objects.get().forced_sign_in) is more
        assert not Organization.objects.get().second_factor_roles
    assert not is_in(client), "it does not come back with the demand lifted"
    assert is_in(customer), "a customer is no member"
    opened(secret_for(cast, str(contact.email)), client)
    assert is_in(client), "a new link is as good as ever"


@pytest.mark.parametrize("lift", ["letting go", "removal"])
@pytest.mark.parametrize("first", ["provider", "proof"])
def test_what_a_domain_proven_sooner_or_later_shut_out_stays_out(cast: Cast, first: str, lift: str) -> None:
    client, other = Client(), Client()
    with tenancy.organization(cast.acme.pk):
        Contact.objects.create(email="dora@dora.test")
        provider, by = make_provider(domains=["known.test", "dora.test"]), system_actor(cast.acme.pk)
        make_proven_domain("known.test")
        IdentityProvider.objects.update(tested_at=now())
        provider.refresh_from_db()
    opened(secret_for(cast, "dora@dora.test"), client)
    opened(secret_for(cast), other)
    with tenancy.organization(cast.acme.pk):
        steps = [
            lambda: change_provider(provider, ProviderChange(is_forced=True), by=by),
            lambda: make_proven_domain("dora.test"),
        ]
        for step in steps if first == "provider" else reversed(steps):
            step()
        assert len(Organization.objects.get().forced_sign_in) == 2
        if lift == "removal":
            remove_provider(provider, by=by)
        else:
            change_provider(provider, ProviderChange(is_forced=False), by=by)
        assert not Organization.objects.get().forced_sign_in
    assert not is_in(client)
    assert is_in(other), "nobody's domain but their own"


def test_who_came_by_a_link_beside_a_provider_does_not_come_back_when_it_is_removed(cast: Cast) -> None:
    client = Client()
    with tenancy.organization(cast.acme.pk):
        contact, provider = own_address(cast), make_provider(domains=["acme.test"])
    opened(secret_for(cast, str(contact.email)), client)
    with tenancy.organization(cast.acme.pk):  # as where somebody joins later, of whom their provider is asked
        Organization.objects.update(forced_sign_in=[f"acme.test={provider.pk.hex}"])
    assert not is_in(client)
    with tenancy.organization(cast.acme.pk):
        remove_provider(provider, by=system_actor(cast.acme.pk))
        assert not Organization.objects.get().forced_sign_in
    assert not is_in(client)


def test_another_change_of_a_contact_ends_nothing(cast: Cast) -> None:
    client = Client()
    opened(secret_for(cast), client)
    with tenancy.organization(cast.acme.pk):
        update_contact(Contact.objects.get(email=CARLA), by=cast.owner.actor, name="Carla C.", phone="123")
    assert is_in(client)


def test_links_switched_off_and_on_again_bring_no_sign_in_back(cast: Cast) -> None:
    client, waiting = Client(), secret_for(cast)
    opened(waiting, client)
    waiting = secret_for(cast)
    with tenancy.organization(cast.acme.pk):
        change_portal(PortalEdit(sign_in_links=False), by=cast.owner.actor)
        take_portal_back(Event.objects.filter(name="portal.changed").latest("id"), cast.owner.actor)
        assert sign_ins_by_link(Contact.objects.get(email=CARLA)) == []
    assert not is_in(client)
    assert opened(waiting).status_code == 404
    opened(secret_for(cast), client)
    assert is_in(client)


def expire() -> None:
    SignInLink.objects.update(expires_at=now())


def test_above_the_limit_of_an_hour_one_good_link_is_in_a_mailbox(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        for _time in range(signing_in.TO_ONE_HERE.most):
            assert make()
            expire()
        assert [make() for _time in range(3)] == [True, False, False]
        expire()
        assert make(), "whoever asked for the others, nobody is locked out"


def test_an_organization_as_a_whole_is_counted_and_locks_nobody_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "OF_ORGANIZATION", Limit("sign-in-link-organization", 2, 3600))
    with tenancy.organization(cast.acme.pk):
        Contact.objects.create(email="cid@customer.test")
        assert [make(), make(), make()] == [True, True, False]
        assert [make("cid@customer.test"), make("cid@customer.test")] == [True, False]


def test_a_mailbox_is_counted_over_all_organizations(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "TO_ONE", Limit("sign-in-link-mailbox", 2, 3600))
    with tenancy.organization(cast.globex.pk):
        Contact.objects.create(email="carla+globex@customer.test")
        assert make("carla+globex@customer.test")
        assert make("carla+globex@customer.test")
    with tenancy.organization(cast.acme.pk):
        assert [make(), make()] == [True, False]
