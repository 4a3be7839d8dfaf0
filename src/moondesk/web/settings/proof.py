"""Proving once more who one is, before what cannot be undone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moondesk.accounts.queries import is_fresh
from moondesk.organizations.transfer import has_to_prove
from moondesk.web.edges import TenantRequest
from moondesk.web.proving import way_to_prove
from moondesk.web.settings_list import address


def prove_for_owners(request: TenantRequest, *roles: str) -> HttpResponse | None:
    """Have an owner prove who they are before they make or unmake one; None where that is done, or not needed."""
    if not has_to_prove(request.actor, *roles) or is_fresh(request):
        return None
    messages.info(request, _("Nothing has changed yet. Prove who you are, then choose it once more."))
    return prove_first(request, "members")


def prove_first(request: TenantRequest, page: str) -> HttpResponse:
    """Have somebody who signed in a while ago prove who they are once more: here, or where they came from."""
    there = way_to_prove(request, request.user, request.organization.slug, address(request, page))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": there})  # it has no part that a page of the desk could take over
    return redirect(there)
