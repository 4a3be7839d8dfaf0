"""Proving once more who one is, before what cannot be undone."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from moondesk.accounts.queries import can_prove_here
from moondesk.web.edges import TenantRequest
from moondesk.web.settings_list import address
from moondesk.web.signed_in import is_confined


def prove_first(request: TenantRequest, page: str) -> HttpResponse:
    """Have somebody who signed in a while ago prove who they are once more: here, or where they came from."""
    if can_prove_here(request.user):
        where = reverse("account_reauthenticate")
    elif is_confined(request):
        where = reverse("sign_in_here", kwargs={"slug": request.organization.slug})
    else:
        where = reverse("account:prove_by_provider")
    there = f"{where}?{urlencode({'next': address(request, page)})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": there})  # it has no part that a page of the desk could take over
    return redirect(there)
