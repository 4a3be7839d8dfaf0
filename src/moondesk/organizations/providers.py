"""Reading the providers by which members sign in."""

import uuid

from django.conf import settings
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.kit import database, tenancy
from moondesk.kit.errors import NotFound
from moondesk.organizations.actor import Actor
from moondesk.organizations.domains import domain_of, missing_of, proven_of, record_name, record_of
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.queries import current_organization, member_of, memberships_of
from moondesk.organizations.sign_in_models import IdentityProvider
from moondesk.organizations.sign_in_rules import ProviderKey, forced_provider, is_by_provider, read_key, ways_of


def key_of(provider: IdentityProvider) -> ProviderKey:
    """Return the key of a provider."""
    return ProviderKey(provider.organization_id, provider.pk)


def provider_by_key(text: str) -> IdentityProvider | None:
    """Return the provider that a key names, read in its organization."""
    key = read_key(text)
    if key is None:
        return None
    with tenancy.organization(key.organization_id):
        return IdentityProvider.objects.filter(pk=key.provider_id).first()


def providers_on() -> list[IdentityProvider]:
    """Return the providers of the organization in context that people can sign in by."""
    return list(IdentityProvider.objects.filter(is_on=True))


def all_providers(by: Actor) -> list[IdentityProvider]:
    """Return all of them, for those who manage them."""
    by.require(Permission.ORGANIZATION_MANAGE)
    return list(IdentityProvider.objects.all())


def provider_keys() -> list[ProviderKey]:
    """Return the keys by which accounts at the organization's providers are known."""
    return [key_of(provider) for provider in IdentityProvider.objects.all()]


def get_provider(by: Actor, provider_id: uuid.UUID) -> IdentityProvider:
    """Return one. Raises ``NotFound``."""
    by.require(Permission.ORGANIZATION_MANAGE)
    found = IdentityProvider.objects.filter(pk=provider_id).first()
    if found is None:
        raise NotFound(_("There is no such thing here."))
    return found


def standing_of(domains: list[str]) -> list[dict[str, object]]:
    """Return of each domain whether it is proven, and the record that proves it."""
    proven, missing = proven_of(domains), missing_of(domains)
    return [
        {
            "domain": one,
            "proven_at": proven.get(one),
            "missing_since": missing.get(one),
            "name": record_name(one),
            "record": record_of(one),
        }
        for one in domains
    ]


def slugs_for(email: str) -> list[str]:
    """Return the organizations whose people with this address sign in by a provider, by name."""
    return [slug for (slug,) in database.crossing("sign_in_by_domain", domain_of(email))]


def keeps_address(user: User) -> bool:
    """Say whether an organization decides how people of the domain of somebody's address sign in.

    They keep that address: with another one they would come in round the provider that is the only way. That holds
    where they work also while the domain's proof is lost.
    """
    if slugs_for(user.email):
        return True
    for one in memberships_of(user):
        with tenancy.organization(one.organization_id):
            if forced_provider(current_organization().forced_sign_in, user.email) is not None:
                return True
    return False


def callback_of(provider: IdentityProvider) -> str:
    """Return the address that has to be registered at the provider."""
    return f"{settings.BASE_URL}/accounts/sso/{key_of(provider)}/callback"


def takes(organization: Organization, user: User, member: Member | None, methods: object) -> bool:
    """Say whether an organization takes the way in which somebody signed in.

    Whoever came by the provider of one organization is known to that one alone. Owners may come in by their password
    where a provider is the only way: it may be the provider that is broken (docs/decisions/sign-in.md).
    """
    found = ways_of(methods)
    if found.confined_to is not None and organization.pk not in found.confined_to:
        return False
    wanted = forced_provider(organization.forced_sign_in, user.email)
    if wanted is None or (member is not None and Role.OWNER in member.roles):
        return True
    return ProviderKey(organization.pk, wanted) in found.providers


def takes_user(organization: Organization, user: User, methods: object) -> bool:
    """Say the same of somebody of whom it is not known whether they are a member; most times nothing is read."""
    if not organization.forced_sign_in and not is_by_provider(methods):
        return True
    return takes(organization, user, member_of(user), methods)
