"""A new link for one who lost theirs: number and mail address in, always the same answer out."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.contacts.actions import check_email
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.portal.counting import LOOKUP_BY_CLIENT, LOOKUP_BY_EMAIL, by_email, counted, refusal
from moondesk.web.portal.jobs import find_and_send
from moondesk.web.portal.page import show, sign_in_address
from moondesk.web.typed import Typed, own_address_problem


@require_http_methods(["GET", "POST"])
@counted(LOOKUP_BY_CLIENT, LOOKUP_BY_EMAIL, by_email)
@in_portal()
def lookup(request: TenantRequest) -> HttpResponse:
    """Ask for number and address, and mail a link if they belong together. The answer never says whether they do."""
    typed = Typed.of(request)
    if request.method != "POST":
        return _show(request, typed)
    refused = refusal(request)
    if refused is not None:
        typed.problem = refused.message
        return _show(request, typed, status=refused.status)
    _check(typed)
    if typed.errors:
        return _show(request, typed, status=422)
    # Looked up by a job in every case: a page that takes longer for those that exist would tell which do.
    find_and_send.enqueue(number=typed.value("number").replace("\0", "")[:40], email=check_email(typed.value("email")))
    return _show(request, Typed(), asked=True)


def _check(typed: Typed) -> None:
    if not typed.value("number").strip():
        typed.errors["number"] = _("Write the number of your ticket. It is in every mail we sent you.")
    problem = own_address_problem(typed.value("email"))
    if problem:
        typed.errors["email"] = problem


def _show(request: TenantRequest, typed: Typed, *, asked: bool = False, status: int = 200) -> HttpResponse:
    values = {"typed": typed, "asked": asked, "is_expired": False, "sign_in": sign_in_address(request)}
    return show(request, "lookup", values, current="tickets", status=status)


def expired(request: TenantRequest) -> HttpResponse:
    """Say that a link no longer opens, and how to get a new one. Unknown, revoked and old links look the same."""
    values = {"typed": Typed(), "asked": False, "is_expired": True, "sign_in": sign_in_address(request)}
    return show(request, "lookup", values, current="tickets", status=404)
