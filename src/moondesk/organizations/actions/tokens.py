"""Bearer tokens for programs: of a member, or of the organization."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from django.utils.translation import gettext as _

from moondesk.accounts.models import normal_email
from moondesk.events.actions import emit
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.ids import digest, new_secret
from moondesk.organizations.actions.giving import is_above
from moondesk.organizations.actions.names import check_name
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.errors import BadToken, InvalidOrganization, MoreThanOwn
from moondesk.organizations.events import TokenCreated, TokenRevoked
from moondesk.organizations.models import ApiToken, Member
from moondesk.organizations.permissions import Permission, held_by
from moondesk.organizations.queries import member_actor, organization_id_of

MOST_NETWORKS = 20
type _Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class NewToken:
    """A token just made: ``secret`` is shown once and kept nowhere."""

    token: ApiToken
    secret: str


class Usual(datetime.timedelta):
    """How long a token lasts if nobody said how long: no longer than the token that makes it, if one does."""


def _wrong(field: str, text: str) -> InvalidOrganization:
    return InvalidOrganization(text, fields={field: text})


def _check_scopes(scopes: Sequence[str], by: Actor) -> list[str]:
    unknown = [scope for scope in scopes if scope not in {permission.value for permission in by.permissions}]
    if unknown:
        shown = ", ".join(unknown)
        raise _wrong("scopes", _("There is no such scope, or not for this member: %(scopes)s") % {"scopes": shown})
    return list(dict.fromkeys(scopes))


def _check_networks(typed: Sequence[str]) -> list[str]:
    try:
        networks = [str(ip_network(one.strip(), strict=False)) for one in typed if one.strip()]
    except ValueError:
        networks = [""]
    if "" in networks or len(networks) > MOST_NETWORKS:
        text = _("Give up to %(most)s networks, such as 192.0.2.0/24, or single addresses.")
        raise _wrong("networks", text % {"most": MOST_NETWORKS})
    return list(dict.fromkeys(networks))


def _maker(by: Actor) -> ApiToken | None:
    """Return the token that makes another, if it is one that does."""
    if by.kind is not ActorKind.TOKEN:
        return None
    living = ApiToken.objects.select_for_update(of=("self",)).filter(revoked_at=None)
    maker = living.filter(pk=by.id).first() if by.id else None
    if maker is None:  # revoked while it was at work: what it makes now would outlive it
        raise BadToken(_("The token is not valid."))
    return maker


def _end(expires_in: datetime.timedelta | None, maker: ApiToken | None) -> datetime.datetime | None:
    expires_at = now() + expires_in if expires_in is not None else None
    if maker is None or maker.expires_at is None or not isinstance(expires_in, Usual) or expires_at is None:
        return expires_at
    return min(expires_at, maker.expires_at)


def _check_bounds(expires_at: datetime.datetime | None, networks: Sequence[str], maker: ApiToken) -> None:
    """Let no token that is made by a token last longer or work from more places than the one that makes it."""
    if maker.expires_at is not None and (expires_at is None or expires_at > maker.expires_at):
        raise _wrong("expires_in", _("It cannot last longer than the token that makes it."))
    wide = [ip_network(one) for one in maker.networks]
    if wide and not (networks and all(_is_within(ip_network(one), wide) for one in networks)):
        raise _wrong("networks", _("It cannot work from more networks than the token that makes it."))


def _is_within(network: _Network, wide: Sequence[_Network]) -> bool:
    return any(network.version == one.version and network.subnet_of(one) for one in wide)  # type: ignore[arg-type]


def _make(
    member: Member | None,
    name: str,
    scopes: Sequence[str],
    expires_in: datetime.timedelta | None,
    networks: Sequence[str],
    by: Actor,
) -> NewToken:
    secret = f"mdk_{new_secret()}"
    maker, checked = _maker(by), _check_networks(networks)
    expires_at = _end(expires_in, maker)
    if maker is not None:
        _check_bounds(expires_at, checked, maker)
    token = ApiToken.objects.create(
        member=member,
        name=check_name(name, empty=_("Say what the token is for.")),
        prefix=secret[:10],
        digest=digest(secret),
        scopes=_check_scopes(scopes, by),
        networks=checked,
        expires_at=expires_at,
        made_by=maker.pk if maker else None,
    )
    emit(TokenCreated(subject_id=token.pk, label=token.name, is_organizations=member is None), by=by)
    return NewToken(token, secret)


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
    by.require(Permission.TOKEN_OWN if by.member_id == member.pk else Permission.TOKEN_MANAGE)
    wide = not scopes and not held_by(member) <= by.permissions
    if wide or any(is_above(held, by) for held in member.roles):
        raise MoreThanOwn(_("You cannot make a token that may do more than you."))
    return _make(member, name, scopes, expires_in, networks, by)


def create_organization_token(
    name: str,
    *,
    by: Actor,
    scopes: Sequence[str],
    expires_in: datetime.timedelta | None = None,
    networks: Sequence[str] = (),
) -> NewToken:
    """Make a token that is the organization's own: it may do what its scopes say, whoever made it and stays or goes.

    Nobody's departments are behind it, so of tickets it sees all or none.
    """
    by.require(Permission.TOKEN_MANAGE)
    if not scopes:
        raise _wrong("scopes", _("Choose what the token may do. It is nobody's, so it may do nothing else."))
    if Permission.TICKET_VIEW in scopes and Permission.TICKET_VIEW_ALL not in scopes:
        text = _("A token of the organization sees all tickets or none. Allow it %(scope)s too.")
        raise _wrong("scopes", text % {"scope": Permission.TICKET_VIEW_ALL.value})
    return _make(None, name, scopes, expires_in, networks, by)


def revoke_token(token: ApiToken, *, by: Actor) -> None:
    """Make a token stop working at once, with all that it made. A token may end itself."""
    is_own = token.member_id is not None and by.member_id == token.member_id
    if not is_own and by.id != token.pk:
        by.require(Permission.TOKEN_MANAGE)
    end_token(token, by=by)


def end_token(token: ApiToken, *, by: Actor) -> None:
    """Revoke a token, and those that it made, and those that they made: whoever stole it may have made them."""
    moment = now()
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=moment):
        return
    token.revoked_at = moment
    emit(TokenRevoked(subject_id=token.pk, label=token.name), by=by)
    for made in ApiToken.objects.filter(made_by=token.pk, revoked_at=None):
        end_token(made, by=by)


def revoke_all_tokens(*, by: Actor, of_everybody: bool = False) -> int:
    """Make all tokens of a member stop working at once, or all that there are; returns how many did."""
    if of_everybody:
        by.require(Permission.TOKEN_MANAGE)
    found = ApiToken.objects.filter(revoked_at=None)
    if not of_everybody:
        found = found.filter(member_id__in=[by.member_id] if by.member_id else [])
    tokens = list(found.select_for_update(of=("self",)).order_by("pk"))
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
            text = _("%(email)s is not an active member of %(organization)s.")
            raise _wrong("email", text % {"email": email, "organization": organization})
        days = datetime.timedelta(days=expires_in_days) if expires_in_days is not None else None
        shown = name.strip() or _("Token")
        return create_token(member, shown, by=member_actor(member), scopes=scopes, expires_in=days).secret
