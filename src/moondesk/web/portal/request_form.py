"""The public form: a request comes in from anybody."""

import uuid
from typing import cast

from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from moondesk.accounts.models import User
from moondesk.contacts.actions import find_or_create_contact, join_user
from moondesk.contacts.models import Contact
from moondesk.conversations.actions import open_ticket
from moondesk.kit.errors import DomainError
from moondesk.kit.ids import random_code
from moondesk.limits.actions import Limit, count
from moondesk.organizations.actor import Door
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.models import Category
from moondesk.tickets.rules import NUMBER_LENGTH, Channel
from moondesk.web.client import address_of
from moondesk.web.edges import TenantRequest, has_proven_address, in_portal, portal_actor
from moondesk.web.portal import trap
from moondesk.web.portal.frame import sealed, show, shown_number
from moondesk.web.portal.limited import counted
from moondesk.web.typed import Typed

BY_CLIENT = Limit("form.client", 20, 600)
BY_ADDRESS = Limit("form.address", 10, 3600)
ONCE = Limit("form.once", 1, 24 * 3600)
SENT = "moondesk.sent"


def _keys(request: TenantRequest, slug: str) -> list[tuple[Limit, tuple[str, ...]]]:
    email = str(request.user.pk) if request.user.is_authenticated else request.POST.get("email", "").strip().lower()
    return [(BY_CLIENT, (slug, address_of(request))), (BY_ADDRESS, (slug, email))]


@require_http_methods(["GET", "HEAD", "POST"])
@counted(_keys)
@in_portal()
def new(request: TenantRequest) -> HttpResponse:
    """Show the form, and take what it sends."""
    typed = Typed.of(request)
    if request.method != "POST":
        return _page(request, typed)
    slug = request.organization.slug
    if request.over_limit is not None:
        typed.problem = request.over_limit.message
        return _page(request, typed, status=429)
    verdict = trap.judge(request, slug)
    if verdict is trap.Verdict.BOT:
        return _thank(request, f"{request.organization.number_prefix}-{random_code(NUMBER_LENGTH)}")
    if verdict is trap.Verdict.STALE:
        typed.problem = _("The page was open for a long time. Nothing is lost: send it once more.")
        return _page(request, typed, status=422)
    return _take(request, typed)


def _take(request: TenantRequest, typed: Typed) -> HttpResponse:
    try:
        with transaction.atomic():
            if count(ONCE, trap.once(request)).over:
                return _thank(request, "")
            number = _open(request, typed)
    except DomainError as error:
        typed.note(error)
    if typed.errors or typed.problem:
        return _page(request, typed, status=422)
    return _thank(request, number)


def _open(request: TenantRequest, typed: Typed) -> str:
    contact = _requester(request, typed)
    ticket, _message = open_ticket(
        NewTicket(
            subject=typed.value("subject"),
            requester=contact,
            channel=Channel.WEB,
            category=_category(typed.value("category")),
            language=translation.get_language() or request.organization.language,
        ),
        typed.value("body"),
        by=portal_actor(request.organization.pk, contact).through(Door.FORM),
    )
    return shown_number(ticket, request.organization)


def _requester(request: TenantRequest, typed: Typed) -> Contact:
    """Return who asks: the signed-in customer, or whoever the form says it is, which proves nothing."""
    if request.contact is not None:
        return request.contact
    user = cast("User", request.user)
    language = translation.get_language() or ""
    if request.user.is_authenticated and has_proven_address(user):
        contact = find_or_create_contact(user.email, user.get_full_name(), language=language)
        if contact.user_id is None:
            join_user(contact, user)
        return contact
    return find_or_create_contact(typed.value("email"), typed.line("name"), language=language)


def _category(key: str) -> Category | None:
    try:
        return Category.objects.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None


def _page(request: TenantRequest, typed: Typed, *, status: int = 200) -> HttpResponse:
    again = request.method == "POST"
    known = request.contact is not None or (
        request.user.is_authenticated and has_proven_address(cast("User", request.user))
    )
    values = {
        "typed": typed,
        "known": known,
        "categories": [("", _("Choose, if one fits")), *((one.pk, one.label()) for one in Category.objects.all())],
        "stamp": trap.stamp(request.organization.slug, age=60 if again else 0),
        "honeypot_name": trap.HONEYPOT,
    }
    response = show(request, "new", values, current="new", status=status)
    if request.over_limit is not None:
        response["Retry-After"] = str(request.over_limit.extra.get("retry_after", 60))
    return response


def _thank(request: TenantRequest, number: str) -> HttpResponse:
    ticket = signing.dumps({"number": number}, salt=SENT)
    return redirect(f"{reverse('portal:sent', kwargs={'slug': request.organization.slug})}?ticket={ticket}")


@require_GET
@in_portal()
def sent(request: TenantRequest) -> HttpResponse:
    """Say what happens next."""
    try:
        told = signing.loads(request.GET.get("ticket", ""), salt=SENT, max_age=24 * 3600)
    except signing.BadSignature:
        told = {}
    values = {"number": str(told.get("number", "")), "followed": str(told.get("followed", ""))}
    return sealed(show(request, "sent", values, current="sent"))


def followed_address(request: TenantRequest, closed: str, number: str) -> str:
    """Return where a customer reads that an old ticket got a follow-up."""
    told = signing.dumps({"number": number, "followed": closed}, salt=SENT)
    return f"{reverse('portal:sent', kwargs={'slug': request.organization.slug})}?ticket={told}"
