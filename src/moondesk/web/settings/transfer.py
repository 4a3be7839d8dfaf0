"""Handing the organization on: an owner offers it, and whom they chose accepts or declines."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.accounts.queries import is_fresh
from moondesk.handover.actions import accept_ownership
from moondesk.kit.errors import Conflict, InvalidInput
from moondesk.organizations.actions.deletion import check_owner
from moondesk.organizations.actions.transfer import (
    Handing,
    decline_offer,
    offer_ownership,
    withdraw_offer,
    words_of,
)
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.roles import name_of_role, names_of_roles
from moondesk.organizations.transfer import Candidate, candidates, offer_seen_by, standing_offer
from moondesk.organizations.transfer_models import OwnershipOffer
from moondesk.organizations.transfer_rules import LEAVES, OFFER_LASTS
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.page import refused, show
from moondesk.web.settings.proof import prove_first
from moondesk.web.settings_list import address

LEAVE = "leave"
"""How the form says that who hands on keeps no role."""


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.ORGANIZATION_MANAGE)
def transfer(request: TenantRequest) -> HttpResponse:
    """Show whom the organization can be handed on to, or the offer that stands; by POST, offer it."""
    check_owner(request.actor)
    if not is_fresh(request):
        return prove_first(request, "transfer")
    if request.method != "POST":
        return _page(request)
    try:
        offer_ownership(_handing(request), by=request.actor)
    except (InvalidInput, Conflict) as error:
        return refused(request, error, _page)
    return redirect(address(request, "transfer"))


def _handing(request: TenantRequest) -> Handing:
    sent = request.POST
    try:
        to = uuid.UUID(sent.get("to", ""))
    except ValueError:
        to = None
    keeps = sent.get("keeps", "")
    # Nothing chosen is a mistake, never a wish to leave.
    return Handing(to, LEAVES if keeps == LEAVE else keeps or "-", sent.get("name", ""))


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def withdraw(request: TenantRequest) -> HttpResponse:
    """Take the offer back."""
    return _answer(request, lambda: withdraw_offer(by=request.actor), _("The offer is withdrawn."), "organization")


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.DESK_OPEN)
def ownership(request: TenantRequest) -> HttpResponse:
    """Show whom the organization is offered to what that means; by POST, accept or decline."""
    offer = standing_offer()
    is_theirs = offer is not None and offer.offered_to_id == request.actor.member_id
    if not is_theirs and Role.OWNER in request.member.roles:
        if request.method == "POST":  # pressed twice: the first press was heard
            return redirect("desk:list", slug=request.organization.slug)
        return redirect(address(request, "transfer"))
    if is_theirs and not is_fresh(request):
        return prove_first(request, "ownership")
    if request.method != "POST":
        return _offered(request, offer if is_theirs else None)
    if request.POST.get("answer") == "decline":
        return _answer(request, lambda: decline_offer(by=request.actor), _("You declined the offer."), "ownership")
    said = _("%(name)s is yours now.") % {"name": request.organization.name}
    return _answer(request, lambda: accept_ownership(by=request.actor), said, "ownership")


def _answer(request: TenantRequest, act: Any, said: str, back: str) -> HttpResponse:
    try:
        act()
    except Conflict as error:
        messages.error(request, error.message)
        return redirect(address(request, back))
    messages.success(request, said)
    if back == "ownership":
        return redirect("desk:list", slug=request.organization.slug)
    return redirect(address(request, back))


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    offer = offer_seen_by(request.actor)
    values: dict[str, Any] = {"page": "organization", "offer": offer, "days": OFFER_LASTS.days}
    if offer is None:
        found = candidates(request.actor)
        roles = [one for one in names_of_roles().items() if one[0] != Role.OWNER]
        values |= {
            "people": [(str(one.member.pk), one.member.name) for one in found if one.obstacle is None],
            "others": [_kept_out(one) for one in found if one.obstacle is not None],
            "roles": [*roles, (LEAVE, _("None: I leave the organization"))],
        }
    else:
        values["role"] = name_of_role(offer.keeps) if offer.keeps else ""
    return show(request, "organization", values | more, status=status, template="transfer")


def _kept_out(one: Candidate) -> dict[str, str]:
    return {"name": one.member.name, "why": words_of(one.obstacle) if one.obstacle else ""}


def _offered(request: TenantRequest, offer: OwnershipOffer | None) -> HttpResponse:
    role = name_of_role(offer.keeps) if offer and offer.keeps else ""
    return show(request, "ownership", {"offer": offer, "role": role})
