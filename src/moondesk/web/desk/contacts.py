"""Contacts: who writes in, and what they wrote about."""

import base64
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from moondesk.accounts.models import normal_email
from moondesk.channels import dead
from moondesk.contacts.actions import create_contact, find_or_create_company, update_contact
from moondesk.contacts.models import Company, Contact
from moondesk.contacts.queries import get_visible, search, visible_to, with_words
from moondesk.kit.errors import InvalidInput
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.permissions import Permission
from moondesk.tickets.lists import ListQuery, Sort, list_tickets
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.lists import ViewList
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import date_text
from moondesk.web.frame import Frame

PAGE = 50
SUGGESTIONS = Limit("contact-suggestions", 240, 60)
_SUGGESTED = 8
FIELDS = ("name", "email", "phone", "language", "company")


@require_safe
@in_desk(Permission.CONTACT_VIEW)
def show_all(request: TenantRequest) -> HttpResponse:
    """Show the contacts by name, those with the words that were asked for."""
    frame = Frame(request, "contacts")
    words = request.GET.get("q", "").strip()[:80]
    found = with_words(visible_to(request.actor), words).order_by("name", "id")
    after = _place(request.GET.get("after", ""))
    if after:
        name, contact_id = after
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=contact_id))
    rows = list(found[: PAGE + 1])
    more = _mark(rows[PAGE - 1]) if len(rows) > PAGE else ""
    context = frame.context | {"contacts": rows[:PAGE], "more": more, "q": words, "is_first": not after}
    return render(request, "desk/contacts.html", context)


def _mark(contact: Contact) -> str:
    return base64.urlsafe_b64encode(f"{contact.pk}{contact.name}".encode()).decode()


def _place(text: str) -> tuple[str, uuid.UUID] | None:
    if not text:
        return None
    try:
        plain = base64.urlsafe_b64decode(text).decode()
        return plain[36:], uuid.UUID(plain[:36])
    except ValueError:
        problem = _("This page of the list is not there any more. Start from the first.")
        raise InvalidInput(problem, fields={"after": problem}) from None


@require_safe
@in_desk(Permission.TICKET_ON_BEHALF)
def suggest(request: TenantRequest) -> HttpResponse:
    """Give the contacts that somebody who opens a ticket may mean, as options of its field.

    Asked about an ``email``, give instead what to know before writing there.
    """
    hit(SUGGESTIONS, str(request.member.pk))
    if "email" in request.GET:
        warning = warning_before(request.GET["email"].replace("\0", ""))
        return render(request, "desk/_warning.html", {"warning": warning})
    words = request.GET.get("q", "").replace("\0", "").strip()[:80]
    found = search(request.actor, words, limit=_SUGGESTED) if len(words) > 1 else []
    known = [contact for contact in found if contact.email]
    is_new = "@" in words and all((contact.email or "").lower() != words.lower() for contact in known)
    return render(request, "desk/_suggestions.html", {"contacts": known, "address": words if is_new else ""})


def warning_before(email: str) -> str:
    """Return what to know before somebody opens a ticket for an address that mails do not reach; mostly nothing."""
    row = dead.stopped_among([email.strip()[:254]]).get(normal_email(email.strip()[:254])) if "@" in email else None
    if row is None:
        return ""
    values = {"address": row.email, "day": date_text(row.stopped_at or row.last_at), "why": dead.why_stopped(row)}
    if row.why == dead.COMPLAINT:
        return _("Since %(day)s %(address)s wants no mails from us. Only what you write yourself goes there.") % values
    text = _(
        "Since %(day)s mails to %(address)s come back: %(why)s Only what you write yourself goes there, "
        "and it may not arrive."
    )
    return text % values


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.CONTACT_VIEW)
def show(request: TenantRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Show a contact and their tickets, or save what was changed."""
    contact = get_visible(request.actor, contact_id)
    values = {name: getattr(contact, name) or "" for name in FIELDS if name != "company"}
    values["company"] = contact.company.name if contact.company else ""
    if request.method != "POST":
        return _page(request, contact, values, {})
    values = {name: request.POST.get(name, "").strip() for name in FIELDS}
    # A browser says nothing of a box without its mark, so the form says beside it that the box was there.
    asked = {"surveys_off": "surveys" not in request.POST} if "surveys_shown" in request.POST else {}
    try:
        with transaction.atomic():
            update_contact(contact, by=request.actor, **_changes(request, values), **asked)
    except InvalidInput as error:
        contact.refresh_from_db()
        return _page(request, contact, values, error.fields, status=error.status)
    messages.success(request, _("Saved."))
    return redirect(Frame(request).url("contact", contact_id=contact.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.CONTACT_MANAGE)
def new(request: TenantRequest) -> HttpResponse:
    """Write down a new contact."""
    values = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if request.method != "POST":
        return _page(request, None, values, {})
    try:
        with transaction.atomic():
            contact = create_contact(by=request.actor, **_changes(request, values))
    except InvalidInput as error:
        return _page(request, None, values, error.fields, status=error.status)
    messages.success(request, _("The contact is saved."))
    return redirect(Frame(request).url("contact", contact_id=contact.pk))


def _changes(request: TenantRequest, values: dict[str, str]) -> dict[str, Any]:
    """Return the fields as the actions take them. Raises ``InvalidInput`` with all that does not fit."""
    request.actor.require(Permission.CONTACT_MANAGE)
    errors: dict[str, str] = {}
    if not values["name"] and not values["email"]:
        errors["name"] = _("Write a name or a mail address.")
    if "\0" in "".join(values.values()):
        errors["name"] = _("There are characters that cannot be shown.")
    for name, most in (("name", 120), ("phone", 40), ("company", 120), ("email", 254)):
        if len(values[name]) > most:
            errors[name] = _("Keep this under %(most)s characters.") % {"most": most + 1}
    if values["language"] and values["language"] not in dict(settings.LANGUAGES):
        errors["language"] = _("Choose one of these.")
    if errors:
        raise InvalidInput(_("Something does not fit."), fields=errors)
    company = find_or_create_company(values["company"], by=request.actor) if values["company"] else None
    return values | {"email": values["email"] or None, "company": company}


def _page(
    request: TenantRequest,
    contact: Contact | None,
    values: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    frame = Frame(request, "contacts")
    context = frame.context | {
        "contact": contact,
        "values": values,
        "errors": errors,
        "companies": list(Company.objects.values_list("name", flat=True)[:200]),
        "languages": [("", _("Not known")), *settings.LANGUAGES],
        "tickets": _tickets(request, frame, contact) if contact else [],
    }
    response = render(request, "desk/contact.html", context, status=status)
    if errors:
        response["HX-Push-Url"] = "false"
    return response


def _tickets(request: TenantRequest, frame: Frame, contact: Contact) -> list[dict[str, Any]]:
    given = request.GET.copy()
    given.clear()
    given["view"], given["requester"] = "all", str(contact.pk)
    view = ViewList(frame, given, choices_of(request.organization))
    frame.current = "contacts"
    page = list_tickets(request.actor, ListQuery(requester=(contact.pk,), sort=Sort.NEWEST, limit=50))
    return [view.row(row) for row in page.rows]
