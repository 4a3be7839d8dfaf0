"""Writing in: the public form, and the page that says what happens next."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import structlog
from django.core import signing
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from moondesk.channels.mail.addresses import shown_name
from moondesk.contacts.actions import find_or_create_contact
from moondesk.contacts.models import Contact
from moondesk.conversations.actions import open_ticket
from moondesk.conversations.actions.writing import check_body
from moondesk.fields.forms import Moment
from moondesk.files.queries import limits
from moondesk.kit.errors import InvalidInput
from moondesk.macros.beginning import texts_for_customer
from moondesk.macros.models import TicketTemplate
from moondesk.macros.template_queries import offered_to
from moondesk.organizations.actor import Door
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.actions.opening import check_subject
from moondesk.tickets.fielding import PREFIX, chain_of, facts
from moondesk.tickets.models import Category
from moondesk.tickets.rules import Channel, Priority, TicketType
from moondesk.web import beginning as begin
from moondesk.web import fragments, kept, uploads
from moondesk.web.edges import TenantRequest, contact_of_user, has_proven_address, in_portal, portal_actor
from moondesk.web.fielding import Asked, catalogue_of, form_fields, read_posted, values_typed
from moondesk.web.portal.counting import NEW_BY_CLIENT, NEW_BY_SENDER, by_sender, counted, is_repeated, refusal
from moondesk.web.portal.page import address, show
from moondesk.web.portal.trap import Opening, open_form, read_opening
from moondesk.web.typed import Typed, own_address_problem

log = structlog.get_logger(__name__)

HONEYPOT = "website"
"""A field that people do not see. The name is one that programs like to fill."""
_FOLLOWED = "moondesk.portal.followed"


@require_http_methods(["GET", "POST"])
@counted(NEW_BY_CLIENT, NEW_BY_SENDER, by_sender, asks=("fields", "use"))
@in_portal()
def new(request: TenantRequest) -> HttpResponse:
    """Show the form, or take what was sent."""
    typed = Typed.of(request, category="", template=request.GET.get("template", ""))
    if request.method != "POST":
        posted = QueryDict(urlencode({"template": typed.value("template")}))
        is_begun = begin.chosen(_templates(request), typed.value("template")) is not None
        return _begun(request, posted, open_form()) if is_begun else _show(request, typed, open_form())
    if "use" in request.GET or typed.value("template") != typed.value("used"):
        return _begun(request, request.POST, read_opening(typed.value("opened")))
    if "fields" in request.GET:
        return HttpResponse(fragments.draw(request, "portal/new.html", _fields(request, typed), "custom_fields"))
    refused = refusal(request)
    opening = read_opening(typed.value("opened"))
    if refused is not None:
        typed.problem = refused.message
        return _show(request, typed, opening, status=refused.status)
    if typed.value(HONEYPOT):
        log.info("form filled by a program", path=request.path)
        return redirect(address(request, "sent"))
    if opening.problem:
        typed.problem = str(opening.problem)
        return _show(request, typed, opening)
    return _take(request, typed, opening)


def _templates(request: TenantRequest) -> list[TicketTemplate]:
    """Return the templates that customers are offered, read once until one changes."""
    own = request.organization
    read = lambda: list(offered_to(portal_actor(own.pk, None)))  # noqa: E731
    found: list[TicketTemplate] = kept.value(("templates", own.pk, own.config_version), read)
    return found


def _begun(request: TenantRequest, posted: QueryDict, opening: Opening) -> HttpResponse:
    """Show the form with what the chosen template brings, beside what was typed."""
    words = [_words(request, begin.chosen(_templates(request), posted.get(name, ""))) for name in ("template", "used")]
    found = begin.filled(posted, *words)
    typed = Typed({name: str(value) for name, value in found.items()})
    return _show(request, typed, opening, posted=found)


def _words(request: TenantRequest, template: TicketTemplate | None) -> begin.Words:
    if template is None:
        return begin.Words()
    language = get_language() or request.organization.language
    texts = texts_for_customer(template, language, request.contact, request.actor)
    choices = begin.choices_of(template)
    own = {"category": choices["category"]} if "category" in choices else {}
    return begin.Words(texts, own, template.field_values)


def _take(request: TenantRequest, typed: Typed, opening: Opening) -> HttpResponse:
    _check(request, typed)
    if typed.errors:
        return _show(request, typed, opening)
    try:
        with transaction.atomic():
            if not is_repeated(request.organization.pk, opening.nonce):
                _open(request, typed, opening)
    except uploads.FILE_ERRORS as error:
        typed.errors["files"] = error.message
        return _show(request, typed, opening)
    except InvalidInput as error:
        typed.values |= {name: typed.value(name) for name in error.fields if name.startswith(PREFIX)}
        typed.note(error)
        return _show(request, typed, opening)
    return redirect(address(request, "sent"))


def _check(request: TenantRequest, typed: Typed) -> None:
    """Look at every field at once, so that nobody mends one to learn of the next."""
    rules: dict[str, Callable[[str], str]] = {"subject": check_subject, "message": check_body}
    for name, rule in rules.items():
        try:
            rule(typed.value(name))
        except InvalidInput as error:
            typed.errors[name] = error.message
    if not _is_known(request) and (problem := own_address_problem(typed.value("email"))):
        typed.errors["email"] = problem
    if typed.value("category") and _category(typed) is None:
        typed.errors["category"] = _("Choose one of the list.")


def _category(typed: Typed) -> Category | None:
    wanted = typed.value("category")
    return next((one for one in Category.objects.all() if one.key == wanted), None)


def _open(request: TenantRequest, typed: Typed, opening: Opening) -> None:
    language = get_language() or request.organization.language
    contact = request.contact or _newcomer(request, typed, language)
    template = begin.chosen(_templates(request), typed.value("template"))
    ticket = NewTicket(
        subject=typed.value("subject"),
        requester=contact,
        channel=Channel.WEB,
        category=_category(typed),
        language=language,
        fields=read_posted(catalogue_of(request.organization), request.POST),
        **(_said_by(template) if template else {}),
    )
    actor = portal_actor(request.organization.pk, contact).through(Door.FORM)
    files = uploads.enclosed(request, actor, claim=opening.claim) if _takes_files(request) else []
    open_ticket(ticket, typed.value("message"), by=actor, files=files)


def _said_by(template: TicketTemplate) -> dict[str, Any]:
    """Return what a template says of a ticket that customers are not asked for."""
    found: dict[str, Any] = {"tags": tuple(template.tags), "preset": template.field_values}
    if template.type:
        found["type"] = TicketType(template.type)
    if template.priority:
        found["priority"] = Priority(template.priority)
    return found | ({"department": template.department} if template.department else {})


def _takes_files(request: TenantRequest) -> bool:
    """Say whether the organization takes files with this form."""
    own = request.organization
    taken: bool = kept.value(("files from forms", own.pk, own.config_version), lambda: limits().from_forms)
    return taken


def _is_known(request: TenantRequest) -> bool:
    """Say whether it is proven who writes: a customer, or a user who becomes one by writing."""
    return request.contact is not None or (request.user.is_authenticated and has_proven_address(request.user))


def _newcomer(request: TenantRequest, typed: Typed, language: str) -> Contact:
    """Return the contact of one who writes for the first time, or says to be somebody, which proves nothing."""
    if not _is_known(request):
        return find_or_create_contact(typed.value("email"), shown_name(typed.value("name")), language=language)
    return contact_of_user(request.user, language)


def _show(
    request: TenantRequest, typed: Typed, opening: Opening, *, status: int = 422, posted: QueryDict | None = None
) -> HttpResponse:
    values = {
        "typed": typed,
        "templates": begin.options_of(_templates(request), get_language() or "en"),
        "opened": opening.mark,
        "honeypot_name": HONEYPOT,
        "writer": _writer(request),
        "takes_files": _takes_files(request),
        "waiting": _waiting(request, opening),
        "categories": [("", _("Something else")), *((one.key, one.label()) for one in Category.objects.all())],
    }
    values |= _fields(request, typed, posted)
    is_wrong = bool(typed.errors or typed.problem)
    return show(request, "new", values, current="new", status=status if is_wrong else 200)


def _waiting(request: TenantRequest, opening: Opening) -> Sequence[dict[str, Any]]:
    return uploads.waiting(request, request.actor, claim=opening.claim) if request.method == "POST" else ()


def _fields(request: TenantRequest, typed: Typed, posted: QueryDict | None = None) -> dict[str, Any]:
    """Return the custom fields that the customer may fill in; those of members' names are never shown to them."""
    catalogue = catalogue_of(request.organization)
    if not catalogue.forms:
        return {"fields": [], "asks_fields": False}
    category = _category(typed)
    template = begin.chosen(_templates(request), typed.value("template"))
    type_ = (template.type if template else "") or TicketType.QUESTION.value
    priority = Priority((template.priority if template else None) or Priority.MEDIUM)
    facts_now = facts(chain_of(category.pk if category else None), type_, priority)
    posted = request.POST if request.method == "POST" and posted is None else posted
    asked = Asked({}, Moment.CREATION, customer=True, errors=typed.errors, posted=posted)
    values = values_typed(catalogue, posted) if posted is not None else {}
    return {"fields": form_fields(catalogue, facts_now, values, asked), "asks_fields": True}


def _writer(request: TenantRequest) -> str:
    if request.contact is not None:
        return request.contact.shown_name
    return request.user.get_full_name() if _is_known(request) else ""


def followed_address(request: TenantRequest, number: str) -> str:
    """Return the page that says that an answer started a new ticket. The number is signed: the page is no billboard."""
    mark = signing.dumps(number, salt=_FOLLOWED)
    return f"{address(request, 'sent')}?followed={mark}"


@require_GET
@in_portal()
def sent(request: TenantRequest) -> HttpResponse:
    """Say what happens next. It says the same to everybody, whatever became of what they sent."""
    try:
        number = str(signing.loads(request.GET.get("followed", ""), salt=_FOLLOWED))
    except signing.BadSignature:
        number = ""
    return show(request, "sent", {"followed": number})
