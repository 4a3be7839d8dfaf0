"""The edge of the web: a request enters an organization and gets its actor; its transaction begins and ends here."""

import datetime
import functools
import uuid
from collections.abc import Callable
from typing import Any, cast

import structlog
from allauth.account.models import EmailAddress
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.accounts.queries import sign_in_methods
from moondesk.audit.eyes import Look
from moondesk.contacts.actions import find_or_create_contact, join_by_address, join_user
from moondesk.contacts.actors import contact_actor, unknown_actor
from moondesk.contacts.models import Contact
from moondesk.contacts.queries import contacts_of_users
from moondesk.kit import asking, tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed, TooMany
from moondesk.organizations import entrance
from moondesk.organizations.actor import Actor, ActorKind, Door
from moondesk.organizations.errors import OrganizationNotFound
from moondesk.organizations.features import feature_at
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Permission, Role, works_at_desk
from moondesk.organizations.providers import takes, takes_user
from moondesk.organizations.queries import (
    Membership,
    current_organization,
    departments_of,
    is_leaving,
    member_actor,
    member_of,
    organization_id_of,
    refuse_closed,
)
from moondesk.organizations.second_factor import is_overdue, missing_from, second_factor_error
from moondesk.organizations.switches import refuse_off
from moondesk.portals.models import SignInLink
from moondesk.web import by_link, kept
from moondesk.web.clock import own_zone, zone
from moondesk.web.language import of_browser, speak
from moondesk.web.looking.mark import seen
from moondesk.web.own_domain import place_at_own_domain


class TenantRequest(HttpRequest):
    """A request inside an organization.

    ``member``, ``memberships`` and ``no_timers`` (none that a page could show) are set in the desk, ``contact``
    for a customer; ``second_factor_by`` where a second factor is asked for that this session has not shown.
    """

    organization: Organization
    actor: Actor
    member: Member
    memberships: list[Membership]
    no_timers: bool
    contact: Contact | None
    link_sign_in: SignInLink | None  # by which link a customer is signed in, in the portal
    user: User
    over_limit: TooMany | None
    second_factor_by: datetime.datetime | None


type View = Callable[..., HttpResponse]

PERMISSION = "moondesk_permission"
"""Attribute of a view that the permission matrix reads: the permission it needs, or None for a public page."""


def _enter(request: HttpRequest, slug: str) -> uuid.UUID:
    organization_id = organization_id_of(slug)
    structlog.contextvars.bind_contextvars(organization=slug)
    return organization_id


def _inside(request: HttpRequest, found: entrance.Entrance, looked: Look | None) -> TenantRequest:
    """Return the request as a member's. Raises ``OrganizationNotFound`` for others: they learn nothing of it."""
    member = looked.member if looked else found.member
    if member is None:
        raise OrganizationNotFound(_("There is no such organization."))
    if not _leaves(found, looked) and (looked is None or looked.actor.kind is not ActorKind.OPERATOR):
        refuse_closed(found.organization)
    structlog.contextvars.bind_contextvars(organization=found.organization.slug)
    inside = cast("TenantRequest", request)
    inside.organization, inside.member, inside.memberships = found.organization, member, found.memberships
    inside.no_timers = request.method == "GET" and looked is None and not found.has_timers
    return inside


def _leaves(found: entrance.Entrance, looked: Look | None) -> bool:
    """Say whether an owner comes, in person, while their organization is being deleted."""
    member = found.member
    return is_leaving(found.organization) and looked is None and member is not None and Role.OWNER in member.roles


def _tell_time(request: HttpRequest, organization: Organization) -> None:
    """Show times in the organization's zone to a reader whose own is not known, as on the first page they see."""
    home = zone(organization.time_zone)
    if home and own_zone(request) is None:
        timezone.activate(home)


