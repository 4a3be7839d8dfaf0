"""Providers by which members sign in: adding, changing, testing and removing them; and who joins by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from moondesk.accounts.actions import forget_accounts_at
from moondesk.accounts.models import User
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.kit.sealing import seal
from moondesk.organizations.actions.giving import exceeds
from moondesk.organizations.actions.members import add_member
from moondesk.organizations.actions.names import check_name
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.domains import check_domain, domain_of, keep_forced, proven_of
from moondesk.organizations.errors import DomainNotProven, InvalidOrganization, MoreThanOwn, ProviderNotTested
from moondesk.organizations.events import ProviderAdded, ProviderChanged, ProviderRemoved
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Permission, Role
from moondesk.organizations.queries import current_organization
from moondesk.organizations.sign_in_models import IdentityProvider
from moondesk.organizations.sign_in_rules import ProviderKey, forced_lines

MOST_PROVIDERS = 10
MOST_DOMAINS = 50
JOINING_ROLES = ("", Role.SUPPORT_AGENT.value, Role.VIEWER.value, Role.EMPLOYEE.value)
"""As what somebody may join by signing in alone; never as more than a support agent."""
_LENGTHS = {"issuer": 500, "client_id": 200, "secret": 500}


@dataclass(frozen=True)
class NewProvider:
    """A provider as somebody typed it."""

    name: str
    issuer: str
    client_id: str
    secret: str
    domains: Sequence[str] = ()
    default_role: str = ""


@dataclass(frozen=True)
class ProviderChange:
    """What to change of a provider; None leaves it. An empty secret leaves the one that is kept."""

    name: str | None = None
    secret: str | None = None
    domains: Sequence[str] | None = None
    default_role: str | None = None
    is_on: bool | None = None
    is_forced: bool | None = None


def _wrong(field: str, text: str) -> InvalidOrganization:
    return InvalidOrganization(text, fields={field: text})


def check_issuer(text: str) -> str:
    """Return the address of an issuer. Raises ``InvalidOrganization`` for one that nobody could sign in at safely."""
    issuer = text.strip().rstrip("/").removesuffix("/.well-known/openid-configuration")
    try:
        parts = urlsplit(issuer)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    problem = _("This is not the address of an issuer. It looks like https://login.example.com.")
    if not host or len(issuer) > _LENGTHS["issuer"] or not issuer.isprintable() or " " in issuer:
        raise _wrong("issuer", problem)
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise _wrong("issuer", problem)
    # Without TLS only where the operator opened a network of their own: nothing else there can be asked anyway.
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.EGRESS_NETWORKS):
        raise _wrong("issuer", _("The address has to begin with https://."))
    return issuer


def _line(field: str, text: str, *, empty: str) -> str:
    value = text.strip()
    if not value:
        raise _wrong(field, empty)
    if len(value) > _LENGTHS[field] or not value.isprintable():
        raise _wrong(field, _("This is too long, or has characters that cannot be shown."))
    return value


def _domains(typed: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(check_domain(one) for one in typed if one.strip()))
    if len(found) > MOST_DOMAINS:
        raise _wrong("domains", _("A provider can have %(most)s domains.") % {"most": MOST_DOMAINS})
    return found


def _role(role: str) -> str:
    if role not in JOINING_ROLES:
        raise _wrong("default_role", _("Nobody can join with this role by signing in alone."))
    return role


def _check_may_vouch(by: Actor) -> None:
    """Raise unless the actor may do all that an administrator may: whoever runs a provider can come in as anybody."""
    by.require(Permission.ORGANIZATION_MANAGE)
    if exceeds(ROLE_PERMISSIONS[Role.ADMINISTRATOR], by):
        raise MoreThanOwn(_("Only who may do all that an administrator may can decide who vouches for people."))


def add_provider(new: NewProvider, *, by: Actor) -> IdentityProvider:
    """Add a provider; it is off until somebody switches it on. Raises ``MoreThanOwn``."""
    _check_may_vouch(by)
    if IdentityProvider.objects.count() >= MOST_PROVIDERS:
        raise InvalidOrganization(_("An organization can have %(most)s providers.") % {"most": MOST_PROVIDERS})
    pk = new_id()
    provider = IdentityProvider(
        id=pk,
        name=check_name(new.name, empty=_("Say how people know the provider.")),
        issuer=check_issuer(new.issuer),
        client_id=_line("client_id", new.client_id, empty=_("Give the client ID that the provider shows.")),
        secret=seal(_line("secret", new.secret, empty=_("Give the client secret that the provider shows.")), pk),
        domains=_domains(new.domains),
        default_role=_role(new.default_role),
    )
    try:
        with transaction.atomic():
            provider.save(force_insert=True)
    except IntegrityError:
        raise _wrong("client_id", _("This provider is here already.")) from None
    emit(ProviderAdded(subject_id=pk, label=provider.name, issuer=provider.issuer), by=by)
    return provider


def change_provider(provider: IdentityProvider, change: ProviderChange, *, by: Actor) -> None:
    """Change what was typed, switch it on or off, or make it the only way in for people of its proven domains.

    Raises ``ProviderNotTested`` or ``DomainNotProven`` when it cannot become the only way in, or ``MoreThanOwn``.
    """
    _check_may_vouch(by)
    before = _shown(provider)
    _apply(provider, change)
    if change.is_forced and provider.is_forced:
        _check_may_force(provider)
    provider.save()
    keep_forced()
    after = _shown(provider)
    if change.secret:
        before["secret"], after["secret"] = "", "changed"
    changed = [key for key in after if before.get(key) != after[key]]
    if changed:
        old, new = {key: before[key] for key in changed}, {key: after[key] for key in changed}
        emit(ProviderChanged(subject_id=provider.pk, label=provider.name, before=old, after=new), by=by)


def _apply(provider: IdentityProvider, change: ProviderChange) -> None:
    if change.name is not None:
        provider.name = check_name(change.name, empty=_("Say how people know the provider."))
    if change.secret:
        provider.secret = seal(_line("secret", change.secret, empty=""), provider.pk)
    if change.domains is not None:
        provider.domains = _domains(change.domains)
    if change.default_role is not None:
        provider.default_role = _role(change.default_role)
    if change.is_on is not None:
        provider.is_on = change.is_on
    if change.is_forced is not None:
        provider.is_forced = change.is_forced
    if not provider.is_on:
        provider.is_forced = False


def _check_may_force(provider: IdentityProvider) -> None:
    if provider.tested_at is None:
        raise ProviderNotTested(_("Test the provider first: whoever cannot come back from it would be locked out."))
    # A domain whose proof was lost since stays led there, and its provider can still be changed.
    standing = set(forced_lines([(provider.pk, provider.domains)])) & set(current_organization().forced_sign_in)
    if not standing and not proven_of(provider.domains):
        raise DomainNotProven(
            _("Prove a domain of this provider first: only people of proven domains can be led there.")
        )


def _shown(provider: IdentityProvider) -> dict[str, str]:
    return {
        "name": provider.name,
        "domains": ", ".join(provider.domains),
        "default_role": provider.default_role,
        "is_on": str(provider.is_on),
        "is_forced": str(provider.is_forced),
    }


def remove_provider(provider: IdentityProvider, *, by: Actor) -> None:
    """Remove a provider. Who signed in by it does so in another way from now on."""
    by.require(Permission.ORGANIZATION_MANAGE)
    emit(ProviderRemoved(subject_id=provider.pk, label=provider.name), by=by)
    forget_accounts_at(str(ProviderKey(provider.organization_id, provider.pk)))
    provider.delete()
    keep_forced()


def note_tested(provider: IdentityProvider) -> None:
    """Write down that somebody came back from the provider well."""
    IdentityProvider.objects.filter(pk=provider.pk).update(tested_at=now())


def join_by(provider: IdentityProvider, user: User) -> Member | None:
    """Return the member that the user is; who is none joins, if the provider's people do.

    One who was deactivated stays out: None.
    """
    known = Member.objects.filter(user=user).first()
    if known is not None:
        return known if known.is_active else None
    if not may_join(provider, user.email):
        return None
    return add_member(user, roles=[Role(provider.default_role)], by=system_actor(provider.organization_id))


def may_join(provider: IdentityProvider, email: str) -> bool:
    """Say whether somebody with a verified address joins by signing in."""
    return bool(provider.default_role) and speaks_for(provider, email)


def speaks_for(provider: IdentityProvider, email: str) -> bool:
    """Say whether the provider is believed about an address: it is of one of its domains, and that one is proven."""
    domain = domain_of(email)
    return domain in provider.domains and bool(proven_of([domain]))
