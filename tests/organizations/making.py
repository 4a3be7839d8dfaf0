"""Providers by which members sign in, domains that are proven, offers of ownership."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from allauth.account.models import EmailAddress

from moondesk.accounts.actions import note_sign_in
from moondesk.accounts.models import SignIn, User
from moondesk.kit import tenancy
from moondesk.organizations.actions import add_member
from moondesk.organizations.actions.providers import NewProvider, ProviderChange, add_provider, change_provider
from moondesk.organizations.actions.transfer import Handing, offer_ownership
from moondesk.organizations.actor import system_actor
from moondesk.organizations.domains import note_proof
from moondesk.organizations.people import owners
from moondesk.organizations.queries import current_organization, member_actor
from moondesk.organizations.sign_in_models import IdentityProvider, ProvenDomain
from moondesk.organizations.transfer_models import OwnershipOffer

_counter = itertools.count(1)


def make_proven_domain(domain: str = "") -> ProvenDomain:
    """Return a domain that the organization proved to be its own."""
    name = domain or f"proven{next(_counter)}.test"
    note_proof(name, by=system_actor(tenancy.current_organization_id()))
    return ProvenDomain.objects.get(domain=name)


def make_provider(issuer: str = "https://login.example.test", **given: Any) -> IdentityProvider:
    """Return a provider that is on."""
    by = system_actor(tenancy.current_organization_id())
    domains: Sequence[str] = given.get("domains", ())
    new = NewProvider(
        given.get("name", "Example login"),
        issuer,
        given.get("client_id", f"client-{next(_counter)}"),
        "a secret",
        domains,
        given.get("default_role", ""),
    )
    provider = add_provider(new, by=by)
    change_provider(provider, ProviderChange(is_on=True), by=by)
    return provider


def make_sign_in() -> SignIn:
    """Return where a session was opened."""
    number = next(_counter)
    user = User.objects.create_user(f"signedin{number}@example.test", None)
    note_sign_in(user, f"session{number}", address="192.0.2.7", agent="")
    return SignIn.objects.get(user=user)


def make_offer() -> OwnershipOffer:
    """Return an offer of ownership to somebody new."""
    number = next(_counter)
    user = User.objects.create_user(f"taker{number}@example.test", None, name="Tara Taker")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    taker = add_member(user, roles=["administrator"], by=system_actor(tenancy.current_organization_id()))
    wanted = Handing(taker.pk, "administrator", current_organization().name)
    return offer_ownership(wanted, by=member_actor(owners()[0]))


SIGNING_IN: dict[type, Callable[[], Any]] = {
    ProvenDomain: make_proven_domain,
    IdentityProvider: make_provider,
    SignIn: make_sign_in,
    OwnershipOffer: make_offer,
}
"""How to get one row of each model of signing in."""
