"""Custom fields and the forms on which they stand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from moondesk.api.answers import answer, check_content, content_etag, page, unchanged
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import UnknownParameter
from moondesk.api.field_inputs import FieldIn, FieldPatch, FormIn, ItemIn, OptionIn
from moondesk.api.shapes import FieldPage, FormPage
from moondesk.fields import actions
from moondesk.fields.forms import Form, Item, item_document
from moondesk.fields.models import Field
from moondesk.fields.queries import all_fields, get_field
from moondesk.fields.rules import Option
from moondesk.fields.schemas import FieldOut
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import change_form, remove_form
from moondesk.tickets.fielding import read_forms

router = Router(tags=["Fields"])
router.add_decorator(edge, mode="view")


def field_out(field: Field) -> dict[str, Any]:
    """Return a field in the shape of ``FieldOut``."""
    shown = actions.document_of(field)
    del shown["retired"]
    return {"id": field.pk, "key": field.key, "position": field.position, "retired_at": field.retired_at} | shown


def form_out(form: Form) -> dict[str, Any]:
    """Return a form in the shape of ``FormOut``."""
    items = [item_document(one) for one in form.items]
    return {"category": form.category or None, "type": form.type or None, "items": items}


def includes_retired(request: HttpRequest) -> bool:
    """Say whether values or definitions of retired fields are asked for, too."""
    return "retired" in included(request, "retired")


def included(request: HttpRequest, *known: str) -> set[str]:
    """Return what is asked for beside what an answer always has."""
    asked = set(request.GET.get("include", "").split(",")) - {""}
    if asked - set(known):
        text = f"Nothing but this can be included: {', '.join(known)}."
        raise UnknownParameter(text, fields={"include": text})
    return asked


@router.get("/fields", response=FieldPage, summary="List fields", operation_id="list_fields")
@needs(None, parameters=("include",))
def list_fields(request: ApiRequest) -> HttpResponse:
    """The custom fields in order. Those that tickets cannot be given any more are there with `include=retired`."""
    retired = includes_retired(request)
    return page([field_out(one) for one in all_fields() if retired or one.retired_at is None], None)


@router.post("/fields", response={201: FieldOut}, summary="Add a field", operation_id="create_field")
@needs(Permission.FIELD_MANAGE)
def create_field(request: ApiRequest, new: FieldIn) -> HttpResponse:
    """Adds a field at the end. Its key and kind never change, and no other field gets that key later."""
    parts = new.model_dump(exclude={"options", "kind", "key"})
    added = actions.add_field(new.kind, key=new.key, options=_options(new.options), by=request.actor, **parts)
    shown = field_out(added)
    return answer(shown, status=201, etag=content_etag(shown), location=f"/api/v1/fields/{added.key}")


def _options(given: list[OptionIn]) -> list[Option]:
    return [Option(one.key, one.labels, one.parent, one.retired) for one in given]


@router.get("/fields/{slug:key}", response=FieldOut, summary="Read a field", operation_id="get_field")
@needs(None)
def read_field(request: ApiRequest, key: str) -> HttpResponse:
    """One field, also a retired one."""
    shown = field_out(get_field(key))
    etag = content_etag(shown)
    return unchanged(request, etag) or answer(shown, etag=etag)


@router.patch("/fields/{slug:key}", response=FieldOut, summary="Change a field", operation_id="update_field")
@needs(Permission.FIELD_MANAGE)
def update_field(request: ApiRequest, key: str, changes: FieldPatch) -> HttpResponse:
    """Renames or moves a field, or changes its options. Options that are left out are retired."""
    check_content(request, field_out(get_field(key)))
    given = changes.model_dump(exclude_unset=True)
    position = given.pop("position", None)
    if "options" in given:
        given["options"] = _options(changes.options)
    if given:
        actions.change_field(key, by=request.actor, **given)
    if position is not None:
        others = [one.key for one in all_fields() if one.key != key]
        actions.order_fields([*others[:position], key, *others[position:]], by=request.actor)
    shown = field_out(get_field(key))
    return answer(shown, etag=content_etag(shown))


@router.post("/fields/{slug:key}/retirement", response=FieldOut, summary="Retire a field", operation_id="retire_field")
@needs(Permission.FIELD_MANAGE)
def retire_field(request: ApiRequest, key: str) -> HttpResponse:
    """Lets no ticket be given the field any more. Its values stay, for `include=retired` and in history."""
    actions.retire_field(key, by=request.actor)
    return answer(field_out(get_field(key)))


@router.delete(
    "/fields/{slug:key}/retirement", response=FieldOut, summary="Bring a field back", operation_id="restore_field"
)
@needs(Permission.FIELD_MANAGE)
def restore_field(request: ApiRequest, key: str) -> HttpResponse:
    """Lets tickets be given the field again; those that had a value have it."""
    actions.restore_field(key, by=request.actor)
    return answer(field_out(get_field(key)))


@router.get("/forms", response=FormPage, summary="List forms", operation_id="list_forms")
@needs(None)
def list_forms(request: ApiRequest) -> HttpResponse:
    """Which fields tickets show: by the form of the nearest category, first that for the type; without any, all."""
    return page([form_out(one) for one in read_forms()], None)


@router.put("/forms", response=FormPage, summary="Change a form", operation_id="update_form")
@needs(Permission.FIELD_MANAGE)
def update_form(request: ApiRequest, form: FormIn) -> HttpResponse:
    """Writes the form of a category and type, or takes it away. A condition looks only at fields before its own."""
    category, type_ = form.category or "", form.type.value if form.type else ""
    if form.items is None:
        remove_form(category, type_, by=request.actor)
    else:
        change_form(category, type_, [_item(one) for one in form.items], by=request.actor)
    return page([form_out(one) for one in read_forms()], None)


def _item(given: ItemIn) -> Item:
    return Item(given.field, frozenset(given.required), given.customers, given.when)
