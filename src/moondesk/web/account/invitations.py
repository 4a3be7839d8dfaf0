"""Accepting an invitation: behind its secret link, signed in with the invited address."""

from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.accounts.models import User
from moondesk.accounts.queries import is_fresh, sign_in_methods
from moondesk.kit import tenancy
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.actions import accept_invitation
from moondesk.organizations.errors import InvitationExpired, TransferBlocked
from moondesk.organizations.models import Invitation
from moondesk.organizations.permissions import Role
from moondesk.organizations.providers import takes
from moondesk.organizations.queries import (
    current_organization,
    invitation_by_secret,
    member_of,
    organization_id_of,
    refuse_closed,
)
from moondesk.organizations.roles import name_of_role
from moondesk.web.account.adapter import AFTER_SIGN_IN
from moondesk.web.account.forms import INVITED_AS
from moondesk.web.client import address_of
from moondesk.web.edges import public, sign_in_elsewhere
from moondesk.web.proving import way_to_prove

TRIES_BY_CLIENT = Limit("invitation.tries", 60, 3600)


@public
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Show whose invitation this is, and let the invited person in."""
    hit(TRIES_BY_CLIENT, address_of(request))
    with tenancy.organization(organization_id_of(slug)):
        refuse_closed()
        try:
            found = invitation_by_secret(secret)
        except InvitationExpired:
            return _over(request, slug)
        if request.method == "POST" and request.user.is_authenticated:
            if not takes(current_organization(), request.user, None, sign_in_methods(request.session)):
                return sign_in_elsewhere(request, slug)
            return _accept(request, slug, secret, found)
        return _sealed(_show(request, found))


def _accept(request: HttpRequest, slug: str, secret: str, found: Invitation) -> HttpResponse:
    user = cast("User", request.user)
    if found.role == Role.OWNER and user.email == found.email and not is_fresh(request):
        messages.info(request, _("Nothing has changed yet. Prove who you are, then accept once more."))
        return redirect(way_to_prove(request, user, slug, request.path))
    try:
        with transaction.atomic():
            accept_invitation(secret, user)
    except InvitationExpired:
        return _over(request, slug)
    except TransferBlocked as error:
        return _sealed(_show(request, found, missing=error.message))
    request.session.cycle_key()
    messages.success(request, _("Welcome to %(name)s.") % {"name": current_organization().name})
    return redirect("desk:list", slug=slug)


def _over(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead one who works here already to the desk; everybody else learns only that the link opens nothing."""
    if request.user.is_authenticated and member_of(request.user) is not None:
        messages.info(request, _("You are a member of %(name)s already.") % {"name": current_organization().name})
        return redirect("desk:list", slug=slug)
    return _sealed(render(request, "organizations/invitation_expired.html", status=404))


def _show(request: HttpRequest, found: Invitation, missing: str = "") -> HttpResponse:
    here = request.path
    if not request.user.is_authenticated:
        # The link went to this address only, so whoever opens it has proven the address.
        get_adapter().stash_verified_email(request, found.email)
        request.session[AFTER_SIGN_IN], request.session[INVITED_AS] = here, found.name
    values = {
        "organization": current_organization(),
        "invitation": found,
        "inviter": found.invited_by.name,
        "role": name_of_role(found.role),
        "fits": request.user.is_authenticated and request.user.email == found.email,
        "known": User.objects.filter(email=found.email).exists(),
        "missing": missing,
        "sign_in": reverse("account_login") + f"?next={here}",
        "sign_up": reverse("account_signup"),
    }
    return render(request, "organizations/invitation.html", values, status=409 if missing else 200)


def _sealed(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
