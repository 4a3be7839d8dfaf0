"""Bearer tokens for programs."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_network

from django.utils.translation import gettext as _

from moondesk.accounts.models import normal_email
from moondesk.events.actions import emit
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.ids import digest, new_secret
from moondesk.organizations.actions.giving import is_above
from moondesk.organizations.actions.names import check_name
from moondesk.organizations.actor import Actor
from moondesk.organizations.errors import InvalidOrganization, MoreThanOwn
from moondesk.organizations.events import TokenCreated, TokenRevoked
from moondesk.organizations.models import ApiToken, Member
from moondesk.organizations.permissions import Permission, held_by
from moondesk.organizations.queries import member_actor, organization_id_of

MOST_NETWORKS = 20


@dataclass(frozen=True)
class NewToken:
    """A token just made: ``secret`` is shown once and kept nowhere."""

    token: ApiToken
    secret: str


def _check_scopes(scopes: Sequence[str], by: Actor) -> list[str]:
    unknown = [scope for scope in scopes if scope not in {permission.value for permission in by.permissions}]
    if unknown:
        text = _("There is no such scope, or not for this member: %(scopes)s") % {"scopes": ", ".join(unknown)}
        raise InvalidOrganization(text, fields={"scopes": text})
    return list(dict.fromkeys(scopes))


def _check_networks(typed: Sequence[str]) -> list[str]:
    try:
        networks = [str(ip_network(one.strip(), strict=False)) for one in typed if one.strip()]
    except ValueError:
        networks = [""]
    if "" in networks or len(networks) > MOST_NETWORKS:
        text = _("Give up to %(most)s networks, such as 192.0.2.0/24, or single addresses.") % {"most": MOST_NETWORKS}
        raise InvalidOrganization(text, fields={"networks": text})
    return list(dict.fromkeys(networks))


def create_token(
    member: Member,
    name: str,
    *,
    by: Actor,
    scopes: Sequence[str] = (),
    expires_in: datetime.timedelta | None = None,
    networks: Sequence[str] = (),
) -> NewToken:
    """Make a token for a member; without scopes it may do what the member may, without networks from anywhere.

    Raises ``MoreThanOwn`` when the token could do more than the actor.
    """
    if by.member_id != member.pk:
        by.require(Permission.TOKEN_MANAGE)
    wide = not scopes and not held_by(member) <= by.permissions
    if wide or any(is_above(held, by) for held in member.roles):
        raise MoreThanOwn(_("You cannot make a token that may do more than you."))
    secret = f"mdk_{new_secret()}"
    token = ApiToken.objects.create(
        member=member,
        name=check_name(name, empty=_("Say what the token is for.")),
        prefix=secret[:10],
        digest=digest(secret),
        scopes=_check_scopes(scopes, by),
        networks=_check_networks(networks),
        expires_at=now() + expires_in if expires_in is not None else None,
    )
    emit(TokenCreated(subject_id=token.pk, label=token.name), by=by)
    return NewToken(token, secret)


def revoke_token(token: ApiToken, *, by: Actor) -> None:
    """Make a token stop working at once."""
    if by.member_id != token.member_id:
        by.require(Permission.TOKEN_MANAGE)
    if token.revoked_at is None:
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
        emit(TokenRevoked(subject_id=token.pk, label=token.name), by=by)


def revoke_all_tokens(*, by: Actor, of_everybody: bool = False) -> int:
    """Make all tokens of a member stop working at once, or all of the organization; returns how many did."""
    if of_everybody:
        by.require(Permission.TOKEN_MANAGE)
    found = ApiToken.objects.filter(revoked_at=None)
    if not of_everybody:
        found = found.filter(member_id__in=[by.member_id] if by.member_id else [])
    tokens = list(found.select_for_update(of=("self",)))
    for token in tokens:
        revoke_token(token, by=by)
    return len(tokens)


def create_api_token_for(
    *, organization: str, email: str, scopes: Sequence[str] = (), name: str = "", expires_in_days: int | None = None
) -> str:
    """Make a token for a member named by slug and mail address, from the command line; returns the secret.

    Raises ``OrganizationNotFound`` for the slug and ``InvalidOrganization`` for the address or a scope.
    """
    with tenancy.organization(organization_id_of(organization)):
        member = Member.objects.filter(user__email=normal_email(email), is_active=True).first()
        if member is None:
            text = _("%(email)s is not an active member of %(organization)s.") % {
                "email": email,
                "organization": organization,
            }
            raise InvalidOrganization(text, fields={"email": text})
        days = datetime.timedelta(days=expires_in_days) if expires_in_days is not None else None
        shown = name.strip() or _("Token")
        return create_token(member, shown, by=member_actor(member), scopes=scopes, expires_in=days).secret
