"""Signing in by a link from a mail: asking for one, opening it, and where somebody is signed in by it.

Opening shows a button first, as programs that read mails open links, too. The answer to who asks never says whether
there is a customer with the address (docs/decisions/sign-in-links.md).
"""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from moondesk.accounts.devices import device_name, is_handheld
from moondesk.contacts.actions import check_email
from moondesk.contacts.models import Contact
from moondesk.portals.actions import end_other_sign_ins, end_sign_in, use_link
from moondesk.portals.errors import SignInLinkExpired
from moondesk.portals.models import SignInLink
from moondesk.portals.queries import current_portal, link_to_confirm, sign_ins_by_link
from moondesk.web import by_link
from moondesk.web.client import address_of
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.language import speak
from moondesk.web.portal.counting import (
    OPEN_BY_CLIENT,
    OPEN_BY_SECRET,
    SIGN_IN_BY_CLIENT,
    SIGN_IN_BY_EMAIL,
    by_email,
    by_secret,
    counted,
    refusal,
)
from moondesk.web.portal.jobs import mail_sign_in_link
from moondesk.web.portal.page import address, password_address, show
from moondesk.web.typed import Typed, own_address_problem


@require_http_methods(["GET", "HEAD", "POST"])
@counted(SIGN_IN_BY_CLIENT, SIGN_IN_BY_EMAIL, by_email)
@in_portal()
def sign_in(request: TenantRequest) -> HttpResponse:
    """Ask for an address, and mail a link if it is a customer's."""
    if request.contact is not None:
        return redirect(address(request, "tickets"))
    typed = Typed.of(request)
    if request.method != "POST":
        return _show(request, typed, "ask")
    refused = refusal(request)
    if refused is not None:
        typed.problem = refused.message
        return _show(request, typed, "ask", status=refused.status)
    problem = own_address_problem(typed.value("email"))
    if problem:
        typed.errors["email"] = problem
        return _show(request, typed, "ask", status=422)
    # Looked up by a job in every case: a page that takes longer for those that exist would tell which do.
    mail_sign_in_link.enqueue(email=check_email(typed.value("email")), language=get_language() or "")
    return _show(request, Typed(), "sent")


@require_http_methods(["GET", "HEAD", "POST"])
@counted(OPEN_BY_CLIENT, OPEN_BY_SECRET, by_secret)
@in_portal()
def open_link(request: TenantRequest, secret: str) -> HttpResponse:
    """Ask once more, naming who would be signed in; then sign in."""
    refused = refusal(request)
    if refused is not None:
        raise refused
    try:
        if request.method != "POST":
            link = link_to_confirm(secret, request.organization)
            speak(request, link.language)
            return _sealed(_show(request, Typed(), "confirm", email=link.email))
        agent = request.headers.get("User-Agent", "")
        link = use_link(secret, request.organization, address=address_of(request), agent=agent)
    except SignInLinkExpired:
        return _sealed(_show(request, Typed(), "expired", status=404))
    by_link.remember(request, link)
    return _sealed(redirect(address(request, "tickets")))


@require_GET
@in_portal(sign_in=True)
def signed_in(request: TenantRequest) -> HttpResponse:
    """Show as whom and where a customer is signed in by links, this browser first."""
    here, contact = _here(request)
    rows = [
        {
            "id": one.pk,
            "device": device_name(one.agent),
            "is_handheld": is_handheld(one.agent),
            "address": one.address,
            "since": one.used_at,
            "is_here": one.pk == here.pk,
        }
        for one in sign_ins_by_link(contact)
    ]
    rows.sort(key=lambda row: not row["is_here"])
    return show(request, "signed_in", {"rows": rows, "email": contact.email})


@require_POST
@in_portal(sign_in=True)
def end(request: TenantRequest, link_id: uuid.UUID) -> HttpResponse:
    """End one sign-in; that of this browser leads to the first page."""
    here, contact = _here(request)
    end_sign_in(contact, link_id)
    if link_id == here.pk:
        by_link.forget(request, request.organization.pk)
        messages.success(request, _("You are signed out."))
        return redirect(address(request, "home"))
    messages.success(request, _("Signed out there."))
    return redirect(address(request, "signed_in"))


@require_POST
@in_portal(sign_in=True)
def end_others(request: TenantRequest) -> HttpResponse:
    """End all sign-ins by links but this one."""
    here, contact = _here(request)
    end_other_sign_ins(contact, but=here.pk)
    messages.success(request, _("Signed out everywhere else."))
    return redirect(address(request, "signed_in"))


def _here(request: TenantRequest) -> tuple[SignInLink, Contact]:
    link = request.link_sign_in
    if link is None:
        raise SignInLinkExpired(_("You are not signed in by a link."))
    return link, link.contact


def _show(request: TenantRequest, typed: Typed, step: str, *, status: int = 200, email: str = "") -> HttpResponse:
    values = {"typed": typed, "step": step, "email": email, "sends_links": current_portal().sign_in_links}
    return show(request, "sign_in", values | {"with_password": password_address(request)}, status=status)


def _sealed(response: HttpResponse) -> HttpResponse:
    """Let the address of a link get nowhere else."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
