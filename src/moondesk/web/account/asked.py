"""The page of somebody whose organization asks for a second factor: who asks, until when, and how to go on."""

from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from moondesk.accounts.models import User
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.errors import OrganizationNotFound
from moondesk.organizations.queries import current_organization, member_of, organization_id_of
from moondesk.organizations.second_factor import missing_from
from moondesk.web.edges import public

WAITING = "moondesk_second_factor_asked"
"""Where in the session it is kept who asked: the pages of setting a second factor up lead back there."""


@public
@login_required
@require_GET
def second_factor_asked(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who asks and until when; who showed a second factor already goes on."""
    user = cast("User", request.user)
    with tenancy.organization(organization_id_of(slug)):
        organization, member = current_organization(), member_of(user)
        if member is None:
            raise OrganizationNotFound(_("There is no such organization."))
        moment = missing_from(organization, member, user, request.session)
    there = _next(request, slug)
    if moment is None:
        request.session.pop(WAITING, None)
        return redirect(there)
    request.session[WAITING] = {"name": organization.name, "address": request.get_full_path()}
    values = {
        "organization": organization,
        "until": moment if moment > now() else None,
        "has_one": is_mfa_enabled(user),
        "ways": _ways(user),
        "next": there,
    }
    return render(request, "account/second_factor_asked.html", values)


def _next(request: HttpRequest, slug: str) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("door", kwargs={"slug": slug})


def _ways(user: User) -> list[dict[str, Any]]:
    """Return how somebody shows the second factor that they have."""
    from allauth.account.adapter import get_adapter

    return [way for way in get_adapter().get_reauthentication_methods(user) if way["id"].startswith("mfa_")]
