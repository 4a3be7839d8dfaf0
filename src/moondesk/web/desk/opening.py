"""Opening a ticket for a customer who called, wrote elsewhere or stands at the counter."""

import datetime
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.contacts.actions import find_or_create_contact
from moondesk.contacts.models import Contact
from moondesk.conversations.actions.on_behalf import OnBehalf, open_on_behalf
from moondesk.conversations.rules import FirstMessage
from moondesk.fields.forms import Moment
from moondesk.kit.errors import InvalidInput
from moondesk.macros import beginning
from moondesk.macros.models import TicketTemplate
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import NewTicket, assign_ticket
from moondesk.tickets.fielding import facts
from moondesk.tickets.models import Category, Ticket
from moondesk.tickets.rules import Channel, Priority, TicketType
from moondesk.web import beginning as begin
from moondesk.web import fragments, uploads
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.contacts import warning_before
from moondesk.web.desk.fields import chain_among, people_among
from moondesk.web.desk.words import CHANNELS
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fielding import Asked, form_fields, read_posted, values_typed
from moondesk.web.frame import Frame

FIELDS = (
    "template", "email", "name", "subject", "body", "priority", "type", "channel", "department", "category", "assignee",
    "tags", "first", "confirm",
)  # fmt: skip
_START = dict.fromkeys(FIELDS, "") | {
    "priority": "medium",
    "type": "question",
    "channel": Channel.PHONE.value,
    "first": "customer",
}

_FIRSTS = {
    FirstMessage.CUSTOMER: gettext_lazy("The customer's words"),
    FirstMessage.NOTE: gettext_lazy("An internal note"),
    FirstMessage.REPLY: gettext_lazy("Our answer, sent to the customer"),
}
_CONFIRMS = {"yes": True, "no": False}


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_ON_BEHALF)
def new(request: TenantRequest) -> HttpResponse:
    """Show the form, or open the ticket; what does not fit is said beside its field and nothing typed is lost."""
    templates = choices_of(request.organization).templates
    if request.method != "POST":
        values = {name: request.GET.get(name, _START[name]) for name in FIELDS}
        if begin.chosen(templates, values["template"]) is None:
            return _form(request, values, {})
        posted = QueryDict(urlencode(values))
        return _begun(request, posted)
    values = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if "fields" in request.GET:
        context = _context(request, values, {})
        return HttpResponse(fragments.draw(request, "desk/new.html", context, "custom_fields"))
    if "use" in request.GET or values["template"] != request.POST.get("used", ""):
        return _begun(request, request.POST)
    try:
        with transaction.atomic():
            ticket = _open(request, values)
    except uploads.FILE_ERRORS as error:
        return _form(request, values, {"files": error.message}, status=error.status)
    except InvalidInput as error:
        return _form(request, values, error.fields or {"body": error.message}, status=error.status)
    messages.success(request, _("The ticket is open."))
    return redirect(Frame(request).url("ticket", number=ticket.number))


def _begun(request: TenantRequest, posted: QueryDict) -> HttpResponse:
    """Show the form with what the chosen template brings, beside what was typed."""
    templates = choices_of(request.organization).templates
    new, before = (_words(begin.chosen(templates, posted.get(name, "")), request) for name in ("template", "used"))
    found = begin.filled(posted, new, before)
    values = {name: found.get(name, _START[name]) for name in FIELDS}
    return render(request, "desk/new.html", _context(request, values, {}, posted=found))


def _words(template: TicketTemplate | None, request: TenantRequest) -> begin.Words:
    if template is None:
        return begin.Words()
    language = request.organization.language
    texts = {"subject": beginning.subject_of(template, language), "body": beginning.body_of(template, language)}
    choices = begin.choices_of(template)
    return begin.Words(texts | {"tags": choices.pop("tags", "")}, choices, template.field_values)


def _form(request: TenantRequest, values: dict[str, str], errors: dict[str, str], *, status: int = 200) -> HttpResponse:
    context = _context(request, values, errors)
    response = render(request, "desk/new.html", context, status=status)
    if errors:
        response["HX-Push-Url"] = "false"
    return response


