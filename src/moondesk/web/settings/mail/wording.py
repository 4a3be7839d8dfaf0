"""The words of mails: writing one's own, looking at them with a real ticket, and going back."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moondesk.channels.mail.letters import render
from moondesk.channels.wording import actions
from moondesk.channels.wording.defaults import default_texts
from moondesk.channels.wording.queries import Place, place_of, texts_at, written
from moondesk.channels.wording.rules import VARIABLES, Texts
from moondesk.channels.wording.samples import preview_html, reader_of, sample
from moondesk.kit.errors import DomainError
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible, visible_to
from moondesk.web.comparing import compared
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.mail.sections import show_section
from moondesk.web.settings.page import carry_out

PAGE = "mail_templates"
_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "sandbox": ["allow-popups"],
}


def kind_labels() -> dict[str, str]:
    """Return what the kinds of mails are called."""
    return {
        "confirmation": _("Confirmation of a new ticket"),
        "reply": _("Reply to the customer"),
        "status": _("Resolved or closed"),
        "closing": _("Closes soon"),
        "survey": _("Survey: did our answer help?"),
        "assigned": _("To a member: a ticket is theirs now"),
        "mention": _("To a member: they were mentioned"),
        "reminder": _("To a member: their reminder"),
    }


def meanings() -> dict[str, str]:
    """Return what the variables stand for."""
    return {
        "organization.name": _("Your organization's name"),
        "ticket.number": _("The ticket's number, with its prefix"),
        "ticket.subject": _("Its subject"),
        "ticket.status": _("Its status, as customers know it"),
        "ticket.category": _("What it is about"),
        "ticket.department": _("Its department"),
        "ticket.closes_at": _("When it closes by itself"),
        "customer.name": _("The customer's name"),
        "customer.first_name": _("The first word of it"),
        "member.name": _("The member's name"),
        "member.first_name": _("The first word of it"),
        "agent.name": _("Who wrote the message"),
    }


@require_safe
@in_desk(Permission.MAIL_MANAGE)
def templates(request: TenantRequest) -> HttpResponse:
    """List the mails whose words can be changed."""
    own = {(row.kind, row.language) for row in written() if row.category_id is None}
    categories = [row for row in written() if row.category is not None]
    rows = [
        {"kind": kind, "label": label, "own": [code for code, _name in settings.LANGUAGES if (kind, code) in own]}
        for kind, label in kind_labels().items()
    ]
    return show_section(request, PAGE, "templates", {"rows": rows, "categories": categories})


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MAIL_MANAGE)
def template(request: TenantRequest, kind: str, language: str) -> HttpResponse:
    """Show the words of one mail in one language, and change them."""
    place = _place(request, kind, language)
    if request.method != "POST":
        return _page(request, place)
    written: list[uuid.UUID] = []

    def write() -> None:
        row = actions.write_template(kind, language, _texts(request), by=request.actor, category=place.category_id)
        written.append(row.pk)

    again = lambda request, **more: _page(request, place, **more)  # noqa: E731
    said = _("Saved. Mails say this from now on.")
    answer = carry_out(request, PAGE, write, said, again, undo_of=lambda: written[0])
    return redirect(_address(request, place)) if answer.status_code == 302 else answer


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def reset(request: TenantRequest, kind: str, language: str) -> HttpResponse:
    """Go back to the words that come with Moondesk."""
    place = _place(request, kind, language)
    gone = actions.reset_template(kind, language, by=request.actor, category=place.category_id)
    said = _("The mail says again what comes with Moondesk.")
    undo = (lambda: gone) if gone else None
    return carry_out(request, PAGE, lambda: None, said, templates, undo_of=undo)


@require_POST
@xframe_options_sameorigin
@csp_override(_POLICY)
@in_desk(Permission.MAIL_MANAGE)
def preview(request: TenantRequest, kind: str, language: str) -> HttpResponse:
    """Draw what was typed as a mail about a real ticket, in light or dark, or say why it cannot be."""
    place = _place(request, kind, language)
    try:
        ticket = _ticket(request)
        texts = actions.check_texts(_texts(request), kind)
    except DomainError as error:
        return HttpResponse(error.message, content_type="text/plain; charset=utf-8", status=error.status)
    with translation.override(place.language):
        letter = sample(kind, texts, ticket, request.organization, reader_of(request.actor))
        dark = request.POST.get("look") == "dark"
        if request.POST.get("look") == "text":
            return HttpResponse(render(letter, request.organization)[0], content_type="text/plain; charset=utf-8")
        return HttpResponse(preview_html(letter, request.organization, dark=dark))


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def send_sample(request: TenantRequest, kind: str, language: str) -> HttpResponse:
    """Mail what was typed to the member who asks."""
    place = _place(request, kind, language)
    send = lambda: actions.send_sample(kind, language, _texts(request), _ticket(request), by=request.actor)  # noqa: E731
    again = lambda request, **more: _page(request, place, **more)  # noqa: E731
    answer = carry_out(request, PAGE, send, _("The sample is on its way to you."), again)
    return redirect(_address(request, place)) if answer.status_code == 302 else answer


def _place(request: TenantRequest, kind: str, language: str) -> Place:
    category = request.POST.get("category", request.GET.get("category", ""))
    try:
        return place_of(kind, language, uuid.UUID(category) if category else None)
    except ValueError:
        return place_of(kind, "", None)


def _address(request: TenantRequest, place: Place) -> str:
    kwargs = {"slug": request.organization.slug, "kind": place.kind, "language": place.language}
    query = f"?category={place.category_id}" if place.category_id else ""
    return reverse("settings:mail_template", kwargs=kwargs) + query


def _texts(request: TenantRequest) -> Texts:
    return Texts(*(request.POST.get(name, "") for name in ("subject", "heading", "body")))


def _ticket(request: TenantRequest) -> Ticket:
    number = request.POST.get("number", "").strip()
    latest = visible_to(request.actor).order_by("-id").values_list("number", flat=True).first()
    return get_visible(request.actor, number or latest or "")


def _page(request: TenantRequest, place: Place, *, status: int = 200, **more: Any) -> HttpResponse:
    own, built_in = texts_at(place), default_texts(place.kind, place.language)
    texts = own or built_in
    values = {
        "kind": place.kind,
        "language": place.language,
        "category": place.category,
        "label": kind_labels()[place.kind],
        "is_own": own is not None,
        "built_in": built_in,
        "differs": [
            (label, compared(before, after))
            for label, before, after in (
                (_("Subject"), built_in.subject, texts.subject),
                (_("Heading"), built_in.heading, texts.heading),
                (_("Text"), built_in.body, texts.body),
            )
            if before != after
        ],
        "typed": {"subject": texts.subject, "heading": texts.heading, "body": texts.body},
        "variables": [(name, meanings()[name]) for name in VARIABLES[place.kind]],
        "categories": place.categories(),
        "codes": [code for code, _name in settings.LANGUAGES],
    }
    return show_section(request, PAGE, "template", values | more, status=status)