def in_desk(permission: Permission, *, while_leaving: bool = False) -> Callable[[View], View]:
    """Open a view to members with the permission. Others: sign in first, or no such page for non-members.

    ``while_leaving`` opens it to owners also while the organization is being deleted; all other pages lead there.
    """

    def wrap(view: View) -> View:
        @asking.between_transactions
        @functools.wraps(view)
        def enter(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            with entrance.by_slug(slug, request.user) as found:
                looked = seen(request, found)
                if (
                    looked is None
                    and found.member is None
                    and _is_front_door(request)
                    and _contact_of(request) is not None
                ):
                    return redirect("portal:home", slug=slug)
                inside = _inside(request, found, looked)
                own = found.member
                if own and not takes(inside.organization, request.user, own, sign_in_methods(request.session)):
                    return sign_in_elsewhere(request, slug)
                inside.second_factor_by = _asked_from(inside, own)
                if inside.second_factor_by is not None and inside.second_factor_by <= now():
                    return second_factor_first(request, slug)
                if not while_leaving and _leaves(found, looked):
                    return redirect("settings:deletion", slug=slug)
                _tell_time(request, inside.organization)
                inside.actor = looked.actor if looked else _actor(inside.organization, inside.member)
                inside.contact = inside.link_sign_in = None
                _check(inside, slug, permission, is_leaving=while_leaving and _leaves(found, looked))
                return _private(view(inside, **kwargs))

        setattr(enter, PERMISSION, permission)
        return enter

    return wrap


def _check(request: TenantRequest, slug: str, permission: Permission, *, is_leaving: bool) -> None:
    """Raise ``NotAllowed`` without the permission, then ``FeatureOff`` for what the operator switched off.

    Who leaves takes their data along, whatever is switched off.
    """
    request.actor.require(Permission.DESK_OPEN)
    request.actor.require(permission)
    if not is_leaving:
        refuse_off(feature_at(request.path_info.removeprefix(f"/{slug}")), request.organization)


def _is_front_door(request: HttpRequest) -> bool:
    """Say whether this is the desk's first page: a customer who comes to it looks for help."""
    match = request.resolver_match
    return match is not None and match.view_name == "desk:list"


def _actor(organization: Organization, member: Member) -> Actor:
    """Return the member as one who acts; their departments are read once until something of them changes."""
    key = ("departments of", member.pk, organization.pk, organization.config_version)
    return member_actor(member, departments=kept.value(key, lambda: departments_of(member)))


def in_portal(*, sign_in: bool = False, while_closed: bool = False) -> Callable[[View], View]:
    """Open a view of the portal to everybody, or with ``sign_in`` to signed-in customers only.

    ``while_closed`` opens it also where the organization is closed: whoever wants no more mails is never turned away.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def enter(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            with tenancy.organization(_enter(request, slug)):
                inside = cast("TenantRequest", request)
                inside.organization = current_organization()
                if not while_closed:
                    refuse_closed(inside.organization)
                if there := _place_elsewhere(request, inside.organization, while_closed=while_closed):
                    return redirect(there)
                _tell_time(request, inside.organization)
                methods = sign_in_methods(request.session)
                if request.user.is_authenticated and not takes_user(inside.organization, request.user, methods):
                    return sign_in_elsewhere(request, slug)
                if request.user.is_authenticated and is_overdue(inside.organization, request.user, request.session):
                    return second_factor_first(request, slug)
                inside.link_sign_in = by_link.signed_in(request, inside.organization)
                inside.contact = inside.link_sign_in.contact if inside.link_sign_in else _contact_of(request)
                own = inside.contact.language if inside.contact else ""
                speak(request, own, of_browser(request), inside.organization.language)
                refuse_off(feature_at(_in_help(request, slug)), inside.organization)
                if sign_in and inside.contact is None:
                    if not request.user.is_authenticated:
                        return redirect("portal:sign_in", slug=slug)
                    raise NotAllowed(_("Nothing here belongs to your account."))
                inside.actor = portal_actor(inside.organization.pk, inside.contact)
                return _private(view(inside, **kwargs))

        setattr(enter, PERMISSION, Permission.PORTAL_OPEN if sign_in else None)
        return enter

    return wrap


def _place_elsewhere(request: HttpRequest, organization: Organization, *, while_closed: bool) -> str:
    # A mail program posts where a mail once told it to, follows nothing, and must not be turned away (RFC 8058).
    return "" if while_closed and request.method == "POST" else place_at_own_domain(request, organization)


def _in_help(request: HttpRequest, slug: str) -> str:
    """Return the address of a page of the portal as it is at the installation's own host, from ``help/`` on."""
    return f"help/{request.path_info.removeprefix(f'/{slug}/help/').lstrip('/')}"


def sign_in_elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the sign-in that an organization wants."""
    there = reverse("sign_in_here", kwargs={"slug": slug})
    return redirect(f"{there}?{urlencode({'next': request.get_full_path()})}")


def _asked_from(request: TenantRequest, own: Member | None) -> datetime.datetime | None:
    return missing_from(request.organization, own, request.user, request.session) if own else None


def second_factor_first(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the page that says who asks for a second factor; what a form sends waits in its page for that."""
    if request.method not in ("GET", "HEAD"):
        raise second_factor_error()
    there = reverse("second_factor_asked", kwargs={"slug": slug})
    address = f"{there}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _contact_of(request: HttpRequest) -> Contact | None:
    """Return as whom the user writes here; a contact with an address that the user has proven becomes theirs."""
    if not request.user.is_authenticated:
        return None
    contact = contacts_of_users([request.user.pk]).get(request.user.pk)
    if contact is not None:
        return contact
    proven = EmailAddress.objects.filter(user=request.user, verified=True).values_list("email", flat=True)
    return join_by_address(request.user, list(proven)) or _contact_of_employee(request.user)


def _contact_of_employee(user: User) -> Contact | None:
    """Return an employee's own contact, made on the first visit: they ask for help like a customer inside the house."""
    member = member_of(user)
    if member is None or works_at_desk(member) or not has_proven_address(user):
        return None
    contact = find_or_create_contact(user.email, member.name)
    if contact.user_id is None:
        join_user(contact, user)
    return contact


def contact_of_user(user: User, language: str) -> Contact:
    """Return as whom a user with a proven address writes here, made if they never did."""
    contact = find_or_create_contact(user.email, user.get_full_name(), language=language)
    if contact.user_id is None:
        join_user(contact, user)
    return contact


def has_proven_address(user: User) -> bool:
    """Say whether the user has confirmed the address that they sign in with."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())


def portal_actor(organization_id: uuid.UUID, contact: Contact | None, *, role: Role = Role.CUSTOMER) -> Actor:
    """Return a customer as one who acts; without a contact one who may only write in."""
    if contact is None:
        return unknown_actor(organization_id, door=Door.PORTAL, role=role)
    return contact_actor(contact, door=Door.PORTAL, role=role)


def public(view: View) -> View:
    """Mark a view outside of any organization as open to everybody."""
    setattr(view, PERMISSION, None)
    return view


def _private(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response
