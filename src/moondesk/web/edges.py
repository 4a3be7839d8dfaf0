"""The edge of the web: a request enters an organization and gets its actor; its transaction begins and ends here."""

import functools
import uuid
from collections.abc import Callable
from typing import Any, cast

import structlog
from allauth.account.models import EmailAddress
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.contacts.actions import join_by_address
from moondesk.contacts.models import Contact
from moondesk.contacts.queries import contacts_of_users
from moondesk.kit import tenancy
from moondesk.kit.errors import NotAllowed, TooMany
from moondesk.organizations.actor import Actor, ActorKind, Door
from moondesk.organizations.errors import OrganizationNotFound
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Permission, Role
from moondesk.organizations.queries import current_organization, member_actor, member_of, organization_id_of


class TenantRequest(HttpRequest):
    """A request inside an organization. ``member`` is set in the desk, ``contact`` for a signed-in customer."""

    organization: Organization
    actor: Actor
    member: Member
    contact: Contact | None
    user: User
    over_limit: TooMany | None


type View = Callable[..., HttpResponse]

PERMISSION = "moondesk_permission"
"""Attribute of a view that the permission matrix reads: the permission it needs, or None for a public page."""


def _enter(request: HttpRequest, slug: str) -> uuid.UUID:
    organization_id = organization_id_of(slug)
    structlog.contextvars.bind_contextvars(organization=slug)
    return organization_id


def in_desk(permission: Permission) -> Callable[[View], View]:
    """Open a view to members with the permission. Others: sign in first, or no such page for non-members."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def enter(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            with tenancy.organization(_enter(request, slug)):
                inside = cast("TenantRequest", request)
                member = member_of(request.user)
                if member is None:
                    raise OrganizationNotFound(_("There is no such organization."))
                inside.organization, inside.member = current_organization(), member
                inside.actor, inside.contact = member_actor(member), None
                inside.actor.require(Permission.DESK_OPEN)
                inside.actor.require(permission)
                return _private(view(inside, **kwargs))

        setattr(enter, PERMISSION, permission)
        return enter

    return wrap


def in_portal(*, sign_in: bool = False) -> Callable[[View], View]:
    """Open a view of the portal to everybody, or with ``sign_in`` to signed-in customers only."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def enter(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            with tenancy.organization(_enter(request, slug)):
                inside = cast("TenantRequest", request)
                inside.organization = current_organization()
                inside.contact = _contact_of(request)
                if sign_in and not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path(), reverse("account_login"))
                if sign_in and inside.contact is None:
                    raise NotAllowed(_("Nothing here belongs to your account."))
                inside.actor = portal_actor(inside.organization.pk, inside.contact)
                return _private(view(inside, **kwargs))

        setattr(enter, PERMISSION, Permission.PORTAL_OPEN if sign_in else None)
        return enter

    return wrap


def _contact_of(request: HttpRequest) -> Contact | None:
    """Return as whom the user writes here; a contact with an address that the user has proven becomes theirs."""
    if not request.user.is_authenticated:
        return None
    contact = contacts_of_users([request.user.pk]).get(request.user.pk)
    if contact is not None:
        return contact
    proven = EmailAddress.objects.filter(user=request.user, verified=True).values_list("email", flat=True)
    return join_by_address(request.user, list(proven))


def has_proven_address(user: User) -> bool:
    """Say whether the user has confirmed the address that they sign in with."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())


def portal_actor(organization_id: uuid.UUID, contact: Contact | None, *, role: Role = Role.CUSTOMER) -> Actor:
    """Return a customer as one who acts; without a contact one who may only write in."""
    return Actor(
        organization_id=organization_id,
        kind=ActorKind.CONTACT,
        id=contact.pk if contact else None,
        label=contact.shown_name if contact else "Guest",
        permissions=ROLE_PERMISSIONS[role],
        door=Door.PORTAL,
        contact_id=contact.pk if contact else None,
    )


def public(view: View) -> View:
    """Mark a view outside of any organization as open to everybody."""
    setattr(view, PERMISSION, None)
    return view


def _private(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response
