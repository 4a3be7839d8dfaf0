"""Of whom the organization asks a second factor, and who goes without."""

import datetime
import uuid
from collections.abc import Collection

from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.accounts.queries import shows_second_factor, sign_in_methods, with_second_factor
from moondesk.kit.clock import now
from moondesk.organizations.errors import SecondFactorFirst
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import standing_of
from moondesk.organizations.queries import member_of
from moondesk.organizations.sign_in_rules import Demand, ways_of


def demand_of(organization: Organization) -> Demand:
    """Return what an organization asks."""
    own = organization
    return Demand(own.second_factor_roles, own.second_factor_since, own.second_factor_days)


def asked_from(organization: Organization, member: Member) -> datetime.datetime | None:
    """Return from when on a member comes in with a second factor only, None where nobody asks them."""
    if not organization.second_factor_roles:
        return None
    return demand_of(organization).holds_from(standing_of(member), member.created_at)


def is_shown(organization_id: uuid.UUID, user: User, session: SessionBase) -> bool:
    """Say whether a session is good where a second factor is asked for.

    Who came by the organization's own provider was asked there: it decides what its people show
    (docs/decisions/sign-in.md).
    """
    own = {key.organization_id for key in ways_of(sign_in_methods(session)).providers}
    return organization_id in own or shows_second_factor(session, user)


def missing_from(
    organization: Organization, member: Member, user: User, session: SessionBase
) -> datetime.datetime | None:
    """Return from when on a session without a second factor does not come in; None where all is well."""
    moment = asked_from(organization, member)
    return None if moment is None or is_shown(organization.pk, user, session) else moment


def is_overdue(organization: Organization, user: User, session: SessionBase) -> bool:
    """Say whether a session does not come in as it is; most times nothing is read."""
    member = member_of(user) if organization.second_factor_roles else None
    moment = missing_from(organization, member, user, session) if member else None
    return moment is not None and moment <= now()


def second_factor_error() -> SecondFactorFirst:
    """Return the error of a session that does not come in as it is."""
    text = _(
        "This organization asks for a second step now. Nothing was changed: copy what you typed, then load the page."
    )
    return SecondFactorFirst(text)


def overdue(organization: Organization, user_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return which of the users are members who need a second factor by now."""
    if not organization.second_factor_roles or not user_ids:
        return frozenset()
    moment = now()
    members = Member.objects.filter(user_id__in=user_ids, is_active=True)
    needs = {member.user_id: asked_from(organization, member) for member in members}
    return frozenset(user for user, start in needs.items() if start is not None and start <= moment)


def is_covered(user: User, organization_id: uuid.UUID) -> bool:
    """Say whether an account has a second factor, or is connected to a provider of the organization, which asks."""
    return bool(covered([user.pk], organization_id))


def covered(user_ids: Collection[uuid.UUID], organization_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return of which of the users the same is true."""
    connected = SocialAccount.objects.filter(
        user_id__in=user_ids, provider__startswith=provider_beginning(organization_id)
    )
    return with_second_factor(user_ids) | frozenset(connected.values_list("user_id", flat=True))


def provider_beginning(organization_id: uuid.UUID) -> str:
    """Return with what the keys of an organization's providers begin."""
    return f"org-{organization_id.hex}-"


def members_without(organization: Organization) -> list[tuple[Member, datetime.datetime]]:
    """Return the active members who are asked for a second factor and have none, and until when they come in so."""
    if not organization.second_factor_roles:
        return []
    members = list(Member.objects.select_related("user").filter(is_active=True))
    asked = {member: moment for member in members if (moment := asked_from(organization, member))}
    safe = covered([member.user_id for member in asked], organization.pk)
    return [(member, moment) for member, moment in asked.items() if member.user_id not in safe]
