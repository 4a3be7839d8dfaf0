"""Templates for new tickets: what the team, and customers in the public form, can begin with."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.fields.models import in_language
from moondesk.kit.errors import InvalidInput
from moondesk.macros.actions.templates import (
    TemplateEdit,
    change_template,
    create_template,
    document_of,
    order_templates,
    restore_template,
    retire_template,
)
from moondesk.macros.models import TicketTemplate
from moondesk.macros.template_queries import all_templates, get_template
from moondesk.macros.variables import VARIABLES
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import department_tree
from moondesk.tickets.fielding import PREFIX, people_for
from moondesk.tickets.models import Category
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fielding import Shown, catalogue_of, read_posted, shown
from moondesk.web.settings.fields import TYPES
from moondesk.web.settings.ordering import ordered
from moondesk.web.settings.page import carry_out, show

_TEXTS = ("name", "subject", "body")


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MACRO_MANAGE)
def templates(request: TenantRequest) -> HttpResponse:
    """List the templates, and write a new one."""
    if request.method != "POST":
        return _page(request)
    made: list[TicketTemplate] = []
    save = lambda: made.append(create_template(_edit(request), by=request.actor))  # noqa: E731
    return carry_out(request, "templates", save, _("Saved."), _page, undo_of=lambda: made[0].pk)


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MACRO_MANAGE)
def template(request: TenantRequest, template_id: uuid.UUID) -> HttpResponse:
    """Show one to be changed, and change it."""
    found = get_template(template_id)

    def again(request: TenantRequest, **more: Any) -> HttpResponse:
        return _page(request, template=found, **more)

    if request.method != "POST":
        return again(request, typed=_typed(found))
    save = lambda: change_template(template_id, _edit(request), by=request.actor)  # noqa: E731
    return carry_out(request, "templates", save, _("Saved."), again, undo_of=lambda: template_id)


@require_POST
@in_desk(Permission.MACRO_MANAGE)
def order(request: TenantRequest) -> HttpResponse:
    """Put the templates into another order."""
    act = lambda: order_templates(ordered(request.POST), by=request.actor)  # noqa: E731
    return carry_out(request, "templates", act, _("Saved."), _page, undo_of=lambda: request.organization.pk)


@require_POST
@in_desk(Permission.MACRO_MANAGE)
def retire(request: TenantRequest, template_id: uuid.UUID) -> HttpResponse:
    """Offer one no more."""
    act = lambda: retire_template(template_id, by=request.actor)  # noqa: E731
    said = _("The template is retired. Tickets that began with it stay as they are.")
    return carry_out(request, "templates", act, said, _page, undo_of=lambda: template_id)


@require_POST
@in_desk(Permission.MACRO_MANAGE)
def restore(request: TenantRequest, template_id: uuid.UUID) -> HttpResponse:
    """Offer one again."""
    act = lambda: restore_template(template_id, by=request.actor)  # noqa: E731
    return carry_out(request, "templates", act, _("The template is offered again."), _page, undo_of=lambda: template_id)


def _edit(request: TenantRequest) -> TemplateEdit:
    sent = request.POST
    names, subjects, bodies = (
        {code: sent.get(f"{text}_{code}", "") for code, _n in settings.LANGUAGES} for text in _TEXTS
    )
    return TemplateEdit(
        names=names,
        subjects=subjects,
        bodies=bodies,
        type=sent.get("type", ""),
        category=sent.get("category", ""),
        department=_department(sent),
        priority=sent.get("priority", ""),
        tags=[tag for tag in sent.get("tags", "").split(",") if tag.strip()],
        fields=read_posted(catalogue_of(request.organization), sent),
        in_form=sent.get("in_form") == "on",
    )


def _department(sent: QueryDict) -> uuid.UUID | None:
    wanted = sent.get("department", "")
    try:
        return uuid.UUID(wanted) if wanted else None
    except ValueError:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"department": text}) from None


def _typed(found: TicketTemplate) -> dict[str, str]:
    kept = document_of(found)
    typed = {name: str(kept[name] or "") for name in ("type", "category", "department", "priority")}
    for text, many in zip(_TEXTS, ("names", "subjects", "bodies"), strict=True):
        typed |= {f"{text}_{code}": kept[many].get(code, "") for code, _name in settings.LANGUAGES}
    return typed | {"tags": ", ".join(found.tags), "in_form": "on" if found.in_form else ""}


def _fields(request: TenantRequest, found: TicketTemplate | None, errors: dict[str, list[str]]) -> list[Shown]:
    """Return all fields, with what the template gives each, or with what was typed."""
    catalogue = catalogue_of(request.organization)
    people = people_for(catalogue.live)
    posted = request.POST if errors else None
    rows = []
    for definition in catalogue.live:
        typed = posted.getlist(PREFIX + definition.key) if posted is not None else None
        kept = found.field_values.get(definition.key) if found is not None else None
        one = shown(definition, kept, people, typed=typed)
        one.errors = errors.get(one.name, [])
        rows.append(one)
    return rows


def _page(
    request: TenantRequest, *, status: int = 200, template: TicketTemplate | None = None, **more: Any
) -> HttpResponse:
    rows = [_row(one) for one in all_templates()]
    unchanged = ("", _("Leave as it is"))
    words = {"low": _("Low"), "medium": _("Medium"), "high": _("High"), "urgent": _("Urgent")}
    values = {
        "live": [one for one in rows if not one["retired"]],
        "retired": [one for one in rows if one["retired"]],
        "template": template,
        "types": [unchanged, *((one.value, str(name)) for one, name in TYPES.items())],
        "categories": [unchanged, *((one.key, one.label()) for one in Category.objects.all())],
        "departments": [unchanged, *((str(one.pk), "\u2003" * depth + one.name) for one, depth in department_tree())],
        "priorities": [unchanged, *words.items()],
        "fields": _fields(request, template, more.get("errors", {})),
        "variables": [(name, str(meaning)) for name, meaning in VARIABLES.items()],
    }
    return show(request, "templates", values | more, status=status)


def _row(found: TicketTemplate) -> dict[str, Any]:
    kept = document_of(found)
    return {
        "id": str(found.pk),
        "name": in_language(found.names),
        "type": str({one.value: name for one, name in TYPES.items()}.get(found.type, "")),
        "category": found.category.label() if found.category else "",
        "in_form": found.in_form,
        "retired": kept["retired"],
    }