def _context(
    request: TenantRequest, values: dict[str, str], errors: dict[str, str], posted: QueryDict | None = None
) -> dict[str, Any]:
    choices = choices_of(request.organization)
    posted = request.POST if request.method == "POST" and posted is None else posted
    category = next((one for one in choices.categories if one.key == values["category"]), None)
    priority = values["priority"] if values["priority"] in {one for one, _word in choices.priorities} else "medium"
    facts_now = facts(chain_among(choices.categories, category), values["type"], Priority.from_key(priority))
    asked = Asked(people_among(choices), Moment.CREATION, errors=errors, posted=posted)
    typed = values_typed(choices.catalogue, posted) if posted is not None else {}
    return Frame(request).context | {
        "values": values,
        "templates": [("", _("None")), *begin.options_of(choices.templates, get_language() or "en")],
        "has_words": "{{" in values["subject"] + values["body"],
        "errors": errors,
        "warning": warning_before(values["email"]),
        "waiting": uploads.waiting(request, request.actor) if request.method == "POST" else (),
        "choices": choices,
        "channels": [(channel.value, str(word)) for channel, word in CHANNELS.items()],
        "firsts": [(one.value, str(word)) for one, word in _FIRSTS.items()],
        "fields": form_fields(choices.catalogue, facts_now, typed, asked),
    }


def _open(request: TenantRequest, values: dict[str, str]) -> Ticket:
    """Open the ticket; all that does not fit is told at once."""
    errors: dict[str, str] = {}
    chosen: dict[str, Any] = {
        "priority": _read(values, "priority", Priority.from_key, errors),
        "type": _read(values, "type", TicketType, errors),
        "channel": _read(values, "channel", Channel, errors),
        "department": _row(values, "department", Department, "pk", errors),
        "category": _row(values, "category", Category, "key", errors),
    }
    chosen_first = _read(values, "first", lambda key: FirstMessage(key or "customer"), errors)
    assignee = _row(values, "assignee", Member, "pk", errors)
    requester = _requester(request, values, errors)
    if not values["subject"]:
        errors["subject"] = _("Write a subject.")
    if not values["body"]:
        errors["body"] = _("Write down what it is about.")
    if errors or requester is None:
        raise InvalidInput(_("Something does not fit."), fields=errors)
    given = read_posted(choices_of(request.organization).catalogue, request.POST)
    language = requester.language or request.organization.language
    template = begin.chosen(choices_of(request.organization).templates, values["template"])
    known = beginning.Beginning(requester, chosen["category"], chosen["department"], language)
    opening = NewTicket(
        subject=beginning.filled_subject(values["subject"], known, request.actor) if template else values["subject"],
        requester=requester,
        language=language,
        fields=given,
        preset=template.field_values if template else None,
        tags=tuple(tag for tag in values["tags"].split(",") if tag.strip()),
        **chosen,
    )
    files = uploads.enclosed(request, request.actor)
    words = beginning.filled_words(request.actor) if template else None
    how = OnBehalf(chosen_first, _CONFIRMS.get(values["confirm"]), _hold(request))
    ticket, _message = open_on_behalf(opening, values["body"], how, by=request.actor, files=files, words=words)
    if assignee is not None:
        assign_ticket(ticket, assignee, by=request.actor)
    return ticket


def _hold(request: TenantRequest) -> datetime.timedelta:
    return datetime.timedelta(seconds=request.organization.undo_seconds)


def _requester(request: TenantRequest, values: dict[str, str], errors: dict[str, str]) -> Contact | None:
    if not values["email"]:
        errors["email"] = _("Write the customer's mail address.")
        return None
    try:
        return find_or_create_contact(values["email"], values["name"])
    except InvalidInput as error:
        errors |= error.fields
        return None


def _read(values: dict[str, str], name: str, read: Any, errors: dict[str, str]) -> Any:
    try:
        return read(values[name])
    except (ValueError, KeyError):
        errors[name] = _("Choose one of these.")
        return None


def _row(values: dict[str, str], name: str, model: Any, column: str, errors: dict[str, str]) -> Any:
    wanted: str | uuid.UUID = values[name]
    if not wanted:
        return None
    try:
        found = model.objects.filter(**{column: uuid.UUID(values[name]) if column == "pk" else wanted}).first()
    except ValueError:
        found = None
    if found is None:
        errors[name] = _("Choose one of these.")
    return found
