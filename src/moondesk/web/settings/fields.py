"""Forms and fields: what an organization asks of its tickets, and of whom, when."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.fields import actions
from moondesk.fields.errors import InvalidField
from moondesk.fields.forms import Access, Catalogue, Facts, Form, Item, Moment, flaws
from moondesk.fields.models import in_language
from moondesk.fields.queries import all_fields, get_field
from moondesk.fields.rules import WITH_OPTIONS, Kind
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import change_form, remove_form
from moondesk.tickets.fielding import chain_of, facts, people_for, read_catalogue
from moondesk.tickets.models import Category
from moondesk.tickets.rules import Priority, TicketType
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fielding import Asked, form_fields
from moondesk.web.levels import level
from moondesk.web.settings import conditions_form, fields_form
from moondesk.web.settings.ordering import ordered
from moondesk.web.settings.page import carry_out, show

KINDS = {
    Kind.TEXT: gettext_lazy("Text"),
    Kind.LONG_TEXT: gettext_lazy("Long text"),
    Kind.NUMBER: gettext_lazy("Number"),
    Kind.DATE: gettext_lazy("Date"),
    Kind.CHECKBOX: gettext_lazy("Checkbox"),
    Kind.SELECT: gettext_lazy("Choice"),
    Kind.MULTI_SELECT: gettext_lazy("Several choices"),
    Kind.TREE_SELECT: gettext_lazy("Choice in a tree"),
    Kind.URL: gettext_lazy("Web address"),
    Kind.USER: gettext_lazy("Member"),
}
TYPES = {
    TicketType.QUESTION: gettext_lazy("Question"),
    TicketType.INCIDENT: gettext_lazy("Incident"),
    TicketType.PROBLEM: gettext_lazy("Problem"),
    TicketType.TASK: gettext_lazy("Task"),
}
_PRIORITIES = {
    Priority.URGENT: pgettext_lazy("priority", "Urgent"),
    Priority.HIGH: pgettext_lazy("priority", "High"),
    Priority.MEDIUM: pgettext_lazy("priority", "Medium"),
    Priority.LOW: pgettext_lazy("priority", "Low"),
}


@require_http_methods(["GET", "HEAD"])
@in_desk(Permission.SETTINGS_OPEN)
def fields(request: TenantRequest) -> HttpResponse:
    """Show the fields and one form."""
    return _page(request)


@require_POST
@in_desk(Permission.FIELD_MANAGE)
def add(request: TenantRequest) -> HttpResponse:
    """Add a field."""

    def create() -> None:
        kind = _kind(request.POST.get("kind", ""))
        options = fields_form.read_options(request.POST, ()) if kind in WITH_OPTIONS else ()
        key = request.POST.get("key", "").strip()
        actions.add_field(
            kind, key=key, options=options, by=request.actor, **fields_form.read_parts(request.POST, kind)
        )

    said = _("The field is there. Put it on the forms that need it.")
    return carry_out(request, "fields", create, said, _page, undo_of=lambda: all_fields()[-1].pk)


def _kind(text: str) -> Kind:
    if text not in set(Kind):
        said = _("This cannot be chosen.")
        raise InvalidField(said, fields={"kind": said})
    return Kind(text)


@require_POST
@in_desk(Permission.FIELD_MANAGE)
def change(request: TenantRequest, key: str) -> HttpResponse:
    """Change what a field is called and takes."""
    definition = get_field(key).definition

    def save() -> None:
        options = fields_form.read_options(request.POST, definition.options) if definition.options else None
        parts = fields_form.read_parts(request.POST, definition.kind)
        actions.change_field(key, options=options, by=request.actor, **parts)

    return carry_out(request, "fields", save, _("Saved."), _page, undo_of=lambda: get_field(key).pk)


@require_POST
@in_desk(Permission.FIELD_MANAGE)
def order(request: TenantRequest) -> HttpResponse:
    """Put the fields into another order."""
    act = lambda: actions.order_fields(ordered(request.POST), by=request.actor)  # noqa: E731
    return carry_out(request, "fields", act, _("Saved."), _page, undo_of=lambda: request.organization.pk)


@require_POST
@in_desk(Permission.FIELD_MANAGE)
def retire(request: TenantRequest, key: str) -> HttpResponse:
    """Retire a field."""
    act = lambda: actions.retire_field(key, by=request.actor)  # noqa: E731
    said = _("The field is retired. Its values stay in history.")
    return carry_out(request, "fields", act, said, _page, undo_of=lambda: get_field(key).pk)


@require_POST
@in_desk(Permission.FIELD_MANAGE)
def restore(request: TenantRequest, key: str) -> HttpResponse:
    """Bring a field back."""
    act = lambda: actions.restore_field(key, by=request.actor)  # noqa: E731
    said = _("The field is back, with the values that tickets had.")
    return carry_out(request, "fields", act, said, _page, undo_of=lambda: get_field(key).pk)


@require_POST
@in_desk(Permission.FIELD_MANAGE)
def form(request: TenantRequest) -> HttpResponse:
    """Write the form of a category and type."""
    category, type_ = request.POST.get("category", ""), request.POST.get("type", "")
    items = fields_form.read_items(request.POST, _names(read_catalogue(), _categories()))
    seen = fields_form.read_seen(request.POST)
    act = lambda: change_form(category, type_, items, by=request.actor, seen=seen)  # noqa: E731
    return carry_out(request, "fields", act, _("The form is saved."), _page, undo_of=lambda: request.organization.pk)


@require_POST
@in_desk(Permission.FIELD_MANAGE)
def remove(request: TenantRequest) -> HttpResponse:
    """Take a form away."""
    category, type_ = request.POST.get("category", ""), request.POST.get("type", "")
    act = lambda: remove_form(category, type_, by=request.actor)  # noqa: E731
    said = _("The form is gone. Its tickets show the next one that fits.")
    return carry_out(request, "fields", act, said, _page, undo_of=lambda: request.organization.pk)


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    catalogue = read_catalogue()
    asked = request.POST if request.method == "POST" else request.GET
    categories = _categories()
    names = _names(catalogue, categories)
    category = asked.get("category", "") if asked.get("category", "") in categories else ""
    type_ = asked.get("type", "") if asked.get("type", "") in set(TicketType) else ""
    own = next((one for one in catalogue.forms if (one.category, one.type) == (category, type_)), None)
    chain = chain_of(categories[category].pk) if category else ()
    drawn = own or Form(category, type_, catalogue.form_for(chain, type_).items)
    if "items" in more.get("form", "") and request.method == "POST":
        drawn = Form(category, type_, tuple(fields_form.read_items(request.POST, names)))
    facts_now = facts(chain, type_ or TicketType.QUESTION.value, Priority.MEDIUM)
    broken = {one.field for one in flaws(drawn, catalogue)}
    items = tuple(replace(one, when=None) if one.field in broken else one for one in drawn.items)
    shown = Catalogue(catalogue.definitions, (Form("", "", items),))
    values: dict[str, Any] = {
        "may_manage": level(request, Element.FIELDS).usable,
        "languages_offered": settings.LANGUAGES,
        "live": [_shown(one) for one in catalogue.live],
        "retired": [_shown(one) for one in catalogue.definitions if one.is_retired],
        "kinds": [(kind.value, str(name)) for kind, name in KINDS.items()],
        "category": category,
        "type": type_,
        "category_options": [("", _("All categories")), *((key, one.label()) for key, one in categories.items())],
        "type_options": [("", _("All types")), *((one.value, str(name)) for one, name in TYPES.items())],
        "has_own": own is not None,
        "seen": fields_form.written_seen(own),
        "others": [_named(one, categories) for one in catalogue.forms],
        "rows": _rows(drawn, names),
        "asks": names.choices,
        "asked_values": names.all_values,
        "relations": conditions_form.relations(),
        "preview": _preview(shown, facts_now),
    }
    return show(request, "fields", values | more, status=status)


def _preview(catalogue: Catalogue, facts_now: Facts) -> dict[str, Any]:
    people = people_for(catalogue.definitions)
    return {
        "agent": form_fields(catalogue, facts_now, {}, Asked(people, Moment.CREATION)),
        "customer": form_fields(catalogue, facts_now, {}, Asked({}, Moment.CREATION, customer=True)),
    }


def _shown(definition: Any) -> dict[str, Any]:
    return {
        "definition": definition,
        "key": definition.key,
        "label": in_language(definition.labels) or definition.key,
        "kind": KINDS[definition.kind],
        "options": fields_form.written_options(definition),
        "count": sum(not one.is_retired for one in definition.options),
    }


def _named(form: Form, categories: dict[str, Category]) -> dict[str, str]:
    names = [categories[form.category].label() if form.category else _("All categories")]
    names.append(str(TYPES[TicketType(form.type)]) if form.type else _("All types"))
    return {"category": form.category, "type": form.type, "name": ", ".join(names), "fields": str(len(form.items))}


def _rows(form: Form, names: conditions_form.Names) -> list[dict[str, Any]]:
    """Return a row for each field: those on the form in its order, then the others."""
    catalogue = names.catalogue
    on = {one.field: one for one in form.items}
    keys = [key for key in on if (known := catalogue.get(key)) is not None and not known.is_retired]
    keys += [one.key for one in catalogue.live if one.key not in on]
    before = list(on)
    return [_row(key, on.get(key), before[: before.index(key)] if key in on else [], names) for key in keys]


def _row(key: str, item: Item | None, before: list[str], names: conditions_form.Names) -> dict[str, Any]:
    definition = names.catalogue.get(key)
    return {
        "key": key,
        "label": in_language(definition.labels) if definition else key,
        "is_member": definition is not None and definition.kind is Kind.USER,
        "on": item is not None,
        "creation": item is not None and Moment.CREATION in item.required,
        "resolve": item is not None and Moment.RESOLVE in item.required,
        "customers": item.customers.value if item is not None else Access.HIDDEN.value,
        "when": conditions_form.shown(item, before, names),
    }


def _categories() -> dict[str, Category]:
    return {one.key: one for one in Category.objects.all()}


def _names(catalogue: Catalogue, categories: dict[str, Category]) -> conditions_form.Names:
    named: dict[str, tuple[str, dict[str, str]]] = {
        "category": (_("Category"), {key: one.label() for key, one in categories.items()}),
        "type": (_("Type"), {one.value: str(name) for one, name in TYPES.items()}),
        "priority": (_("Priority"), {one.key: str(name) for one, name in _PRIORITIES.items()}),
    }
    return conditions_form.Names(catalogue, named, people_for(catalogue.live))
